"""The pinned corpus of common passwords (``reference/common_passwords.yaml``), and the sample of it that is tried."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import msgspec

from criteria.yaml_data import load_yaml


class Tried(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"least": "from"}):
    """How many passwords of at least this length are tried."""

    least: int
    count: int


class CommonPasswords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The corpus, the most common first."""

    version: str
    source: str
    tried: tuple[Tried, ...]
    passwords: tuple[str, ...]

    def sample(self) -> tuple[str, ...]:
        """Those that a look tries: the first of each length band, so that the same are tried every time."""
        found: dict[str, None] = {}
        bounds = [*(one.least for one in self.tried[1:]), 1_000]
        for one, end in zip(self.tried, bounds, strict=True):
            band = [password for password in self.passwords if one.least <= len(password) < end]
            found.update(dict.fromkeys(_spread(band, one.count)))
        return tuple(found)


def _spread(band: list[str], count: int) -> list[str]:
    """``count`` of them, spread over the whole band."""
    step = max(1, len(band) // max(1, count))
    return band[::step][:count]


@cache
def common_passwords() -> CommonPasswords:
    """The corpus, read once; raises ``msgspec.ValidationError`` when the file breaks its shape."""
    raw = files("criteria").joinpath("reference/common_passwords.yaml").read_bytes()
    return msgspec.convert(load_yaml(raw), CommonPasswords)
