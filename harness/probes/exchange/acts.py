"""How many guided acts a look asks a person for: what a vendor wants to know before somebody sits down to it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from conformance.lab.pages import PAGES
from harness.manifest.model import Manifest
from harness.probes.exchange import business_looks as business
from harness.probes.exchange import token_looks as tokens
from harness.probes.exchange.looks import PAIRINGS
from harness.probes.exchange.person import AFRESH, USES
from harness.probes.exchange.telling import parts


class Acts:
    """Counts acts of the journeys that a manifest declares; those asked for together are one act."""

    def __init__(self, manifest: Manifest) -> None:
        self._manifest = manifest

    def together(self, *journeys: str) -> int:
        """Acts of journeys that a person is asked for at once, where all that are declared are guided."""
        declared = [name for name in journeys if name in {*self._manifest.guided, *self._manifest.journeys}]
        if any(name not in self._manifest.guided for name in declared):
            return self.each(*declared)
        return len(parts([one for name in declared for one in self._manifest.guided[name]]))

    def each(self, *journeys: str) -> int:
        """Acts of journeys that are asked for one by one."""
        guided = self._manifest.guided
        return sum(len(parts(guided[name])) for name in journeys if name in guided)

    @property
    def afresh(self) -> int:
        """Acts of a new pairing that is used once."""
        declared = [name for name in AFRESH if name in {*self._manifest.guided, *self._manifest.journeys}]
        if all(name in self._manifest.guided for name in declared):
            return self.together(*AFRESH)
        return self.each("disconnect_space", "connect_space") + self.used

    @property
    def used(self) -> int:
        """Acts of one use of the pairing: the guided journeys of it at once."""
        return self.together(*(name for name in USES if name in self._manifest.guided))


def acts_of(kind: str, manifest: Manifest) -> int:
    """Acts that a look of this kind asks for when the client is alive all through; 0 for other looks."""
    count = COUNTS.get(kind)
    if count is None or not manifest.guided:
        return 0
    acts = Acts(manifest)
    return acts.each("sign_in") + count(acts, manifest)


def total(kinds: Iterable[str], manifest: Manifest) -> int:
    """Acts of all these looks."""
    return sum(acts_of(kind, manifest) for kind in kinds)


def _pairing(acts: Acts, manifest: Manifest) -> int:
    return PAIRINGS * acts.afresh


def _tokens(acts: Acts, manifest: Manifest) -> int:
    right_rounds = 1 + len(tokens.SCENARIOS) + 4
    played = len(tokens.SCENARIOS) + 2  # the redirect and the rotation are pairings too
    return (right_rounds + played) * acts.afresh + acts.used + acts.together(*tokens.USES)


def _consent(acts: Acts, manifest: Manifest) -> int:
    played = business.consent_scenarios(manifest.candidate().space)
    found = 0
    for scenario in played:
        found += acts.each("enter_measure", "share_measure", "sync_space", "sync_space", "read_measures")
        found += acts.each("disconnect_space") if scenario in (business.UNPAIRED, business.NOT_GRANTED) else 0
        found += acts.each("connect_space") if scenario == business.NOT_GRANTED else 0
    return found + (1 + len(played)) * acts.together(*business.ROUND)


def _writes(acts: Acts, manifest: Manifest) -> int:
    writing, played = business.write_scenarios(manifest.candidate().space)
    if not writing:
        fault = acts.each("read_measures", "sync_space", "read_measures")
        return len(played) * fault + (1 + len(played)) * acts.together(*business.ROUND)
    fault = acts.each("enter_measure", "share_measure", "sync_space", "sync_space")
    more = acts.each("read_measures") if "idpe_mismatch" in played else 0
    return len(played) * fault + more + (1 + len(played)) * acts.together(*business.ROUND)


def _reads(acts: Acts, manifest: Manifest) -> int:
    return acts.together(*business.ROUND) + 2 * len(PAGES) * acts.each("read_measures")


COUNTS: Mapping[str, Callable[[Acts, Manifest], int]] = {
    "exchange.pairing": _pairing,
    "exchange.tokens": _tokens,
    "exchange.consent": _consent,
    "exchange.writes": _writes,
    "exchange.reads": _reads,
}
