"""The catalogue: the 70 criteria of the YAML files, each bound to its check or openly to none."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

import msgspec

from criteria.check import CHECKS, Check
from criteria.criterion import Criterion
from criteria.yaml_data import load_yaml

FAMILIES = ("security", "gdpr", "content")
RULE_FILES = (".yaml", ".py", ".json")


class Catalogue(msgspec.Struct, frozen=True):
    """Every criterion in catalogue order, their checks, and the digest of all rules (YAML and Python)."""

    criteria: tuple[Criterion, ...]
    checks: dict[str, Check]
    digest: str

    def __getitem__(self, criterion: str) -> Criterion:
        for one in self.criteria:
            if one.id == criterion:
                return one
        raise KeyError(criterion)

    def check_of(self, criterion: Criterion) -> Check | None:
        """The check that decides the criterion, or ``None`` when this version does not look yet."""
        return self.checks.get(criterion.id)


@cache
def catalogue() -> Catalogue:
    """Load the catalogue once; raises ``msgspec.ValidationError`` when a file breaks its shape."""
    found: list[Criterion] = []
    for family in FAMILIES:
        for path in sorted(files(f"criteria.{family}").iterdir(), key=lambda entry: entry.name):
            if path.name.endswith(".yaml"):
                found += _topic(f"{family}/{path.name.removesuffix('.yaml')}", load_yaml(path.read_bytes()))
    ordered = sorted(found, key=lambda one: (_FAMILY_ORDER[one.family], one.id))
    return Catalogue(tuple(ordered), CHECKS, _digest())


_FAMILY_ORDER = {family: rank for rank, family in enumerate(FAMILIES)}


def _topic(topic: str, entries: list[dict[str, Any]]) -> list[Criterion]:
    package = files(f"criteria.{topic.partition('/')[0]}")
    name = topic.rpartition("/")[2]
    if package.joinpath(f"{name}.py").is_file():
        import_module(f"criteria.{topic.replace('/', '.')}")
    return [msgspec.convert({**entry, "topic": topic}, Criterion) for entry in entries]


def _digest() -> str:
    """Digest over every rule file of this room: the same rules have the same digest on every machine."""
    whole = hashlib.sha256()
    for name, raw in sorted(_rule_files(files("criteria"), "")):
        whole.update(f"{name}\0{len(raw)}\0".encode())
        whole.update(raw)
    return f"sha256:{whole.hexdigest()}"


def _rule_files(folder: Traversable, prefix: str) -> Iterator[tuple[str, bytes]]:
    for entry in folder.iterdir():
        if entry.is_dir() and entry.name != "__pycache__":
            yield from _rule_files(entry, f"{prefix}{entry.name}/")
        elif entry.name.endswith(RULE_FILES):
            yield f"{prefix}{entry.name}", entry.read_bytes()
