"""The cleartext port of a host: what it answers to a request without any credential."""

from __future__ import annotations

from criteria.observation import Look
from harness.errors import LookFailed
from harness.net import Ask, Labels
from harness.probes.http.record import record
from harness.probing import ProbeRoom

MAX_BODY = 64 * 1024


def run(look: Look, room: ProbeRoom) -> None:
    """GET ``/`` and one known path on the cleartext port (purpose ``cleartext``); nothing is followed.

    A refused connection is an observation like another. Raises ``LookFailed`` when the name has no permitted address.
    """
    host = look.target.rpartition(":")[0]
    port = room.manifest.production.cleartext_port
    for path in dict.fromkeys(("/", _known_path(room))):
        labels = Labels(context="none", purpose="cleartext", tags={"host": look.target, "path": path})
        answer = room.http.send(
            Ask(
                method="GET",
                url=f"http://{host}:{port}{path}",
                cookie="",
                keep_cookies=False,
                beyond_scope=True,
                max_body=MAX_BODY,
                labels=labels,
            )
        )
        record(room, answer)
        if answer.exchange.error in ("dns", "forbidden_address", "forbidden_url"):
            raise LookFailed("gap.unreachable", host=look.target, detail=answer.exchange.error)


def _known_path(room: ProbeRoom) -> str:
    """A path that the app surely serves: a signed-in page, else the sign-in page."""
    pages = room.manifest.pages
    found = next(iter(room.manifest.signed_in_pages), pages.get("sign_in") or pages.get("sign_up") or "/api")
    return found if found.startswith("/") else "/api"
