"""``make bench``: the audit of Tensio and its memory, judging 300 exchanges, the report, the looks of the exchange."""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from criteria.catalogue import Catalogue, catalogue
from criteria.judge import judge, time_of
from criteria.observation import Look, Observation
from harness.audit.evaluate import evaluate
from harness.audit.run import run_audit
from harness.bundle import BundleReader, BundleWriter, open_bundle
from harness.samples import running_tensio
from harness.scenes import told
from reports.html import render_html
from reports.signing import Signer, seal
from tests.bench.exchange import told_of_exchange

EXCHANGES = 300
ROUNDS = 7
PROBANT = (sys.executable, "-c", "from harness.cli import main; main()")


def main() -> None:
    """Run every benchmark and print one line for each."""
    with tempfile.TemporaryDirectory(prefix="probant-bench-") as name:
        folder = Path(name)
        audited = _audit_of_tensio(folder)
        wide = _widened(audited, folder / "wide")
        reader = open_bundle(wide)
        judged = _all_bound(catalogue())
        bound = f"{len(judged.checks)} checks bound"
        cold = _median(lambda: judge(open_bundle(wide), judged, time_of(reader)))
        _say(f"open and judge {len(reader.observations)} observations, {bound}", cold)
        _say(f"judge alone, {bound}", _median(lambda: judge(reader, judged, time_of(reader))))
        _say(
            f"judge alone, {len(catalogue().checks)} checks",
            _median(lambda: judge(reader, catalogue(), time_of(reader))),
        )
        _say("whole process: probant evaluate --json", _median(lambda: _evaluate(wide)))
        audit = evaluate(wide)
        _say("render the HTML report", _median(lambda: render_html(audit, told=told())))
        for what, seconds in told_of_exchange(folder / "exchange"):
            _say(what, seconds)


def _audit_of_tensio(folder: Path) -> Path:
    bundle = folder / "bundle"
    with running_tensio(folder / "candidate") as sample:
        began = time.perf_counter()
        run_audit(sample.manifest, sample.folder, bundle, signer=Signer.generate(), environment=sample.environment)
        _say("audit of Tensio, every look at it and at the control app", time.perf_counter() - began)
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"  peak memory: {own:.0f} MiB in this process, {children:.0f} MiB in the largest child", flush=True)
    return bundle


def _widened(bundle: Path, folder: Path) -> Path:
    """The same audit with its crawl repeated until it holds 300 exchanges."""
    found = open_bundle(bundle)
    assert found.plan is not None
    crawl = next(look for look in found.plan.looks if look.kind == "http.crawl" and look.subject == "candidate")
    pages = [seen for seen in found.observations if seen.look == crawl.id and seen.kind == "http.exchange"]
    writer = BundleWriter.create(folder, found.plan)
    copied: dict[str, list[str]] = {}
    for seen, rank in _repeated(found, crawl, pages):
        made = _copy(writer, found, seen, rank)
        copied.setdefault(seen.look, []).append(made)
    for close in found.closes:
        writer.open_look(close.look, close.attempt, close.at)
        writer.close_look(msgspec.structs.replace(close, observations=tuple(copied.get(close.look, ()))))
    signer = Signer.generate()
    writer.seal(lambda head, entries: seal(signer, head, entries))
    return folder


def _repeated(found: BundleReader, crawl: Look, pages: list[Observation]) -> Iterator[tuple[Observation, int]]:
    for seen in found.observations:
        yield seen, 0
        if seen.look == crawl.id and seen.kind == "http.exchange":
            for rank in range(1, EXCHANGES // len(pages) + 1):
                yield seen, rank


def _copy(writer: BundleWriter, found: BundleReader, seen: Observation, rank: int) -> str:
    """A copy of the observation; a repeated page gets an address and a body of its own, so that no cache helps."""
    data = dict(seen.data)
    blobs = {name: found.blob(digest) for name, digest in seen.blobs.items()}
    if rank:
        request = dict(data["request"])
        data["request"] = {**request, "url": f"{request['url']}?copy={rank}"}
        blobs = {name: raw + f"<!-- {rank} -->".encode() for name, raw in blobs.items()}
    fields = {"look": seen.look, "kind": seen.kind, "probe": seen.probe, "at": seen.at, "target": seen.target}
    return writer.observe(blobs, seen.secrets, mono_ns=seen.mono_ns, data=data, **fields).id


def _all_bound(known: Catalogue) -> Catalogue:
    """All 70 criteria bound: those not decided yet borrow clauses, looks and check of a decided one, in turn."""
    decided = [one for one in known.criteria if known.check_of(one)]
    criteria, checks = [], {}
    for rank, one in enumerate(known.criteria):
        lender = one if known.check_of(one) else decided[rank % len(decided)]
        checks[one.id] = known.checks[lender.id]
        borrowed = {
            "looks": lender.looks,
            "optional_looks": lender.optional_looks,
            "facts": lender.facts,
            "control": lender.control,
            "clauses": lender.clauses,
            "sources": lender.sources,
            "faces": lender.faces,
        }
        criteria.append(msgspec.structs.replace(one, **borrowed))
    return Catalogue(tuple(criteria), checks, known.digest)


def _evaluate(bundle: Path) -> None:
    subprocess.run([*PROBANT, "evaluate", str(bundle), "--json"], stdout=subprocess.DEVNULL, check=False)


def _median(work: Callable[[], object]) -> float:
    times = []
    for _ in range(ROUNDS):
        with _timed(times):
            work()
    return statistics.median(times)


@contextmanager
def _timed(times: list[float]) -> Iterator[None]:
    began = time.perf_counter()
    yield
    times.append(time.perf_counter() - began)


def _say(what: str, seconds: float) -> None:
    print(f"{seconds * 1000:9.1f} ms  {what}", flush=True)


if __name__ == "__main__":
    main()
