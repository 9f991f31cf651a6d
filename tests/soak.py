"""``make soak``: audit Tensio again and again under load; every run must give the same verdicts."""

from __future__ import annotations

import multiprocessing
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from harness.audit.evaluate import evaluate
from harness.audit.run import run_audit
from harness.matrix import verdicts_of
from harness.samples import running_tensio
from reports.signing import Signer

RUNS = 20
LOAD = 2
"""Processes that keep the cores busy meanwhile."""


def main() -> int:
    """Print how many runs gave which verdicts; 1 when two runs differ."""
    seen: Counter[tuple[tuple[str, str], ...]] = Counter()
    with _load(), tempfile.TemporaryDirectory(prefix="probant-soak-") as name:
        for number in range(1, RUNS + 1):
            verdicts = _audited(Path(name) / str(number))
            seen[tuple(sorted(verdicts.items()))] += 1
            print(f"{number}/{RUNS}: {dict(Counter(verdicts.values()))}", flush=True)
    print(f"{len(seen)} different outcome(s) in {RUNS} runs")
    return 0 if len(seen) == 1 else 1


def _audited(folder: Path) -> dict[str, str]:
    bundle = folder / "bundle"
    with running_tensio(folder / "candidate") as sample:
        run_audit(sample.manifest, sample.folder, bundle, signer=Signer.generate(), environment=sample.environment)
    return verdicts_of(evaluate(bundle))


@contextmanager
def _load() -> Iterator[None]:
    busy = [multiprocessing.Process(target=_spin, daemon=True) for _ in range(LOAD)]
    for process in busy:
        process.start()
    yield
    for process in busy:
        process.terminate()


def _spin() -> None:
    number = 0
    while True:
        number = (number * 31 + 7) % 1_000_003


if __name__ == "__main__":
    sys.exit(main())
