"""``objects.as_other``: requests of account A that name an object, asked again with B's session (SEC-14).

Tag ``role``: ``own`` (A asks again, the control), ``other`` (B asks), ``nobody`` (without a session, so that what is
open to all is told apart), ``write`` (B's write with a marker in place of A's canaries; ``nobody`` tried before),
``before``, ``between`` and ``after`` (A's pages around the two), ``restore`` (A writes again as before), ``alive`` (B's
own page, the control of B's session).
"""

from __future__ import annotations

from collections.abc import Sequence

from criteria.http_exchange import Headers
from criteria.observation import Look
from harness.net import Answer
from harness.probes.objects.corpus import Corpus, corpus, objects_of
from harness.probes.objects.interface import interface_headers
from harness.probes.objects.replaying import asked_by, borne, credential_names, marker, own_tokens
from harness.probes.objects.trials import (
    READS,
    Trials,
    canary_texts,
    nothing_to_replay,
    readable,
    summarise,
    watched_for,
    writing,
)
from harness.probes.person import Sitting, as_ask, nobody, shared_sitting
from harness.probing import ProbeRoom

PURPOSE = "as_other"
ENTRANCE = "/"


def run(look: Look, room: ProbeRoom) -> None:
    """Hear both accounts, then replay. Raises ``LookFailed`` when one of them is missing or cannot sign in."""
    if nothing_to_replay(room, PURPOSE):
        return
    owner, other = corpus(room, "a"), corpus(room, "b")
    named = {id(answer): names for answer, names in objects_of(owner, other)}
    heard = [answer for answer in owner.heard if id(answer) in named]
    reads, writes = readable(owner, heard), writing(heard)
    replay = _Replay(room, owner, other)
    for answer in reads:
        replay.read(answer)
    for answer in writes:
        replay.write(answer, watched_for(owner, named[id(answer)]))
    replay.other_alive()
    asked = sum(1 for answer in heard if answer.exchange.request.method in READS)
    summarise(room, PURPOSE, owner, asked, len(writes))


class _Replay:
    """The three who ask: A (the owner), B, and nobody."""

    def __init__(self, room: ProbeRoom, owner: Corpus, other: Corpus) -> None:
        self._room = room
        self._owner = owner
        self._other = other
        self._a, self._b = shared_sitting(room, "a"), shared_sitting(room, "b")
        self._nobody = Sitting(room, nobody(room), PURPOSE, context=f"nobody:{PURPOSE}")
        self._trials = Trials(room, owner, PURPOSE)
        self._names = credential_names(room)

    def read(self, answer: Answer) -> None:
        """A asks, B asks, nobody asks."""
        self._trials.next()
        self._trials.ask(self._a, as_ask(answer), "own")
        tokens = own_tokens(list(self._other.heard))
        credentials = self._credentials(answer)
        self._trials.ask(self._b, asked_by(answer, tokens, credentials, {}, self._names), "other")
        self._trials.ask(self._nobody, asked_by(answer, {}, (), {}, self._names), "nobody")

    def write(self, answer: Answer, watched: Sequence[Answer]) -> None:
        """B writes a marker where A wrote a canary; A's pages are read before and after, then A writes again.

        Nobody tries first, so that what is open to all is told apart.
        """
        self._trials.next()
        nobody_is, mark = marker(), marker()
        self._trials.watch(self._a, watched, "before", nobody_is)
        anybodys = asked_by(answer, self._tokens(), (), self._texts(nobody_is), self._names)
        self._trials.ask(self._nobody, anybodys, "nobody")
        self._trials.watch(self._a, watched, "between", nobody_is)
        tokens, credentials = own_tokens(list(self._other.heard)), self._credentials(answer)
        by_other = asked_by(answer, tokens, credentials, self._texts(mark), self._names)
        self._trials.ask(self._b, by_other, "write", mark)
        self._trials.watch(self._a, watched, "after", mark)
        self._trials.ask(self._a, as_ask(answer), "restore", mark)

    def _texts(self, mark: str) -> dict[str, str]:
        return canary_texts(self._owner.canaries, mark)

    def _tokens(self) -> dict[str, str]:
        """The tokens that anybody's first page gives."""
        if not self._nobody.heard:
            self._nobody.visit(self._room.manifest.pages.get("sign_in", ENTRANCE))
        return own_tokens(self._nobody.heard)

    def other_alive(self) -> None:
        """B still sees what is B's own: else every refusal before means nothing."""
        self._trials.next()
        for page in readable(self._other, self._other.heard)[:1]:
            self._trials.ask(self._b, as_ask(page), "alive", canaries=self._other.canaries)

    def _credentials(self, answer: Answer) -> Headers:
        """B's own values of the header fields that authenticated the request, the newest of each."""
        names = {name.lower() for name, _ in borne(answer, self._names)}
        if not names:
            return ()
        heard = (field for one in self._other.heard for field in borne(one, names))
        known = {name.lower(): (name, value) for name, value in (*heard, *interface_headers(self._b))}
        return tuple(field for name, field in known.items() if name in names)
