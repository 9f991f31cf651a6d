"""One session of one person at the candidate: journeys walked, pages visited, requests asked again in other ways."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from criteria.facts.http.urls import resolve
from criteria.http_exchange import Headers
from harness.errors import LookFailed
from harness.manifest.steps import Step
from harness.net import Answer, Ask, Labels, follow
from harness.probes.exchange.step_request import MAIL, needs_mail
from harness.probes.http.journey import Walked, Walker
from harness.probes.http.record import record
from harness.probes.person.people import Person, seeded
from harness.probes.person.session import SIGN_IN, sign_in, walked_in
from harness.probing import ProbeRoom

MOST_PAGES = 30
_OWN = frozenset(("cookie", "host", "content-length", "connection", "user-agent", "accept-encoding"))
"""Fields that the client sets by itself for each request."""


class Sitting:
    """A person with a cookie jar of their own (``context``). Everything is recorded with ``purpose`` and ``tags``;
    what is visited or asked also with the names of the person's canaries that it shows (``canary``).

    ``heard`` is every answer so far, in memory only, with all that was sent: the corpus that experiments replay.
    """

    def __init__(
        self, room: ProbeRoom, person: Person, purpose: str, context: str = "", *, anew: bool = True
    ) -> None:
        self.room = room
        self.person = person
        self.purpose = purpose
        self.context = context or f"person:{person.name}:{purpose}"
        self.tags: dict[str, str] = {}
        self.heard: list[Answer] = []
        if anew:
            room.http.jar(self.context).clear()

    def walk(self, journey: str, steps: tuple[Step, ...] | None = None, **tags: str) -> Walked:
        """Walk a declared journey; how it ended is for the caller. Raises ``LookFailed`` when it is not declared.

        ``steps`` replace the declared ones: the same journey with something changed.
        """
        steps = self.room.journeys.get(journey) if steps is None else steps
        if not steps:
            raise self.room.undriven(journey)
        if needs_mail(steps):
            self.person.forget_mail()
        walked = Walker(self.room, journey, self.labels(tags), self.person, self.room.verify).walk(steps)
        self.heard.extend(walked.answers)
        return walked

    def must(self, journey: str, **tags: str) -> Walked:
        """Walk a journey that has to be accepted for the look to go on; raises ``LookFailed`` when it is not."""
        return self._required(journey, self.walk(journey, None, **tags))

    def sign_in(self, **tags: str) -> None:
        """Sign in by the declared journey. Raises ``LookFailed`` when it is not accepted."""
        self._required(SIGN_IN, self.enter(**tags))

    def enter(self, **tags: str) -> Walked:
        """Sign in; how it ended is for the caller. Codes that a server may rightly refuse are followed by the next.

        Raises ``LookFailed`` when no way in is declared.
        """
        if not self.room.journeys.get(SIGN_IN):
            raise self.room.undriven(SIGN_IN)
        walked = walked_in(self.room, self.person, self.labels(tags))
        self.heard.extend(walked.answers)
        return walked

    def _required(self, journey: str, walked: Walked) -> Walked:
        if walked.outcome == "no_answer":
            raise LookFailed("gap.unreachable", host=self.room.base_url, detail=walked.detail)
        if walked.detail == MAIL:
            raise LookFailed("exchange.no_mail", account=self.person.name)
        if walked.outcome != "accepted":
            status = walked.last.status if walked.last else 0
            raise LookFailed("person.journey_refused", journey=journey, step=walked.step, status=status)
        return walked

    def visit(self, *paths: str, **tags: str) -> list[Answer]:
        """See each of these addresses (default: the declared signed-in pages), redirects followed."""
        first = len(self.heard)
        for path in paths or self.room.manifest.signed_in_pages[:MOST_PAGES]:
            self.follow(Ask(method="GET", url=resolve(self.room.base_url + "/", path)), **tags)
        return self.heard[first:]

    def follow(self, ask: Ask, **tags: str) -> Answer:
        """One request of this person and its redirects."""
        trail = follow(self.room.http, self._mine(ask, tags))
        for answer in trail.answers:
            self._heard(answer)
        return trail.last

    def ask(self, ask: Ask, **tags: str) -> Answer:
        """One request of this person, its redirect not followed."""
        return self._heard(self.room.http.send(self._mine(ask, tags)))

    def again(self, heard: Answer, *, headers: Headers | None = None, body: bytes | None = None, **tags: str) -> Answer:
        """A recorded request once more, with this person's cookies and nothing else changed.

        ``headers`` and ``body`` replace what was sent (the fields of the connection and the cookies are left out).
        """
        return self.ask(as_ask(heard, headers=headers, body=body), **tags)

    def _mine(self, ask: Ask, tags: Mapping[str, str]) -> Ask:
        return msgspec.structs.replace(ask, labels=self.labels(tags), verify=self.room.verify)

    def labels(self, tags: Mapping[str, str]) -> Labels:
        """How this person's exchanges are recorded."""
        return Labels(
            context=self.context, purpose=self.purpose, start="signed_in", tags={**self.tags, **tags}
        )

    def _heard(self, answer: Answer) -> Answer:
        borne = sorted(name for name, value in self.person.canaries.items() if value and value.encode() in answer.body)
        record(self.room, answer, {"canary": ",".join(borne)} if borne else None)
        self.heard.append(answer)
        return answer


def as_ask(heard: Answer, *, headers: Headers | None = None, body: bytes | None = None) -> Ask:
    """The request of a recorded answer as one to be made, without the fields that the client sets itself."""
    sent = heard.exchange.request
    kept = tuple((name, value) for name, value in sent.headers if name.lower() not in _OWN)
    return Ask(
        method=sent.method,
        url=sent.url,
        headers=kept if headers is None else headers,
        body=heard.request_body if body is None else body,
    )


def shared_sitting(room: ProbeRoom, name: str) -> Sitting:
    """The one session of account ``a`` or ``b`` that looks share when they neither end nor spoil it.

    A second factor by authenticator opens one session only: looks that only read must not sign in anew. Raises
    ``LookFailed`` when the account cannot sign in.
    """
    context = sign_in(room, name)
    mine = Sitting(room, seeded(room, name), "signed_in", context=context, anew=False)
    mine.heard.extend(room.around.kept[f"session:{name}"])
    return mine
