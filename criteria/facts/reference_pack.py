"""Reference data that the audit pinned: lists of entries with a version and a source."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec
import yaml

from criteria.facts.registry import Blob, extractor
from criteria.observation import Observation
from criteria.yaml_data import load_yaml

MOST_BYTES = 16 * 1024 * 1024


class ReferencePack(msgspec.Struct, frozen=True, omit_defaults=True):
    """One pinned list. ``version`` is its date; ``lab`` marks invented data; each entry maps names to plain values."""

    name: str
    version: str
    source: str = ""
    lab: bool = False
    entries: tuple[dict[str, Any], ...] = ()

    def having(self, field: str, value: str) -> tuple[dict[str, Any], ...]:
        """The entries whose ``field`` is ``value``, spaces left out."""
        wanted = value.replace(" ", "")
        return tuple(one for one in self.entries if wanted and str(one.get(field, "")).replace(" ", "") == wanted)


class _Content(msgspec.Struct):
    entries: tuple[dict[str, Any], ...] = ()


@extractor(ReferencePack, kind="reference.pack", version=2)
def packs(seen: Observation, blob: Blob) -> Iterable[ReferencePack]:
    """The pack, or nothing when its bytes are not those of one."""
    raw = blob(seen.blobs["pack"])
    if len(raw) > MOST_BYTES:
        return
    try:
        content = _read(raw)
        pack = msgspec.convert(seen.data, ReferencePack)
    except (yaml.YAMLError, msgspec.MsgspecError, ValueError, RecursionError):
        return
    yield msgspec.structs.replace(pack, entries=content.entries)


def _read(raw: bytes) -> _Content:
    """YAML, or the JSON that a long pack is stored as."""
    if raw.startswith(b"{"):
        return msgspec.json.decode(raw, type=_Content)
    return msgspec.convert(load_yaml(raw), _Content)
