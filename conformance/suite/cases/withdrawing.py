"""Consent taken back: what the person withdraws or narrows ends on the very next call."""

from __future__ import annotations

from conformance.suite.answer import Answer
from conformance.suite.bench import Bench, during, stamp
from conformance.suite.case import case
from conformance.suite.manifest import Fields, ServicePage
from conformance.suite.outcome import Inapplicable, Unseen, expect_oauth_error, expect_outcome, expect_status
from conformance.suite.pair import Pair


def _read(bench: Bench, pair: Pair) -> Answer:
    return pair.search("body_weight", *during(bench.minute()))


def _write(bench: Bench, pair: Pair) -> Answer:
    return pair.write("body_weight", stamp(bench.minute()))


@case("consent.narrowed-next-call")
def narrowed(bench: Bench) -> None:
    """The person answers a second request and allows less: what was allowed before ends for the older tokens too."""
    before = bench.tokens()
    if _write(bench, before).status != 200:
        raise Unseen("no_write")
    bench.tokens(allow=("read",))
    expect_outcome(_write(bench, before), "consent_missing", "access_token_invalid")


def _service(bench: Bench, what: str) -> tuple[str, Fields]:
    """The page of the app among the person's services, and what to send on it."""
    page = bench.manifest.pages.service
    fields: Fields = getattr(page, what) if isinstance(page, ServicePage) else {}
    if page is None or not fields:
        raise Inapplicable("no_service_page", what=what)
    return service_address(bench, page), fields


def service_address(bench: Bench, page: ServicePage, app: int = 0) -> str:
    """The address of the page on which a person takes back what they allowed to an app."""
    return bench.manifest.base_url + page.path.replace("{client_id}", bench.manifest.clients[app].client_id)


@case("consent.writing-withdrawn-next-call")
def writing_withdrawn(bench: Bench) -> None:
    url, fields = _service(bench, "withdraw_write")
    pair = bench.tokens()
    if _write(bench, pair).status != 200:
        raise Unseen("no_write")
    bench.spent()
    bench.browser().press(url, fields)
    expect_outcome(_write(bench, pair), "consent_missing")


@case("consent.reading-withdrawn-next-call")
def reading_withdrawn(bench: Bench) -> None:
    url, fields = _service(bench, "withdraw_read")
    pair = bench.tokens()
    if _read(bench, pair).status != 200:
        raise Unseen("no_search")
    bench.spent()
    bench.browser().press(url, fields)
    expect_outcome(_read(bench, pair), "consent_missing", "access_token_invalid")


@case("consent.one-withdrawn-other-stays")
def other_stays(bench: Bench) -> None:
    url, fields = _service(bench, "withdraw_write")
    pair = bench.tokens()
    bench.spent()
    bench.browser().press(url, fields)
    expect_status(_read(bench, pair), 200)


@case("consent.disconnected-next-call")
def disconnected(bench: Bench) -> None:
    url, fields = _service(bench, "disconnect")
    pair = bench.tokens()
    if _read(bench, pair).status != 200:
        raise Unseen("no_search")
    bench.spent()
    bench.browser().press(url, fields)
    expect_outcome(_read(bench, pair), "access_token_invalid", "consent_missing")


@case("consent.disconnected-no-refresh")
def disconnected_no_refresh(bench: Bench) -> None:
    url, fields = _service(bench, "disconnect")
    pair = bench.tokens()
    bench.spent()
    bench.browser().press(url, fields)
    expect_oauth_error(bench.app().refresh(pair.refresh), "invalid_grant")


@case("consent.of-one-app")
def of_one_app(bench: Bench) -> None:
    """What is taken back from one app stays allowed to the other."""
    url, fields = _service(bench, "disconnect")
    pair, other = bench.tokens(0), bench.pair(1)
    bench.spent()
    bench.browser().press(url, fields)
    if _read(bench, pair).status == 200:
        raise Unseen("not_withdrawn")
    answer = _read(bench, other)
    bench.spent(1)  # in a space that ends both, the cases that follow pair anew
    expect_status(answer, 200)
