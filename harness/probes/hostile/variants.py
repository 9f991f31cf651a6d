"""The files of an upload experiment, each made from the declared sound one."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

import msgspec

from harness.manifest.steps import StepFile

SOUND, MALWARE = "sound", "malware"


class Variant(msgspec.Struct, frozen=True, kw_only=True):
    """One file: ``changes`` of the declared one, and ``escapes``, where it must not turn up."""

    name: str
    changes: dict[str, str] = {}
    escapes: tuple[str, ...] = ()

    def file(self, declared: StepFile) -> StepFile:
        """The file to send."""
        return msgspec.structs.replace(declared, **self.changes)


def variants(declared: StepFile, folders: Sequence[str]) -> Iterator[Variant]:
    """The sound file first, then the hostile ones; one over the limit only where a limit is declared."""
    stem = PurePosixPath(declared.name.rpartition("/")[2]).stem or "essai"
    ending = PurePosixPath(declared.name).suffix or ".pdf"
    yield Variant(name=SOUND)
    yield Variant(name=MALWARE, changes={"content": "${sample.eicar}"})
    yield Variant(name="html", changes={"content": "${sample.html}"})
    yield Variant(name="svg", changes={"name": f"{stem}.svg", "type": "image/svg+xml", "content": "${sample.svg}"})
    if declared.limit:
        yield Variant(name="large", changes={"content": "${sample.large}"})
    packed = {"name": f"{stem}.zip", "type": "application/zip", "content": "${sample.bomb}"}
    yield Variant(name="archive", changes=packed)
    for folder in ("", *folders):
        name = f"probant-{secrets.token_hex(5)}{ending}"
        climbed, place = (f"../../{folder}/{name}", f"/{folder}/{name}") if folder else (f"../{name}", f"/{name}")
        yield Variant(name="climbing", changes={"name": climbed}, escapes=(place,))
