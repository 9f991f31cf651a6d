"""CON-13 and CON-14: barriers, statements, weight, compression and caching."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from tests.support.browsing import APP, SIGNED_IN, axe, browsed, rendered, request, visits, walked
from tests.support.evidence import (
    BASE,
    Looked,
    MemoryEvidence,
    assert_deletion_never_passes,
    bundle_of,
    clauses,
    crawl_summary,
    judge_one,
    looked,
    page,
)

MENTION = "Accessibilité : partiellement conforme"
STATED = (
    "<title>Déclaration d’accessibilité</title><p>Le service est partiellement conforme au RGAA : 92 % des critères. "
    "Déclaration établie le 1er octobre 2026. Écrivez-nous au 01 23 45 67 89.</p>"
)
LINKS = '<a href="/accessibilite">Accessibilité : partiellement conforme</a><a href="/ecoconception">Écoconception</a>'
ECO = page("/ecoconception", "<title>Déclaration d’écoconception</title><p>RGESN</p>", depth=1)
HOME = rendered(text=MENTION, start="home")


def crawl(statement: str = STATED, links: str = LINKS, eco: bool = True, **summary: Any) -> Looked:
    """A crawl that found these pages."""
    found = [page("/", links), page("/accessibilite", statement, depth=1)] if statement else [page("/", links)]
    return looked("http.crawl", *found, *([ECO] if eco else []), crawl_summary(pages=3, **summary))


WALKS = (walked(), walked(state="account"))


def accessible(
    *results: Any, also: Looked | None = None, home: Any = HOME, signed_in: bool = True, walks: Any = WALKS
) -> MemoryEvidence:
    """An audit with these results of axe-core; the control app has an image without a text."""
    journal = {**SIGNED_IN, "page": f"{BASE}/journal"}
    account = [axe(**journal), walked(**journal)] if signed_in else []
    return bundle_of(
        looked("browser.visits", home, visits()),
        looked("browser.axe", *(results or (axe(),)), *walks),
        looked("browser.axe", axe("image-alt", page="https://control.test/"), subject="control"),
        looked("browser.visits", visits(), subject="control"),
        looked("browser.journeys", *(account or [rendered(f"{BASE}/journal", **{**SIGNED_IN, "page": BASE})])),
        also or crawl(),
        candidate=APP,
    )


NO_RATE = STATED.replace("92 % des critères", "")
BARRIERS: dict[str, tuple[MemoryEvidence, str, str]] = {
    "no barrier": (accessible(), "pass", "sound"),
    "an image without a text": (accessible(axe("image-alt")), "fail", "barrier"),
    "a field without a label, signed in": (accessible(axe(), axe("label", state="account")), "fail", "barrier"),
    "a rule that is not pinned": (accessible(axe("region")), "pass", "sound"),
    "no statement": (accessible(also=crawl(statement="", links="<p>")), "fail", "no_statement"),
    "no statement in what was seen": (
        accessible(also=crawl(statement="", links="<p>", truncated=True)), "inconclusive", "statement_not_seen"),
    "a statement without a rate": (accessible(also=crawl(statement=NO_RATE)), "fail", "statement_incomplete"),
    "a home page without the mention": (accessible(home=rendered(text="Bonjour", start="home")), "fail", "no_mention"),
    "the mention in English": (
        accessible(home=rendered(text="Accessibility: not compliant", start="home")), "pass", "sound"),
    "a focus that is caught": (accessible(walks=(walked(ended="trapped", trap="input#q"),)), "fail", "keyboard_trap"),
    "a focus that leaves the page": (accessible(walks=(walked(ended="left"),)), "pass", "sound"),
    "more elements than were walked": (accessible(walks=(walked(ended="bound"),)), "pass", "sound"),
    "a page that nobody walked": (accessible(walks=()), "inconclusive", "not_walked"),
    "no personal page was examined": (accessible(signed_in=False), "inconclusive", "page_unsampled"),
}  # fmt: skip


@pytest.mark.parametrize("name", BARRIERS)
def test_barriers_and_the_statement(name: str) -> None:
    evidence, verdict, clause = BARRIERS[name]
    found = judge_one("CON-13", evidence)
    assert (found.verdict, clause in clauses(found)) == (verdict, True), clauses(found)


@pytest.mark.parametrize(
    "mention",
    [
        "Accessibilité : non conforme",
        "Accessibilité (partiellement conforme)",
        "Accessibilité – totalement conforme",
        "Accessibilité numérique : partiellement conforme",
        "Site accessible : partiellement conforme",
        "Accessibilité du site : non conforme",
    ],
)
def test_the_mention_is_read_however_it_is_set(mention: str) -> None:
    evidence = accessible(home=rendered(text=f"Bonjour. {mention}", start="home"))
    assert judge_one("CON-13", evidence).verdict == "pass"


@pytest.mark.parametrize("text", ["Accessibilité", "Nos produits sont accessibles. Appareil non conforme", "Conforme"])
def test_what_states_no_conformity_is_no_mention(text: str) -> None:
    assert "no_mention" in clauses(judge_one("CON-13", accessible(home=rendered(text=text, start="home"))))


@pytest.mark.parametrize(
    ("written", "otherwise"),
    [
        ("1er octobre 2026", "01/10/26"),
        ("92 % des critères", "92,5 pour cent des critères"),
        ("Écrivez-nous au 01 23 45 67 89", "Contactez-nous"),
        ("Écrivez-nous au 01 23 45 67 89", "+33 (0)1 23 45 67 89"),
    ],
)
def test_a_statement_may_say_it_otherwise(written: str, otherwise: str) -> None:
    said = STATED.replace(written, otherwise)
    assert said != STATED
    assert judge_one("CON-13", accessible(also=crawl(statement=said))).verdict == "pass"


def test_a_declared_page_that_was_not_reached_is_a_gap() -> None:
    app = msgspec.structs.replace(APP, pages={"home": "/", "sign_up": "/inscription"})
    evidence = accessible()
    plan = msgspec.structs.replace(evidence.plan, candidate=msgspec.to_builtins(app))
    assert judge_one("CON-13", msgspec.structs.replace(evidence, plan=plan)).verdict == "inconclusive"


GZIP = (("content-encoding", "gzip"), ("content-type", "text/css"))
PNG = (("content-type", "image/png"),)
PLAIN = (("content-type", "text/css"),)
SCREENS = tuple(rendered(f"{BASE}/{name}") for name in ("", "a", "b"))
HEAVY = tuple(rendered(f"{BASE}/{name}", weight=2_100_000) for name in ("", "a", "b"))
MANY = tuple(rendered(f"{BASE}/{name}", requests=61) for name in ("", "a", "b"))


def asset(headers: Any, size: int = 5000, url: str = "/app.css", kind: str = "stylesheet") -> Any:
    """A static file of the service's own."""
    address = url if "://" in url else f"{BASE}{url}"
    return request(address, type=kind, size=size, wire_size=size, response_headers=headers)


NO_STORE = (*GZIP, ("cache-control", "no-store"))
WEIGHTS: dict[str, tuple[tuple[Any, ...], Looked, str, str]] = {
    "light, packed, stated": ((*SCREENS, asset(GZIP)), crawl(), "pass", "sound"),
    "too heavy": (HEAVY, crawl(), "fail", "heavy"),
    "one heavy screen of three": ((*SCREENS[:2], HEAVY[2]), crawl(), "pass", "sound"),
    "too many requests": (MANY, crawl(), "fail", "heavy"),
    "text sent unpacked": ((*SCREENS, asset(PLAIN)), crawl(), "fail", "uncompressed"),
    "a small text sent unpacked": ((*SCREENS, asset(PLAIN, size=900)), crawl(), "pass", "sound"),
    "a third party's text": ((*SCREENS, asset(PLAIN, url="https://cdn.example/a.css")), crawl(), "pass", "sound"),
    "a picture is no text": ((*SCREENS, asset(PNG, kind="image")), crawl(), "pass", "sound"),
    "a versioned file that may not be kept": (
        (*SCREENS, asset(NO_STORE, url="/app.css?v=0bba401ce3a2")), crawl(), "fail", "uncached"),
    "a file without a version that may not be kept": ((*SCREENS, asset(NO_STORE)), crawl(), "pass", "sound"),
    "no statement": (SCREENS, crawl(links="<p>", eco=False), "fail", "no_statement"),
    "no statement in what was seen": (
        SCREENS, crawl(links="<p>", eco=False, truncated=True), "inconclusive", "statement_not_seen"),
    "two screens make no median": (SCREENS[:2], crawl(), "inconclusive", "few_screens"),
}  # fmt: skip


@pytest.mark.parametrize("name", WEIGHTS)
def test_weight_compression_and_caching(name: str) -> None:
    sights, found_pages, verdict, clause = WEIGHTS[name]
    bare = looked("http.crawl", page("https://control.test/", "<p>"), crawl_summary(), subject="control")
    found = judge_one("CON-14", browsed(*sights, also=(found_pages, bare)))
    assert (found.verdict, clause in clauses(found)) == (verdict, True), clauses(found)


def test_taking_evidence_away_never_passes() -> None:
    assert_deletion_never_passes("CON-13", accessible(axe("image-alt")))
    assert_deletion_never_passes("CON-14", browsed(*SCREENS, asset(PLAIN), also=(crawl(),)))
