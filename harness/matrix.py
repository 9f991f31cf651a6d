"""The detection matrix: every fault of the samples against every criterion, exactly as declared."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import AbstractContextManager
from multiprocessing import get_context
from pathlib import Path
from typing import Literal

import msgspec

from criteria.audit import Audit
from criteria.catalogue import catalogue
from harness import samples, sommeil
from harness.audit.evaluate import evaluate, evaluated
from harness.audit.run import run_audit
from harness.recorded import recorded, write_recorded
from harness.results import BUNDLE
from harness.samples import Fault, Running
from reports.signing import Signer

SOUND = "sound"
Sample = Literal["tensio", "sommeil"]
FAULTS: Mapping[Sample, Callable[[], list[Fault]]] = {"tensio": samples.faults, "sommeil": sommeil.faults}
RUNNING: Mapping[Sample, Callable[[Path, Sequence[Fault]], AbstractContextManager[Running]]] = {
    "tensio": samples.running_tensio,
    "sommeil": sommeil.running_sommeil,
}
PAIRING = frozenset(("SEC-19", "SEC-20", "SEC-21", "SEC-22"))
CALLS = frozenset(("SEC-23", "SEC-24", "SEC-25", "SEC-26", "GDP-11", "CON-12"))
"""Criteria whose looks record hundreds of exchanges: those of the pairing, those of business calls."""
IDENTITY = frozenset(("SEC-09", "SEC-11", "SEC-12", "SEC-13"))
"""Criteria whose looks open many accounts and sessions."""
LARGE = PAIRING | CALLS | IDENTITY | {"SEC-07"}
"""Those, and what also reads them."""
Verdicts = Mapping[str, str]
Expected = Literal["fail", "inconclusive", "review", "same"]


class Cell(msgspec.Struct, frozen=True, kw_only=True):
    """One fault against one criterion. ``same`` means: the verdict of the sound sample."""

    fault: str
    criterion: str
    expected: Expected
    sound: str
    seen: str
    ok: bool


class Summary(msgspec.Struct, frozen=True, kw_only=True):
    """Counts: criteria decided by this version, faults, declared effects not seen, effects not declared,
    and criteria that no fault violates alone."""

    criteria: int
    faults: int
    missed: int
    false_alarms: int
    gaps: int


class Matrix(msgspec.Struct, frozen=True, kw_only=True):
    """The whole matrix, with what its counts are made of."""

    summary: Summary
    missed: tuple[Cell, ...]
    false_alarms: tuple[Cell, ...]
    gaps: tuple[str, ...]
    sound_fails: tuple[str, ...]
    cells: tuple[Cell, ...]


def live(chosen: Sequence[str], jobs: int, record: Path | None = None, sample: Sample = "tensio") -> Matrix:
    """Run a sample sound and with each of its faults (or each of ``chosen``) alone, and audit it each time.

    ``record`` is a file that keeps every bundle for ``replayed``; looks that are large and that a fault's family
    cannot touch are then left out, so that the file stays small (the live matrix leaves out nothing). With ``chosen``,
    the bundles of all other faults stay in the file as they are.
    """
    wanted = _wanted(chosen, sample)
    names = [SOUND, *(fault.name for fault in wanted)]
    with tempfile.TemporaryDirectory(prefix="probant-matrix-") as place:
        folders = {name: Path(place) / name for name in names}
        with ProcessPoolExecutor(max_workers=jobs, mp_context=get_context("spawn")) as pool:
            lean = [record is not None] * len(names)
            of = [sample] * len(names)
            seen = dict(zip(names, pool.map(_audited, of, names, folders.values(), lean), strict=True))
        if record is not None:
            write_recorded(record, {name: folder / BUNDLE for name, folder in folders.items()}, keep=bool(chosen))
    return matrix_of(wanted, seen)


def replayed(source: Path, chosen: Sequence[str] = ()) -> Matrix:
    """The same from a file of recorded bundles: what the rules of today say of them."""
    wanted = _wanted(chosen)
    names = {SOUND, *(fault.name for fault in wanted)}
    return matrix_of(wanted, {name: verdicts_of(evaluated(found)) for name, found in recorded(source) if name in names})


def _wanted(chosen: Sequence[str], sample: Sample = "tensio") -> list[Fault]:
    return [fault for fault in FAULTS[sample]() if not chosen or fault.name in chosen]


def matrix_of(wanted: Sequence[Fault], seen: Mapping[str, Verdicts]) -> Matrix:
    """Compare what was seen with what the faults declare."""
    sound = seen[SOUND]
    cells = tuple(
        _cell(fault, name, sound, seen[fault.name]) for fault in wanted for name in sound if name in seen[fault.name]
    )
    missed = tuple(cell for cell in cells if not cell.ok and cell.expected != "same")
    alarms = tuple(cell for cell in cells if not cell.ok and cell.expected == "same")
    gaps = _gaps(wanted)
    return Matrix(
        summary=Summary(
            criteria=len(decided()), faults=len(wanted), missed=len(missed), false_alarms=len(alarms), gaps=len(gaps)
        ),
        missed=missed,
        false_alarms=alarms,
        gaps=gaps,
        sound_fails=tuple(name for name, verdict in sound.items() if verdict == "fail"),
        cells=cells,
    )


def verdicts_of(audit: Audit) -> dict[str, str]:
    """The verdict of each criterion by its id; an engine error stands as ``error``."""
    return {one.criterion: str(one.verdict) for one in audit.verdicts} | {
        error.criterion: "error" for error in audit.errors
    }


def decided() -> list[str]:
    """The criteria that this version looks at."""
    return [one.id for one in catalogue().criteria if catalogue().check_of(one)]


def _cell(fault: Fault, criterion: str, sound: Verdicts, seen: Verdicts) -> Cell:
    expected = _expected(fault, criterion)
    found = seen.get(criterion, "missing")
    right = found == (sound[criterion] if expected == "same" else expected)
    return Cell(fault=fault.name, criterion=criterion, expected=expected, sound=sound[criterion], seen=found, ok=right)


def _expected(fault: Fault, criterion: str) -> Expected:
    if criterion in fault.violates:
        return "fail"
    if criterion in fault.blinds:
        return "inconclusive"
    return "review" if criterion in fault.reviews else "same"


def _gaps(wanted: Iterable[Fault]) -> tuple[str, ...]:
    moved = [(*fault.violates, *fault.reviews) for fault in wanted]
    alone = {names[0] for names in moved if len(names) == 1}
    return tuple(name for name in decided() if name not in alone)


def _kept(fault: Fault) -> tuple[str, ...]:
    """The criteria whose looks a recording keeps for this fault."""
    moved = {*fault.violates, *fault.blinds, *fault.reviews}
    if fault.family == "identity":
        return tuple(sorted(moved or IDENTITY | {"SEC-06"}))
    if fault.family == "exchange":
        touched = [group for group in (PAIRING, CALLS) if moved & group] or [PAIRING, CALLS]
        return tuple(sorted(moved.union(*touched)))
    return () if moved & LARGE else tuple(name for name in decided() if name not in LARGE)


def _audited(sample: Sample, name: str, folder: Path, lean: bool) -> dict[str, str]:
    chosen = [fault for fault in FAULTS[sample]() if fault.name == name]
    only = _kept(chosen[0]) if lean and chosen else ()
    with RUNNING[sample](folder / "candidate", chosen) as running:
        run_audit(
            running.manifest,
            running.folder,
            folder / BUNDLE,
            signer=Signer.generate(),
            only=only,
            environment=running.environment,
        )
    return verdicts_of(evaluate(folder / BUNDLE))
