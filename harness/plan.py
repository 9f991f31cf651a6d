"""The plan: every look that the criteria need, listed before anything runs; passive, reversible, destructive, last."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

import msgspec

from criteria.catalogue import Catalogue
from criteria.observation import Look, Plan, Subject
from harness.clock import now
from harness.looks import LookKind
from harness.manifest.model import Manifest
from harness.reference import Pack
from harness.version import ENGINE

NATURES = {"passive": 0, "reversible": 1, "destructive": 2}
FACE_SEARCH = ("http.crawl", "http.signed_in")
Origin = Literal["self_test", "reviewer", "platform"]


def plan_for(
    manifest: Manifest,
    control: Manifest | None,
    catalogue: Catalogue,
    kinds: Mapping[str, LookKind],
    packs: Sequence[Pack],
    origin: Origin,
    only: Sequence[str] = (),
) -> Plan:
    """The plan of one audit. A look whose inputs are missing is planned all the same, and closes with the reason."""
    wanted = _wanted(manifest, catalogue, only)
    asked = [kinds[kind] for kind in kinds if kind in wanted]
    looks = _looks(asked, manifest, "candidate")
    if control is not None:
        looks += _looks((kind for kind in asked if kind.control), control, "control")
    last = {kind.kind for kind in asked if kind.last}
    made = Plan(
        candidate=msgspec.to_builtins(manifest.candidate()),
        control=msgspec.to_builtins(control.candidate()) if control is not None else {},
        profile=manifest.profile,
        origin=origin,
        engine=ENGINE,
        criteria=tuple(one.id for one in catalogue.criteria if not only or one.id in only),
        looks=tuple(sorted(looks, key=lambda look: (look.kind in last, NATURES[look.nature]))),
        at=now(),
        references=tuple(pack.reference() for pack in packs),
    )
    return as_recorded(made)


def as_recorded(plan: Plan) -> Plan:
    """The plan as it reads back from a bundle, so that a resumed audit can compare the two."""
    return msgspec.json.decode(msgspec.json.encode(plan), type=Plan)


def _wanted(manifest: Manifest, catalogue: Catalogue, only: Sequence[str]) -> set[str]:
    """Kinds of look that the asked criteria cover; those of an undeclared face only need the search for it."""
    wanted: set[str] = set()
    for criterion in catalogue.criteria:
        if (only and criterion.id not in only) or catalogue.check_of(criterion) is None:
            continue
        declared = set(criterion.faces) & set(manifest.faces)
        wanted.update((*criterion.looks, *criterion.optional_looks) if declared else FACE_SEARCH)
    return wanted


def _looks(kinds: Iterable[LookKind], manifest: Manifest, subject: Subject) -> list[Look]:
    return [look for kind in kinds for look in kind.looks(manifest, subject)]
