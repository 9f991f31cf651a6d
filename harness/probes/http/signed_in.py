"""Looks that need a session: the signed-in pages, and the ablation of the session's cookies."""

from __future__ import annotations

from criteria.facts.http.urls import resolve
from criteria.observation import Look
from harness.errors import LookFailed
from harness.net import Answer, Ask, Labels, follow
from harness.probes.http.record import record
from harness.probes.person.session import sign_in
from harness.probing import ProbeRoom

ACCOUNT = "a"
MOST_PAGES = 30
MOST_COOKIES = 20
EVERY = "*"


def pages(look: Look, room: ProbeRoom) -> None:
    """Sign in and record each declared signed-in page (purpose ``signed_in``; tag ``canary``: those seen in it)."""
    visit(room, sign_in(room, ACCOUNT), _declared(room))


def visit_signed_in(room: ProbeRoom, context: str) -> None:
    """The declared signed-in pages, if there are any, as ``pages`` records them, in the session of ``context``."""
    if room.manifest.signed_in_pages:
        visit(room, context, _declared(room))


def visit(room: ProbeRoom, context: str, pages: list[str]) -> None:
    """Record each of these pages as the account sees it."""
    for url in pages:
        labels = Labels(context=context, purpose="signed_in", start="signed_in")
        trail = follow(room.http, Ask(method="GET", url=url, verify=room.verify, labels=labels))
        for answer in trail.answers:
            record(room, answer, {"canary": _canaries_in(room, answer)})


def ablation(look: Look, room: ProbeRoom) -> None:
    """Ask a signed-in page for its canary, whole, then without each cookie in turn, then whole again.

    Purpose ``ablation``. Tag ``removed`` names the cookie left out (``""``: none, ``*``: all), ``canary`` the
    canaries seen, ``turn`` the order. When no page gives a canary, only those whole requests are recorded.
    """
    context = sign_in(room, ACCOUNT)
    for url in _declared(room):
        page = _Page(room, context, url)
        if not page.ask(""):
            continue
        names = list(dict.fromkeys(name for name, _ in room.http.jar(context).pairs(url)))
        for name in names[:MOST_COOKIES]:
            page.ask(name)
        page.ask(EVERY)
        page.ask("")
        return


class _Page:
    """One page asked again and again; the answers never change the session's cookies."""

    def __init__(self, room: ProbeRoom, context: str, url: str) -> None:
        self._room = room
        self._context = context
        self._url = url
        self._turn = 0

    def ask(self, removed: str) -> bool:
        """Ask without the cookie ``removed``; whether a canary came back."""
        self._turn += 1
        jar = self._room.http.jar(self._context)
        cookie = "" if removed == EVERY else jar.header(self._url, without=removed)
        tags = {"removed": removed, "turn": str(self._turn)}
        labels = Labels(context=self._context, purpose="ablation", start="signed_in", tags=tags)
        answer = self._room.http.send(
            Ask(
                method="GET",
                url=self._url,
                cookie=cookie,
                keep_cookies=False,
                verify=self._room.verify,
                labels=labels,
            )
        )
        seen = _canaries_in(self._room, answer)
        record(self._room, answer, {"canary": seen})
        return bool(seen)


def _declared(room: ProbeRoom) -> list[str]:
    if not room.manifest.signed_in_pages:
        raise LookFailed("gap.missing_input", input="signed_in_pages")
    return [resolve(room.base_url + "/", path) for path in room.manifest.signed_in_pages[:MOST_PAGES]]


def _canaries_in(room: ProbeRoom, answer: Answer) -> str:
    """Names of the account's canaries that stand in this body, comma-joined."""
    known = room.account(ACCOUNT).canaries
    return ",".join(sorted(canary for canary, value in known.items() if value.encode() in answer.body))
