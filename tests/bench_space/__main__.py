"""Measures written and searched, on both databases, with few and with many measures stored. Prints a table."""

from __future__ import annotations

import argparse
import json
import multiprocessing
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlencode

from conformance.space.app import create_space
from tests.bench_space.filling import CODE, fill
from tests.bench_space.loading import Measured, load, request
from tests.bench_space.served import serve, settings_for
from tests.conformance import samples
from tests.conformance.space.direct import Direct, Member
from tests.conformance.space.postgres import a_postgres, empty_schema

PEOPLE, ROUNDS = 16, 3
FHIR = {"Content-Type": "application/fhir+json"}
_PROCESSES = multiprocessing.get_context("spawn")


def main() -> None:
    """Run every combination; a few minutes with the defaults."""
    asked = _arguments()
    print("database    stored   act     bare/s   p50    p99 ms | space/s   p50    p99 ms | space/bare")
    with a_postgres() as address, TemporaryDirectory(prefix="bench-") as folder:
        for kind, measures in product(asked.databases, asked.measures):
            file = Path(folder) / f"{measures}.db"
            database = f"sqlite:///{file}" if kind == "sqlite" else empty_schema(address)
            for act, bare, space in measure(database, measures, asked.requests, asked.connections):
                told = " | ".join(f"{one.rate:7.0f} {one.p50:6.1f} {one.p99:7.1f}" for one in (bare, space))
                print(f"{kind:10} {measures:8} {act:6} {told} | {space.rate / bare.rate:6.2f}", flush=True)
            file.unlink(missing_ok=True)


def measure(database: str, measures: int, requests: int, connections: int) -> Iterator[tuple[str, Measured, Measured]]:
    """Yield what was measured of each act: bare, and space. They take turns; of the turns, the middle one counts."""
    space = create_space(settings_for(database))
    direct = Direct(space)
    direct.register("app-1")
    members = [direct.pair("app-1") for _ in range(PEOPLE)]
    fill(database, measures, [one.login for one in members])
    acts = {"write": _writes, "search": _searches, "last": _lasts}
    with _serving(database) as port:
        for act, make in acts.items():
            turns: list[tuple[Measured, Measured]] = []
            for turn in range(ROUNDS + 1):
                bare, ours = make(members, requests, turn)
                turns.append((load(port, bare, connections), load(port, ours, connections)))
            middle = sorted(turns[1:], key=lambda pair: pair[1].rate / pair[0].rate)[ROUNDS // 2]  # the first warms up
            yield act, *middle
    space.close()


Requests = tuple[list[bytes], list[bytes]]


def _writes(members: list[Member], count: int, turn: int) -> Requests:
    bodies = []
    for number in range(count):
        member = members[number % len(members)]
        made = member.measure("body_weight", f"2026-11-{1 + turn:02}T00:00:00.{number:06}Z")
        bodies.append((member, json.dumps(samples.bundle(made)).encode()))
    bare = [request("POST", "/bare", FHIR, body) for _, body in bodies]
    return bare, [request("POST", "/fhir", FHIR | member.headers, body) for member, body in bodies]


def _searches(members: list[Member], count: int, turn: int) -> Requests:
    dates = (("date", "ge2026-01-01"), ("date", "le2026-12-31"))
    return _reads(members, count, dates, 50)


def _lasts(members: list[Member], count: int, turn: int) -> Requests:
    return _reads(members, count, (("_sort", "-date"), ("_count", "1")), 1)


def _reads(members: list[Member], count: int, how: tuple[tuple[str, str], ...], page: int) -> Requests:
    bare, ours = [], []
    for number in range(count):
        member = members[number % len(members)]
        asked = {"login": member.login, "code": CODE, "from": "2026-01-01", "to": "2027", "count": str(page)}
        subject = f"{member.authority}|{member.idpe}"
        query = urlencode([("code", CODE), ("subject.identifier", subject), *how])
        bare.append(request("GET", f"/bare?{urlencode(asked)}", {}))
        ours.append(request("GET", f"/fhir/Observation?{query}", member.headers))
    return bare, ours


@contextmanager
def _serving(database: str) -> Iterator[int]:
    here, there = _PROCESSES.Pipe()
    process = _PROCESSES.Process(target=serve, args=(database, there), daemon=True)
    process.start()
    try:
        yield here.recv()
    finally:
        process.kill()
        process.join()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--measures", type=int, nargs="+", default=[1_000, 1_000_000])
    parser.add_argument("--databases", nargs="+", default=["sqlite", "postgresql"], choices=["sqlite", "postgresql"])
    parser.add_argument("--requests", type=int, default=1000)
    parser.add_argument("--connections", type=int, default=16)
    return parser.parse_args()


if __name__ == "__main__":
    main()
