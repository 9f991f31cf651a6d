"""What a browser saw, in a line each: requests, cookies, storage, pages, consent interfaces and journeys.

    evidence = browsed(request("https://audience.example/p.gif"), cookie("_ga"), visits(untouched=3))
"""

from __future__ import annotations

from typing import Any

import msgspec

from criteria import browser_record as record
from criteria.candidate import Candidate
from tests.support.evidence import BASE, CANDIDATE, CONTROL, Looked, MemoryEvidence, Sight, bundle_of, looked, sight

HOME = f"{BASE}/"
JOURNAL = f"{BASE}/journal"
CANARY = "canari-alpha-7f3a"
APP = msgspec.structs.replace(
    CANDIDATE,
    accounts=("a",),
    journeys=("sign_in",),
    pages={"home": "/"},
    logins={"a": "alice@app.example"},
    canaries={"a": {"health": CANARY}},
)
SIGNED_IN: dict[str, Any] = {"state": "account", "context": "account:a", "page": JOURNAL}


def request(url: str, body: bytes = b"", sent: bytes = b"", **more: Any) -> Sight:
    """One request of a page; ``body`` is what was answered, ``sent`` what was posted."""
    fields = {"method": "GET", "type": "image", "status": 200, "page": HOME, **more}
    blobs = {name: raw for name, raw in (("response_body", body), ("request_body", sent)) if raw}
    return sight("browser.request", record.RequestRecord(url=url, **fields), blobs, target=url)


def cookie(name: str, domain: str = "app.example.fr", **more: Any) -> Sight:
    """One cookie that is held."""
    return sight("browser.cookie", record.CookieRecord(name=name, domain=domain, **{"page": HOME, **more}))


def stored(key: str, value: str = "", area: str = "local", **more: Any) -> Sight:
    """One thing that is stored."""
    fields = {"page": HOME, "size": len(value), **more}
    return sight("browser.storage", record.StorageRecord(area=area, origin=BASE, key=key, value=value, **fields))


def fingerprint(script: str, api: str = "canvas", **more: Any) -> Sight:
    """One read of a trait of the machine."""
    return sight("browser.fingerprint", record.FingerprintRecord(api=api, script=script, **{"page": HOME, **more}))


def rendered(url: str = HOME, text: str = "", html: str = "", **more: Any) -> Sight:
    """One page as a browser showed it."""
    fields = {"page": url, "ended": url, "status": 200, "weight": 9000, "requests": 3, **more}
    blobs = {name: raw.encode() for name, raw in (("text", text), ("html", html)) if raw}
    return sight("browser.page", record.PageRecord(**fields), blobs, target=url)


def visits(reached: bool = True, bounds: tuple[str, ...] = (), **pages: int) -> Sight:
    """The end of the visits: pages by state."""
    summary = record.VisitsRecord(
        browser="test", pages=pages or {"untouched": 3}, reached={"home": reached}, bounds=bounds
    )
    return sight("browser.visits_summary", summary)


def button(text: str, kind: str, **more: Any) -> record.BannerControl:
    """One control of a consent interface."""
    sizes = {"width": 120, "height": 40, "contrast": 7, "confidence": 1.0}
    return record.BannerControl(text=text, kind=kind, **{**sizes, **more})


ACCEPT, REFUSE = button("Tout accepter", "accept"), button("Tout refuser", "refuse")


def banner(*controls: record.BannerControl, state: str = "untouched", present: bool = True) -> Sight:
    """A consent interface."""
    shown = record.BannerRecord(page=HOME, state=state, present=present, confidence=1.0, controls=controls)
    return sight("browser.banner", shown)


def choice(wanted: str, outcome: str = "done", clicks: int = 1) -> Sight:
    """A try at a choice."""
    state = {"refuse": "refused", "accept": "accepted", "withdraw": "withdrawn"}[wanted]
    tried = record.ChoiceRecord(page=HOME, state=state, wanted=wanted, outcome=outcome, clicks=clicks)
    return sight("browser.choice", tried)


def journey(name: str, outcome: str = "done") -> Sight:
    """A recorded journey that was replayed."""
    return sight("browser.journey", record.JourneyRecord(journey=name, outcome=outcome, **SIGNED_IN))


def axe(*violations: str, page: str = HOME, **more: Any) -> Sight:
    """What axe-core says of one page: the rules that it violates, each at one element."""
    node = record.AxeNode(target="main img")
    rules = tuple(record.AxeRule(id=rule, count=1, nodes=(node,)) for rule in violations)
    return sight("browser.axe", record.AxeRecord(version="4.10", violations=rules, **{"page": page, **more}))


def walked(page: str = HOME, ended: str = "round", trap: str = "", **more: Any) -> Sight:
    """A walk by the keyboard."""
    return sight("browser.keyboard", record.KeyboardRecord(page=page, ended=ended, trap=trap, tabs=9, **more))


def control_visits(*sights: Sight) -> Looked:
    """The visits of the control app, which has its flaw."""
    return looked("browser.visits", *sights, visits(), subject="control")


def browsed(
    *sights: Sight,
    also: tuple[Looked, ...] = (),
    candidate: Candidate = APP,
    control: Candidate = CONTROL,
    ended: Sight | None = None,
) -> MemoryEvidence:
    """An audit whose visits saw this, with the control app's, and ``also`` other looks."""
    tracker = request("https://mesure.control.example/pixel.gif", page="https://control.test/")
    control_looks = control_visits(tracker, axe("image-alt", page="https://control.test/"))
    own = looked("browser.visits", *sights, ended or visits())
    return bundle_of(own, control_looks, *also, candidate=candidate, control=control)
