"""Which cookies carry the session: those without which a page loses its canary (SEC-05)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import msgspec

from criteria.check import Note, Seen, note
from criteria.facts.http import Exchange

PURPOSE = "ablation"
EVERY = "*"
THROTTLED = 429


class Trial(msgspec.Struct, frozen=True):
    """One page asked whole and with cookies left out: every answer, by the cookie left out (``""``: none)."""

    url: str
    answers: tuple[Seen[Exchange], ...]

    def without(self, removed: str) -> list[Seen[Exchange]]:
        """The answers to requests without this cookie."""
        return [seen for seen in self.answers if seen.fact.tags.get("removed", "") == removed]

    @property
    def whole(self) -> list[Seen[Exchange]]:
        """The answers to whole requests."""
        return self.without("")

    @property
    def stands(self) -> bool:
        """Whether there is a positive control: every whole request, the last one too, got its canary."""
        return len(self.whole) > 1 and all(kept(seen) for seen in self.whole)

    @property
    def cookies(self) -> list[str]:
        """Names of the cookies that whole requests carried."""
        return list(dict.fromkeys(name for seen in self.whole for name in cookie_names(seen.fact)))


class Carriers(msgspec.Struct, frozen=True):
    """The cookies that carry the session with the answers that show it, and what stays open."""

    found: dict[str, tuple[Seen[Exchange], ...]]
    doubts: tuple[Note, ...] = ()


def trials(answers: Iterable[Seen[Exchange]]) -> list[Trial]:
    """The recorded trials, one for each page."""
    by_url: dict[str, list[Seen[Exchange]]] = {}
    for seen in answers:
        if seen.fact.purpose == PURPOSE:
            by_url.setdefault(seen.fact.url, []).append(seen)
    return [Trial(url, tuple(found)) for url, found in by_url.items()]


def kept(seen: Seen[Exchange]) -> bool:
    """Whether the answer has its canary."""
    return 200 <= seen.fact.status < 300 and bool(seen.fact.tags.get("canary"))


def cookie_names(answer: Exchange) -> Iterator[str]:
    """Names in the ``Cookie`` field of the request."""
    fields = (value for name, value in answer.request_headers if name.lower() == "cookie")
    pairs = (pair for value in fields for pair in value.split(";"))
    yield from (name for pair in pairs if (name := pair.partition("=")[0].strip()))


def carriers(trial: Trial) -> Carriers:
    """Leave each cookie out in turn: what the page loses its canary without, and what was not asked or answered."""
    found: dict[str, tuple[Seen[Exchange], ...]] = {}
    doubts: list[Note] = []
    for name in trial.cookies:
        answers = trial.without(name)
        if not answers:
            doubts.append(note("not_ablated", *trial.whole, cookie=name, url=trial.url))
        elif broken := [seen for seen in answers if _says_nothing(seen.fact)]:
            error = broken[0].fact.error or str(broken[0].fact.status)
            doubts.append(note("ablation_unanswered", *broken, cookie=name, url=trial.url, error=error))
        elif not all(kept(seen) for seen in answers):
            found[name] = (*trial.whole, *answers)
    return Carriers(found, tuple(doubts))


def _says_nothing(answer: Exchange) -> bool:
    """No answer, or one of a server that fails or is busy: the canary may be missing for another reason."""
    return not answer.status or answer.status == THROTTLED or answer.status >= 500


def no_cookie_carries(trial: Trial) -> Sequence[Seen[Exchange]]:
    """The answers that show it: whole requests without any cookie, or a canary without all of them; else none."""
    if not trial.cookies:
        return trial.whole
    bare = trial.without(EVERY)
    return (*trial.whole, *bare) if bare and all(kept(seen) for seen in bare) else ()
