"""The person's browser between candidate and space: signs in at both, consents, and can hold back the callback."""

from __future__ import annotations

from conformance.space.people import Person
from harness.errors import LookFailed
from harness.manifest.model import authority_of
from harness.manifest.space import Space
from harness.probes.exchange.bench import Bench
from harness.probes.exchange.walker import Walker
from harness.probing import ProbeRoom

MOST_PAGES = 6
CONSENT = {"write": "yes", "read": "yes", "decision": "accept"}


class PairingPerson:
    """One synthetic person with one account of the candidate; ``agrees`` is what they answer on the consent page.

    ``context`` keeps their cookies apart; one that is given is a session that somebody began elsewhere.
    """

    def __init__(self, room: ProbeRoom, bench: Bench, account: str, context: str = "") -> None:
        self._bench = bench
        self._declared: Space = bench.declared
        self.at_space: Person = bench.lab.space.people.add()  # type: ignore[attr-defined]
        room.redactor.add(self.at_space.password, "password")
        context = context or f"person:{account}:{self.at_space.login}"
        self.walker = Walker(room, account, context, "exchange", foreign=self._is_space)
        self._room = room
        self._journeys = room.journeys
        self._labels: dict[str, str] = {}
        self.agrees = dict(CONSENT)

    def label(self, **tags: str) -> None:
        """Put these tags on everything that is recorded from now on, here and at the space."""
        self._labels = tags
        self.walker.tags = tags
        self._bench.tags = tags

    def ask(self, journey: str) -> None:
        """Have the candidate do something, where it declares how; what came of it is recorded as a trigger.

        A candidate that is not paired may well not offer it: what matters is what arrives at the space.
        """
        if journey not in self._journeys:
            return
        labels = self._labels
        self.label(**labels, trigger=journey)
        why = ""
        self.walker.entered = {}
        try:
            if journey == "connect_space":
                self.deliver(self.begin())
            else:
                self.walker.walk(journey)
        except LookFailed as error:
            why = error.reason
        entered = {name: str(value) for name, value in self.walker.entered.items()}
        outcome = {"trigger": journey, "outcome": "failed" if why else "done", "why": why, "entered": entered}
        told = {name: labels.get(name, "") for name in ("scenario", "phase", "run")}
        self._room.observe(kind="exchange.trigger", data=told | outcome)
        self.label(**labels)

    def sign_in(self) -> None:
        """Be signed in at the candidate."""
        self.walker.sign_in()

    def disconnect(self) -> None:
        """Undo the pairing where the candidate declares how."""
        if "disconnect_space" in self._journeys:
            self.walker.walk("disconnect_space")

    def begin(self) -> str:
        """Start pairing and agree at the space; returns the callback address, not yet visited.

        Raises ``LookFailed`` when the candidate did not bring the person to the space, or the space did not send
        them back to a registered address.
        """
        held = self.walker.walk("connect_space", stop=self._is_callback)
        for _ in range(MOST_PAGES):
            if held:
                return held
            page = self.walker.page
            if page is None or not self._is_space(page.url):
                raise LookFailed("exchange.never_came", url=page.url if page else "?")
            held = self.walker.submit(self._answers(page.body), stop=self._is_callback)
        raise LookFailed("exchange.no_callback", url=self._declared.listen)

    def deliver(self, callback: str) -> None:
        """Visit the callback address, as the redirect of the space asks."""
        self.walker.tags = {**self.walker.tags, "step": "callback"}
        self.walker.go("GET", callback, {})
        self.walker.tags = {name: tag for name, tag in self.walker.tags.items() if name != "step"}

    def share(self) -> None:
        """Have the candidate use its pairing, where it declares how: that shows whether a session exists."""
        for journey in ("share_measure", "read_measures"):
            if journey in self._journeys:
                self._try(journey)

    def _try(self, journey: str) -> None:
        """A candidate that is not paired may well not offer it: what matters is what arrives at the space."""
        try:
            self.walker.walk(journey)
        except LookFailed:
            return

    def _answers(self, page: bytes) -> dict[str, str]:
        if b'type="password"' in page:
            return {"login": self.at_space.login, "password": self.at_space.password}
        return self.agrees

    def _is_space(self, url: str) -> bool:
        return authority_of(url) == authority_of(self._declared.listen)

    def _is_callback(self, url: str) -> bool:
        bare = url.partition("?")[0].partition("#")[0]
        registered = [uri.partition("?")[0] for uri in self._declared.redirect_uris]
        return bare in registered or (not self._is_space(url) and "code=" in url)
