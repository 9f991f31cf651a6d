"""``objects.anonymous``: what account A alone may see and do, asked without or with worthless credentials (SEC-15).

Tag ``role``: ``own`` (A asks, the control), ``nobody`` (no credentials), ``altered``, ``invented``, ``unsigned`` and
``foreign`` (see ``tampering``), ``write`` (nobody writes a marker where A wrote a canary), ``before`` and ``after``
(A's pages around it), ``restore`` (A writes an object again as before).
"""

from __future__ import annotations

import msgspec

from criteria.observation import Look
from harness.net import Answer, Ask
from harness.probes.objects.corpus import Corpus, corpus
from harness.probes.objects.naming import named_by
from harness.probes.objects.replaying import asked_by, bears, borne, credential_names, marker, own_tokens
from harness.probes.objects.tampering import (
    altered_cookies,
    altered_credentials,
    foreign_credentials,
    invented_cookies,
    unsigned_credentials,
)
from harness.probes.objects.trials import (
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

PURPOSE = "anonymous"
ENTRANCE = "/"


def run(look: Look, room: ProbeRoom) -> None:
    """Replay what A saw and wrote. Raises ``LookFailed`` when A is missing or cannot sign in."""
    if nothing_to_replay(room, PURPOSE):
        return
    owner = corpus(room, "a")
    reads = readable(owner, owner.heard)
    writes = [answer for answer in writing(owner.heard) if bears(answer, owner.canaries)]
    replay = _Replay(room, owner)
    for answer in reads:
        replay.read(answer)
    for answer in writes:
        replay.write(answer)
    summarise(room, PURPOSE, owner, len(reads), len(writes))


class _Replay:
    def __init__(self, room: ProbeRoom, owner: Corpus) -> None:
        self._room = room
        self._owner = owner
        self._a = shared_sitting(room, "a")
        self._nobody = Sitting(room, nobody(room), PURPOSE, context=f"nobody:{PURPOSE}")
        self._trials = Trials(room, owner, PURPOSE)
        self._names = credential_names(room)

    def read(self, answer: Answer) -> None:
        """A asks, then those who must not see it."""
        self._trials.next()
        self._trials.ask(self._a, as_ask(answer), "own")
        self._trials.ask(self._nobody, asked_by(answer, {}, (), {}, self._names), "nobody")
        for role, ask in self._worthless(answer):
            self._trials.ask(self._nobody, ask, role)

    def write(self, answer: Answer) -> None:
        """Nobody writes, with the tokens that anybody's first page gives."""
        self._trials.next()
        mark = marker()
        watched = watched_for(self._owner, named_by(answer))
        self._trials.watch(self._a, watched, "before", mark)
        entrance = self._room.manifest.pages.get("sign_in", ENTRANCE)
        self._nobody.visit(entrance)
        tokens, texts = own_tokens(self._nobody.heard), canary_texts(self._owner.canaries, mark)
        self._trials.ask(self._nobody, asked_by(answer, tokens, (), texts, self._names), "write", mark)
        self._trials.watch(self._a, watched, "after", mark)
        if named_by(answer):
            self._trials.ask(self._a, as_ask(answer), "restore", mark)

    def _worthless(self, answer: Answer) -> list[tuple[str, Ask]]:
        """The request with each kind of worthless credentials: header fields where it had some, else cookies."""
        bare = asked_by(answer, {}, (), {}, self._names)
        had = borne(answer, self._names)
        if had:
            changes = {"altered": altered_credentials, "unsigned": unsigned_credentials, "foreign": foreign_credentials}
            return [(role, _with_headers(bare, (*bare.headers, *change(had)))) for role, change in changes.items()]
        pairs = self._room.http.jar(self._a.context).pairs(answer.url)
        cookies = {"altered": altered_cookies(pairs), "invented": invented_cookies(pairs)}
        return [
            (role, msgspec.structs.replace(bare, cookie=cookie, keep_cookies=False)) for role, cookie in cookies.items()
        ]


def _with_headers(ask: Ask, headers: tuple[tuple[str, str], ...]) -> Ask:
    return msgspec.structs.replace(ask, headers=headers, keep_cookies=False)
