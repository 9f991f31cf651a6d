"""GDP-11 on recorded reads and pages: what leaves, what is held back, what cannot be seen, what is missing."""

from __future__ import annotations

import msgspec
import pytest

from criteria.candidate import Candidate
from criteria.http_exchange import HttpExchange, HttpRequest, HttpResponse
from tests.support.evidence import (
    BASE,
    MemoryEvidence,
    Sight,
    assert_deletion_never_passes,
    bundle_of,
    clauses,
    exchange,
    failed,
    judge_one,
    looked,
    sight,
)
from tests.support.pairings import PAIRING_CANDIDATE, PAIRING_CONTROL, SPACE

TAGS = {"scenario": "own_measures", "phase": "fault", "run": "1", "trigger": "read_measures"}
CANARY = "probant-0123456789abcdef"
ELSEWHERE = "https://mesure-audience.example"
READER = msgspec.structs.replace(
    PAIRING_CANDIDATE.space, scopes=("openid", "patient/Observation.rs"), purposes=("prevention", "care")
)
CANDIDATE = msgspec.structs.replace(PAIRING_CANDIDATE, space=READER)


def observation(*values: int, note: str = CANARY) -> dict[str, object]:
    parts = [{"valueQuantity": {"value": value, "code": "mm[Hg]"}} for value in values]
    held = {"component": parts} if len(parts) > 1 else parts[0]
    return {"resourceType": "Observation", "status": "final", "note": [{"text": note}], **held}


def read(*measures: dict[str, object], altered: bool = True, status: int = 200) -> Sight:
    """A search at the space that brought these measures."""
    body = msgspec.json.encode({"resourceType": "Bundle", "entry": [{"resource": one} for one in measures]})
    seen = HttpExchange(
        request=HttpRequest(method="GET", url=f"{SPACE}/fhir/Observation?code=85354-9"),
        response=HttpResponse(status=status),
        purpose="read",
        tags={**TAGS, "altered": "yes" if altered else ""},
    )
    return sight("space.exchange", seen, {"response_body": body})


def shown(html: str, csp: str = "") -> Sight:
    headers = [("content-security-policy", csp)] if csp else []
    return exchange(f"{BASE}/espace-sante/lire", f"<p>163 / 101</p>{html}", headers=headers, tags=TAGS)


MEASURES = (observation(163, 101), observation(171, 99))
CONTROL = looked(
    "exchange.reads",
    read(observation(61), observation(66)),
    exchange("https://control.test/lire", f'<img src="{ELSEWHERE}/p.gif?v=61,66">', tags=TAGS),
    subject="control",
)


def reading(*sights: Sight, candidate: Candidate = CANDIDATE, control: bool = True) -> MemoryEvidence:
    looks = [looked("exchange.reads", *sights), *([CONTROL] if control else [])]
    return bundle_of(*looks, candidate=candidate, control=PAIRING_CONTROL)


def with_purposes(*purposes: str) -> Candidate:
    return msgspec.structs.replace(CANDIDATE, space=msgspec.structs.replace(READER, purposes=purposes))


@pytest.mark.parametrize(
    "html",
    [
        "",
        f'<a href="{BASE}/p?v=163/101">',
        f'<img src="/p.gif?v={CANARY}">',
        f'<img src="{SPACE}/p.gif?v=163/101">',
        f'<img src="{ELSEWHERE}/p.gif?v=163">',
        f'<img src="{ELSEWHERE}/163/99.gif">',
        f'<link rel="stylesheet" href="{ELSEWHERE}/1630101.css">',
    ],
)
def test_a_page_that_carries_nothing_away_passes(html: str) -> None:
    judged = judge_one("GDP-11", reading(read(*MEASURES), shown(html)))
    assert (judged.verdict, clauses(judged)) == ("pass", ["sound"])


@pytest.mark.parametrize(
    "html",
    [
        f'<img src="{ELSEWHERE}/p.gif?v=163/101">',
        f'<img src="{ELSEWHERE}/p.gif?a=101&amp;b=163">',
        f'<img src="{ELSEWHERE}/{CANARY}">',
        f'<img src="{ELSEWHERE}/p?n=cHJvYmFudC0wMTIzNDU2Nzg5YWJjZGVm">',
        f'<iframe src="{ELSEWHERE}/?n={CANARY.upper()}"></iframe>',
    ],
)
def test_a_value_or_a_note_in_an_address_of_somebody_else_fails(html: str) -> None:
    judged = judge_one("GDP-11", reading(read(*MEASURES), shown(html)))
    assert judged.verdict == "fail" and "leaked" in clauses(judged)


def test_two_measures_of_one_value_each_are_no_accident() -> None:
    measures = observation(118), observation(127)
    both = shown(f'<img src="{ELSEWHERE}/p.gif?v=118,127">')
    one = shown(f'<img src="{ELSEWHERE}/p.gif?v=118">')
    assert judge_one("GDP-11", reading(read(*measures), both)).verdict == "fail"
    assert judge_one("GDP-11", reading(read(*measures), one)).verdict == "pass"


def test_what_a_policy_holds_back_or_a_click_would_send_is_for_a_person() -> None:
    held = shown(f'<img src="{ELSEWHERE}/p.gif?v=163/101">', csp="default-src 'self'")
    click = shown(f'<a href="{ELSEWHERE}/conseil?v=163/101">Conseil</a>')
    assert judge_one("GDP-11", reading(read(*MEASURES), held)).verdict == "review"
    assert judge_one("GDP-11", reading(read(*MEASURES), click)).verdict == "review"


def test_scripts_leave_it_open_and_never_hide_a_leak() -> None:
    scripted = shown("<script src=/app.js></script>")
    leaking = shown(f'<script src="{ELSEWHERE}/t.js?v=163/101"></script>')
    assert judge_one("GDP-11", reading(read(*MEASURES), scripted)).verdict == "inconclusive"
    assert judge_one("GDP-11", reading(read(*MEASURES), leaking)).verdict == "fail"


@pytest.mark.parametrize(
    ("purposes", "verdict"),
    [(("care",), "pass"), (("care", "research"), "fail"), (("marketing",), "fail"), ((), "inconclusive")],
)
def test_purposes_are_those_of_the_law(purposes: tuple[str, ...], verdict: str) -> None:
    evidence = reading(read(*MEASURES), shown(""), candidate=with_purposes(*purposes))
    assert judge_one("GDP-11", evidence).verdict == verdict


@pytest.mark.parametrize("sights", [[read(*MEASURES, altered=False), shown("")], [read(status=403), shown("")], []])
def test_nothing_read_is_no_pass(sights: list[Sight]) -> None:
    assert judge_one("GDP-11", reading(*sights)).verdict == "inconclusive"


def test_an_app_that_reads_nothing_is_out_of_scope() -> None:
    writer = msgspec.structs.replace(READER, scopes=("openid", "patient/Observation.c"))
    evidence = reading(shown(""), candidate=msgspec.structs.replace(CANDIDATE, space=writer))
    assert judge_one("GDP-11", evidence).verdict == "not_applicable"


def test_a_look_that_failed_or_a_blind_instrument_is_no_pass() -> None:
    missing = bundle_of(failed("exchange.reads", "gap.missing_input", input="space"), CONTROL, candidate=CANDIDATE)
    assert judge_one("GDP-11", missing).verdict == "inconclusive"
    blind = reading(read(*MEASURES), shown(""), control=False)
    assert judge_one("GDP-11", blind).verdict == "inconclusive"


def test_deleting_evidence_never_makes_a_pass() -> None:
    leak = shown(f'<img src="{ELSEWHERE}/p.gif?v=163/101">')
    assert_deletion_never_passes("GDP-11", reading(read(*MEASURES), shown(""), leak))


def test_hostile_answers_end_in_a_verdict() -> None:
    parts = [{"valueQuantity": {"value": 10**4000}}] * 9
    odd: dict[str, object] = {"resourceType": "Observation", "note": [{"text": 7}], "component": parts}
    evidence = reading(read(odd, {"resourceType": "Observation"}), shown(f'<img src="{ELSEWHERE}/{"9" * 9000}">'))
    assert judge_one("GDP-11", evidence).verdict == "pass"
