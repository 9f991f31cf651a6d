"""The looks of the exchange at Tensio alone: how long each takes, and all scenarios that touch one person together."""

from __future__ import annotations

import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import msgspec

from conformance.lab.scenarios import scenarios
from criteria.catalogue import catalogue
from criteria.facts.registry import FactReader
from criteria.facts.space import SpaceExchange
from criteria.observation import Close, Observation
from harness.audit.events import Event, LookClosed, LookOpened
from harness.audit.lane import Lane
from harness.audit.run import client_for
from harness.bundle import BundleReader, BundleWriter, open_bundle
from harness.manifest.load import inside
from harness.plan import plan_for
from harness.probes.exchange.kinds import KINDS
from harness.probing import Surroundings
from harness.redaction import Redactor
from harness.samples import Running, running_tensio
from harness.warming import warm_up
from reports.signing import Signer, seal

AIM = 25.0
"""Seconds that all scenarios of one person may take for Tensio on two cores."""
PERSON = "person"


class Clock:
    """How long each look took, by its kind (seconds), and how it closed."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self.closes: dict[str, Close] = {}

    def __call__(self, event: Event) -> None:
        now = time.perf_counter()
        if isinstance(event, LookOpened):
            self.seconds[event.look.kind] = now
        elif isinstance(event, LookClosed):
            self.seconds[event.look.kind] = now - self.seconds[event.look.kind]
            self.closes[event.look.kind] = event.close


def told_of_exchange(folder: Path) -> Iterator[tuple[str, float]]:
    """Make every look of the exchange once; yield what was measured, in words and seconds."""
    warm_up()
    clock = Clock()
    with running_tensio(folder / "candidate") as sample:
        found = _looked(sample, folder / "bundle", clock)
    kinds = {look.id: look.kind for look in found.plan.looks} if found.plan else {}
    for kind, seconds in clock.seconds.items():
        mine = [seen for seen in found.observations if kinds[seen.look] == kind]
        close = clock.closes[kind]
        ended = "" if close.outcome == "observed" else f", failed: {close.reason} {close.params}"
        counted = f"{len(mine)} exchanges, {_at_space(mine)} at the space, {_pairings(found, mine)} pairings"
        yield f"{kind}: {counted}{ended}", seconds
    spent, played = _by_scope(found)
    for scope, seconds in sorted(spent.items(), key=lambda one: one[0] != PERSON):
        aim = f"; aim: under {AIM:.0f} s" if scope == PERSON else f": {', '.join(sorted(played[scope]))}"
        yield f"scenarios that touch one {scope} ({len(played[scope])}), right pairings included{aim}", seconds


def _looked(sample: Running, bundle: Path, clock: Clock) -> BundleReader:
    """The sealed bundle of these looks at the candidate alone."""
    manifest = sample.manifest
    looks = tuple(look for kind in KINDS for look in kind.looks(manifest, "candidate"))
    plan = plan_for(manifest, None, catalogue(), {}, (), "self_test")
    writer = BundleWriter.create(bundle, msgspec.structs.replace(plan, looks=looks))
    around = Surroundings(
        manifest=manifest,
        folder=sample.folder,
        http=client_for(manifest, sample.folder),
        redactor=Redactor(writer.key),
        writer=writer,
        environment=sample.environment,
        lab_ca=inside(sample.folder, manifest.production.ca).read_text("ascii"),
    )
    Lane(around, {kind.kind: kind for kind in KINDS}, clock).run(looks, {})
    signer = Signer.generate()
    writer.seal(lambda head, entries: seal(signer, head, entries))
    return open_bundle(bundle)


def _by_scope(found: BundleReader) -> tuple[Counter[str], dict[str, set[str]]]:
    """Seconds by whom a scenario touches: the time up to each exchange belongs to the scenario that it was part of."""
    spent: Counter[str] = Counter()
    played: dict[str, set[str]] = {}
    for earlier, seen in pairwise(found.observations):
        scenario = _scenario(seen)
        if not scenario or earlier.look != seen.look:
            continue
        scope = scenarios()[scenario].scope
        spent[scope] += (seen.mono_ns - earlier.mono_ns) / 1e9
        played.setdefault(scope, set()).add(scenario)
    return spent, played


def _scenario(seen: Observation) -> str:
    return str(seen.data.get("tags", {}).get("scenario", ""))


def _at_space(observations: list[Observation]) -> int:
    return sum(seen.kind == "space.exchange" for seen in observations)


def _pairings(found: BundleReader, observations: list[Observation]) -> int:
    """Codes that the space exchanged for tokens."""
    reader = FactReader(found)
    facts = (fact for seen in observations for fact in reader.read(SpaceExchange, seen))
    granted = (fact for fact in facts if fact.operation == "token" and fact.status == 200)
    return sum(fact.params.get("grant_type") == "authorization_code" for fact in granted)


def main() -> None:
    """Print one line for each measure, as ``make bench`` does."""
    with tempfile.TemporaryDirectory(prefix="probant-bench-") as name:
        for what, seconds in told_of_exchange(Path(name)):
            print(f"{seconds * 1000:9.1f} ms  {what}", flush=True)


if __name__ == "__main__":
    main()
