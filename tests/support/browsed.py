"""What a browser saw, in a few lines of memory: pages, their requests, journeys replayed."""

from __future__ import annotations

from typing import Any

from criteria.browser_record import CookieRecord, JourneyRecord, PageRecord, RequestRecord
from criteria.http_exchange import Headers
from tests.support.evidence import BASE, Looked, Sight, looked, sight

ACCOUNT: dict[str, Any] = {"state": "account", "context": "account:a"}


def opened(path: str, html: str = "<h1>Page</h1>", **more: Any) -> Sight:
    """A page as rendered; a bare path is completed."""
    url = full(path)
    record = PageRecord(**{"page": url, "ended": url, "status": 200, **more})
    return sight("browser.page", record, {"html": html.encode(), "text": html.encode()}, target=url)


def requested(url: str, page: str = "/", *, posted: str = "", headers: Headers = (), **more: Any) -> Sight:
    """A request of a page."""
    record = RequestRecord(
        **{"method": "GET", "url": full(url), "page": full(page), "status": 200, "headers": headers, **more}
    )
    return sight("browser.request", record, {"request_body": posted.encode()} if posted else {}, target=url)


def held(name: str, **more: Any) -> Sight:
    """A cookie that the browser holds."""
    return sight("browser.cookie", CookieRecord(**{"name": name, "domain": "app.example.fr", **more}))


def replayed(journey: str, *canaries: str, outcome: str = "done") -> Sight:
    """A recorded journey of account ``a``."""
    return sight("browser.journey", JourneyRecord(**ACCOUNT, journey=journey, outcome=outcome, canaries=canaries))


def journeys(*sights: Sight, kind: str = "browser.journeys") -> Looked:
    """The look at recorded journeys: signed in, a measure entered, and these sights."""
    return looked(kind, replayed("sign_in"), replayed("enter_measure", "health"), *sights)


def full(path: str) -> str:
    """The address of a path of the app."""
    return path if "://" in path else f"{BASE}{path}"
