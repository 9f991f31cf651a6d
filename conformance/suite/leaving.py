"""Leaving a space as it was found: what the suite paired is disconnected; what cannot be put back is said."""

from __future__ import annotations

from conformance.suite.bench import Bench
from conformance.suite.outcome import Unseen
from criteria.messages import text
from criteria.text import Text


def leave(bench: Bench) -> tuple[Text, ...]:
    """End every pairing that the run made, by the person's own page or else by revoking; return what is left."""
    left = []
    for app, person in sorted(bench.paired):
        try:
            ended = _disconnected(bench, app, person)
        except Unseen:
            ended = False
        if not ended and not _revoked(bench, app, person):
            client, login = bench.manifest.clients[app].client_id, bench.manifest.people[person].login
            left.append(text("space_check.left_paired", client=client, login=login))
    if not bench.read_only:
        written = sum(
            one.method == "POST" and b'"transaction-response"' in one.body for one in bench.recorder.exchanges
        )
        if written:
            left.append(text("space_check.left_measures", count=written))
    return tuple(left)


def _disconnected(bench: Bench, app: int, person: int) -> bool:
    page = bench.manifest.pages.service
    if page is None or not page.disconnect:
        return False
    client = bench.manifest.clients[app].client_id
    answer = bench.browser(person).press(
        bench.manifest.base_url + page.path.replace("{client_id}", client), page.disconnect
    )
    return answer.status < 400


def _revoked(bench: Bench, app: int, person: int) -> bool:
    try:
        pair = bench.pair(app, person)
        return bench.app(app).revoke(pair.refresh).status == 200
    except Unseen:
        return False
