"""Opens the pages where, as the dossier says, a person meets a machine, and those that explain it."""

from __future__ import annotations

from criteria.facts.ai_signs import PURPOSE, VISITS_KIND, AiVisits
from criteria.facts.dossier_content import DeclaredAi
from criteria.facts.http.urls import resolve
from criteria.observation import Look
from harness.errors import LookFailed
from harness.net import Answer, Ask, Labels, follow
from harness.probes.dossier.declared import declared
from harness.probes.http.record import is_html, record
from harness.probes.http.signed_in import ACCOUNT
from harness.probes.person.session import SIGN_IN, sign_in
from harness.probing import ProbeRoom

MOST = 30


def run(look: Look, room: ProbeRoom) -> None:
    """Record each declared page (purpose ``machine``, ``start``: the path declared), as anyone first sees it.

    One that anyone is sent away from is opened again signed in, where the manifest gives an account.
    ``content.machine_summary`` ends the look, also when nothing is declared.
    """
    said = declared(room, "ai", DeclaredAi)
    paths = dict.fromkeys(path for use in (said.uses if said else ()) for path in (use.page, use.explanation) if path)
    closed = [path for path in list(paths)[:MOST] if not _shown(_open(room, path, "none"), room, path)]
    if closed and ACCOUNT in room.manifest.accounts and SIGN_IN in room.journeys:
        _open_signed_in(room, closed)
    room.observe(kind=VISITS_KIND, data=AiVisits(paths=tuple(paths)), target=look.target)


def _open_signed_in(room: ProbeRoom, paths: list[str]) -> None:
    """A failed sign-in leaves these pages unseen, which the summary and the judge can tell."""
    try:
        context = sign_in(room, ACCOUNT)
    except LookFailed:
        return
    for path in paths:
        _open(room, path, context)


def _open(room: ProbeRoom, path: str, context: str) -> Answer:
    labels = Labels(context=context, purpose=PURPOSE, start=path)
    ask = Ask(method="GET", url=resolve(f"{room.base_url}/", path), verify=room.verify, labels=labels)
    trail = follow(room.http, ask)
    for answer in trail.answers:
        record(room, answer)
    return trail.last


def _shown(answer: Answer, room: ProbeRoom, path: str) -> bool:
    """Whether the page itself came, not one that it sends strangers to."""
    own = answer.url.partition("?")[0] == resolve(f"{room.base_url}/", path).partition("?")[0]
    return own and answer.status == 200 and is_html(answer)
