"""The detection matrix: every fault of the samples against every criterion, exactly as declared."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import AbstractContextManager
from difflib import get_close_matches
from multiprocessing import get_context
from pathlib import Path
from typing import Literal

import msgspec

from criteria.audit import Audit
from criteria.catalogue import catalogue
from criteria.yaml_data import load_yaml
from harness import samples, sommeil
from harness.audit.evaluate import evaluate, evaluated
from harness.audit.run import run_audit
from harness.bundle import BundleReader
from harness.errors import ConfigurationError
from harness.looks import LookKind
from harness.probes import KINDS
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
QUICK = ("reference.", "tls.", "http.", "dossier.", "content.sample", "outside.")
"""Kinds of look that a recording keeps for every fault of the app."""
PAPER = ("reference.", "dossier.", "http.crawl", "http.release", "http.security_txt", "content.sample")
"""Those that it keeps for a fault that lies in the dossier."""
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


def live(
    chosen: Sequence[str],
    jobs: int,
    record: Path | None = None,
    sample: Sample = "tensio",
    lean: bool = False,
    reshape: int | None = None,
) -> Matrix:
    """Run a sample sound and with each of its faults (or each of ``chosen``) alone, and audit it each time.

    ``record`` is a file that keeps every bundle for ``replayed``; looks that are large and that a fault's family
    cannot touch are then left out, as with ``lean``, so that the file stays small. With ``chosen``, the bundles of all
    other faults stay in the file as they are. ``reshape`` is the seed of another vendor's hand, in which every page of
    Tensio then stands. Raises ``ConfigurationError``.
    """
    wanted = _wanted(chosen, sample)
    if reshape is not None and sample != "tensio":
        raise ConfigurationError("matrix.not_reshaped", sample=sample)
    names = [SOUND, *(fault.name for fault in wanted)]
    with tempfile.TemporaryDirectory(prefix="probant-matrix-") as place:
        folders = {name: Path(place) / name for name in names}
        with ProcessPoolExecutor(max_workers=jobs, mp_context=get_context("spawn")) as pool:
            leanly = [lean or record is not None] * len(names)
            of, hands = [sample] * len(names), [reshape] * len(names)
            seen = dict(zip(names, pool.map(_audited, of, names, folders.values(), leanly, hands), strict=True))
        if record is not None:
            write_recorded(record, {name: folder / BUNDLE for name, folder in folders.items()}, keep=bool(chosen))
    return matrix_of(wanted, seen)


def replayed(source: Path, chosen: Sequence[str] = ()) -> Matrix:
    """The same from a file of recorded bundles: what the rules of today say of them."""
    wanted = _wanted(chosen)
    moved = {fault.name: {*fault.violates, *fault.blinds, *fault.reviews} for fault in wanted}
    older, seen = _older(source), {}
    for name, found in recorded(source):
        if name == SOUND or name in moved:
            kept = looked_at(found, older) | moved.get(name, set(decided()))
            verdicts = verdicts_of(evaluated(found))
            seen[name] = {one: verdict for one, verdict in verdicts.items() if one in kept}
    return matrix_of(wanted, seen)


class Older(msgspec.Struct, frozen=True, kw_only=True):
    """What recordings made before a moment (RFC 3339, UTC) can speak of."""

    before: str = ""
    criteria: tuple[str, ...] = ()


def _older(source: Path) -> Older:
    """What the file beside the recordings says (``recorded.yaml`` beside ``recorded.tar.xz``)."""
    beside = source.with_name(f"{source.name.partition('.')[0]}.yaml")
    return msgspec.convert(load_yaml(beside.read_bytes()), Older) if beside.is_file() else Older()


def looked_at(found: BundleReader, older: Older) -> set[str]:
    """The criteria of whose looks a recording left out none, as far as it can speak of them."""
    assert found.plan is not None
    kinds = {look.kind for look in found.plan.looks}
    whole = {name for name in found.plan.criteria if set(_looks(name)) <= kinds}
    return whole & set(older.criteria) if found.plan.at < older.before else whole


def _wanted(chosen: Sequence[str], sample: Sample = "tensio") -> list[Fault]:
    """All faults of a sample, or those named. Raises ``ConfigurationError`` for a name that none has."""
    known = FAULTS[sample]()
    names = {fault.name for fault in known}
    if unknown := sorted(set(chosen) - names):
        near = get_close_matches(unknown[0], names, n=3) or sorted(names)[:3]
        raise ConfigurationError("matrix.unknown_fault", fault=unknown[0], sample=sample, near=", ".join(near))
    return [fault for fault in known if not chosen or fault.name in chosen]


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


def _kept(fault: Fault) -> tuple[tuple[str, ...], dict[str, LookKind]]:
    """The criteria and the looks that a recording keeps for this fault: the quick ones, and what its family touches."""
    moved = {*fault.violates, *fault.blinds, *fault.reviews} or _family(fault)
    named = {kind for name in moved for kind in _looks(name)}
    quick = PAPER if fault.made_by == "caller" and fault.dossier else QUICK
    kinds = {name: kind for name, kind in KINDS.items() if name in named or name.startswith(quick)}
    criteria = (name for name in decided() if set(_looks(name)) <= set(kinds))
    return tuple(sorted({*criteria, *moved})), kinds


def _looks(criterion: str) -> tuple[str, ...]:
    one = catalogue()[criterion]
    return (*one.looks, *one.optional_looks)


def _family(fault: Fault) -> set[str]:
    """What the faults beside a near miss or a benign variant violate."""
    return {name for one in FAULTS["tensio"]() if one.family == fault.family for name in (*one.violates, *one.reviews)}


def _audited(sample: Sample, name: str, folder: Path, lean: bool, reshape: int | None) -> dict[str, str]:
    chosen = [fault for fault in FAULTS[sample]() if fault.name == name]
    only, kinds = _kept(chosen[0]) if lean and chosen else ((), KINDS)
    with _running(sample, folder / "candidate", chosen, reshape) as running:
        run_audit(
            running.manifest,
            running.folder,
            folder / BUNDLE,
            signer=Signer.generate(),
            only=only,
            kinds=kinds,
            environment=running.environment,
        )
    return verdicts_of(evaluate(folder / BUNDLE))


def _running(
    sample: Sample, folder: Path, chosen: Sequence[Fault], reshape: int | None
) -> AbstractContextManager[Running]:
    if reshape is not None:
        return samples.running_tensio(folder, chosen, reshape)
    return RUNNING[sample](folder, chosen)
