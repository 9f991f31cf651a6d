"""Package URLs: the ecosystem that they name, the name there, and whether a version lies in a range of OSV."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any

import msgspec
import univers.versions
from packageurl import PackageURL

from criteria.yaml_data import load_yaml


class Package(msgspec.Struct, frozen=True):
    """A package by its ecosystem and name as the OSV schema writes them; an unknown ecosystem is the purl's type."""

    ecosystem: str
    name: str
    version: str = ""


@cache
def _types() -> dict[str, dict[str, str]]:
    return dict(load_yaml(files("criteria").joinpath("reference/ecosystems.yaml").read_bytes()))


def package(purl: str) -> Package | None:
    """The package that a purl names, ``None`` when it is not one."""
    try:
        read = PackageURL.from_string(purl)
    except ValueError:
        return None
    known = _types().get(read.type)
    ecosystem = known["ecosystem"] if known else read.type
    return Package(ecosystem, _name(read, known["named"] if known else "scoped"), read.version or "")


def _name(read: PackageURL, form: str) -> str:
    if form == "pypi":
        return re.sub(r"[-_.]+", "-", read.name).lower()
    if form == "name" or not read.namespace:
        return str(read.name)
    return f"{read.namespace}{':' if form == 'colon' else '/'}{read.name}"


def known_ecosystem(ecosystem: str) -> bool:
    """Whether versions of this ecosystem can be compared."""
    return any(one["ecosystem"] == ecosystem for one in _types().values())


class UnreadableVersion(Exception):
    """A version that its ecosystem's rules do not read."""


def lies_in(version: str, ecosystem: str, versions: Iterable[str], ranges: Iterable[dict[str, Any]]) -> bool:
    """Whether ``version`` is affected (OSV schema, evaluation of ``versions`` and ``ranges``).

    Raises ``UnreadableVersion`` when it, or a bound, cannot be compared.
    """
    if version in versions:
        return True
    bounds = [one for one in ranges if one.get("type") in ("SEMVER", "ECOSYSTEM")]
    return bool(bounds) and any(_in_range(_version(version, ecosystem), ecosystem, one) for one in bounds)


def _in_range(version: Any, ecosystem: str, bounds: dict[str, Any]) -> bool:
    affected = False
    for event in bounds.get("events") or ():
        (what, bound), *_ = event.items() if event else [("", "")]
        reached = bound == "0" or version >= _version(str(bound), ecosystem)
        if what == "introduced" and reached:
            affected = True
        elif (what == "fixed" and reached) or (what == "last_affected" and reached and not _same(version, bound)):
            affected = False
    return affected


def _same(version: Any, bound: str) -> bool:
    return bool(version == type(version)(str(bound)))


def _version(text: str, ecosystem: str) -> Any:
    name = next((one["versions"] for one in _types().values() if one["ecosystem"] == ecosystem), "")
    if not name or len(text) > 100:
        raise UnreadableVersion(text)
    try:
        return getattr(univers.versions, name)(text)
    except (ValueError, TypeError, AttributeError, univers.versions.InvalidVersion) as error:
        raise UnreadableVersion(text) from error
