"""The person's browser between candidate and space: signs in at both, consents, and can hold back the callback."""

from __future__ import annotations

from collections.abc import Sequence

from conformance.space.people import Person
from criteria.messages import text
from criteria.text import Text
from harness.errors import LookFailed
from harness.manifest.model import authority_of
from harness.manifest.space import Space
from harness.probes.exchange.bench import Bench
from harness.probes.exchange.hand import GuideEndedError, Hand
from harness.probes.exchange.placeholders import Value
from harness.probes.exchange.telling import names
from harness.probes.exchange.walker import Walker
from harness.probing import ProbeRoom

MOST_PAGES = 6
FAULT = "fault"
USES = ("share_measure", "read_measures")
"""Journeys that show whether a session at the space exists."""
AFRESH = ("disconnect_space", "connect_space", *USES)
"""A new pairing, used once."""
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
        self._guided = frozenset(room.manifest.guided)
        self._hand = Hand(room, account)
        self._labels: dict[str, str] = {}
        self.agrees = dict(CONSENT)

    def label(self, **tags: str) -> None:
        """Put these tags on everything that is recorded from now on, here and at the space."""
        self._labels = tags
        self.walker.tags = tags
        self._bench.tags = tags

    def ask(self, *journeys: str) -> None:
        """Have the candidate do these things, where it declares how; what came of each is recorded as a trigger.

        A candidate that is not paired may well not offer it: what matters is what arrives at the space. Where all are
        guided, a person is asked once for them together. Raises ``GuideEndedError`` when nobody confirms.
        """
        declared = [name for name in journeys if name in self._journeys or name in self._guided]
        together = [declared] if self._guided.issuperset(declared) else [[name] for name in declared]
        for part in together if declared else ():
            self._ask(part)

    def _ask(self, journeys: Sequence[str]) -> None:
        labels, by_hand = self._labels, journeys[0] in self._guided
        if len(journeys) == 1:
            self.label(**labels, trigger=journeys[0])
        why = ""
        self.walker.entered = {}
        try:
            if by_hand:
                self.perform(*journeys)
            elif journeys[0] == "connect_space":
                self.deliver(self.begin())
            else:
                self.walker.walk(journeys[0])
        except GuideEndedError:
            raise
        except LookFailed as error:
            why = error.reason
        entered = {name: str(value) for name, value in self.walker.entered.items()}
        told = {name: labels.get(name, "") for name in ("scenario", "phase", "run")}
        told |= {"outcome": "failed" if why else "done", "why": why}
        for journey in journeys:
            bore = entered if len(journeys) == 1 or self._enters(journey) else {}
            data = {**told, "trigger": journey, "entered": bore, **({"guided": True} if by_hand else {})}
            self._room.observe(kind="exchange.trigger", data=data)
        self.label(**labels)

    def _enters(self, journey: str) -> bool:
        """Whether the instructions of a guided journey name quantities."""
        return any(name.startswith("measure.") for one in self._room.manifest.guided[journey] for name in names(one))

    def perform(self, *journeys: str) -> None:
        """Have guided journeys performed by hand, in one act. Raises ``LookFailed`` when they could not be."""
        remarks = self._remarks(journeys)
        self.walker.forget_mail()
        self._hand.perform(journeys, self._known, self._labels, remarks)

    def _known(self, name: str) -> Value | None:
        """What a person may be told: a password of an account by the name of its variable, never itself."""
        match name:
            case "account.password":
                return f"${self._room.account(self._hand.account).password_env}"
            case "space.login":
                return self.at_space.login
            case "space.password":
                return self.at_space.password
        return self.walker.value(name)

    def _remarks(self, journeys: Sequence[str]) -> list[Text]:
        """Our own sentences beside the vendor's: how to sign in at the space, what to agree to, how far to go."""
        said = [text("guided.not_paired")] if "disconnect_space" in journeys and len(journeys) > 1 else []
        if "connect_space" in journeys:
            agreed = "guided.agree_all" if "write" in self.agrees else "guided.agree_reading"
            person = {"login": self.at_space.login, "password": self.at_space.password}
            said += [text("guided.space", **person), text(agreed)]
        return [*said, text("guided.as_shown")] if self._labels.get("phase") == FAULT else said

    def sign_in(self) -> None:
        """Be signed in at the candidate."""
        if "sign_in" in self._guided:
            self.perform("sign_in")
        else:
            self.walker.sign_in()

    @property
    def all_by_hand(self) -> bool:
        """Whether a person performs everything of a new pairing, so that it is one act."""
        return self._guided.issuperset(self._afresh)

    @property
    def _afresh(self) -> list[str]:
        return [name for name in AFRESH if name in self._journeys or name in self._guided]

    def renew(self, *, must: bool = True) -> None:
        """Part, pair from the beginning, and use the pairing once. ``must``: a person who cannot ends the look."""
        if self.all_by_hand:
            self._by_hand(self._afresh, must)
            return
        self.disconnect()
        self.pair(must=must)
        self.share()

    def _by_hand(self, journeys: Sequence[str], must: bool) -> None:
        try:
            self.perform(*journeys)
        except GuideEndedError:
            raise
        except LookFailed:
            if must:
                raise

    def pair(self, *, must: bool = True) -> None:
        """Pair with the space."""
        if "connect_space" in self._guided:
            self._by_hand(["connect_space"], must)
        else:
            self.deliver(self.begin())

    def disconnect(self) -> None:
        """Undo the pairing where the candidate declares how."""
        if "disconnect_space" in self._guided:
            self._by_hand(["disconnect_space"], must=False)
        elif "disconnect_space" in self._journeys:
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
        guided = [name for name in USES if name in self._guided]
        if guided:
            self._by_hand(guided, must=False)
        for journey in USES:
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
