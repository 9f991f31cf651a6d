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
from harness.probes.objects.replaying import CREDENTIALS, asked_by, marker, own_tokens
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

    def read(self, answer: Answer) -> None:
        """A asks, B asks, nobody asks."""
        self._trials.next()
        self._trials.ask(self._a, as_ask(answer), "own")
        tokens = own_tokens(list(self._other.heard))
        self._trials.ask(self._b, asked_by(answer, tokens, self._credentials(answer, self._b), {}), "other")
        self._trials.ask(self._nobody, asked_by(answer, {}, (), {}), "nobody")

    def write(self, answer: Answer, watched: Sequence[Answer]) -> None:
        """B writes a marker where A wrote a canary; A's pages are read before and after, then A writes again.

        Nobody tries first, so that what is open to all is told apart.
        """
        self._trials.next()
        nobody_is, mark = marker(), marker()
        self._trials.watch(self._a, watched, "before", nobody_is)
        self._trials.ask(self._nobody, asked_by(answer, self._tokens(), (), self._texts(nobody_is)), "nobody")
        self._trials.watch(self._a, watched, "between", nobody_is)
        tokens, credentials = own_tokens(list(self._other.heard)), self._credentials(answer, self._b)
        self._trials.ask(self._b, asked_by(answer, tokens, credentials, self._texts(mark)), "write", mark)
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

    def _credentials(self, answer: Answer, sitting: Sitting) -> Headers:
        """The header fields that authenticate this person, where the request had any."""
        had = any(name.lower() in CREDENTIALS for name, _ in answer.exchange.request.headers)
        return interface_headers(sitting) if had else ()
