"""SEC-07 where there is doubt: reviews, too little seen, hostile addresses, deletion."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from criteria.observation import Secret
from tests.support.evidence import (
    CANDIDATE,
    MemoryEvidence,
    Sight,
    assert_deletion_never_passes,
    bundle_of,
    clauses,
    crawl_summary,
    failed,
    judge_one,
    looked,
    page,
)
from tests.support.pairings import token, write
from tests.support.urls import (
    APP,
    CANARY,
    ENTERED,
    FLAWED,
    HOME,
    POSTED,
    WITH_SPACE,
    asked,
    at_space,
    control,
    ref,
    secret,
    sent,
    urls,
    walked,
)

SCRIPT = "<script src=/a.js></script>"


def redirected(location: str, *secrets: Secret) -> Sight:
    return asked("/mesures", *secrets, status=303, headers=(("location", location),), method="POST")


def judged_as(evidence: MemoryEvidence) -> tuple[str, str]:
    judged = judge_one("SEC-07", evidence)
    return str(judged.verdict), clauses(judged)[0]


@pytest.mark.parametrize(
    ("seen", "clause"),
    [
        pytest.param(asked(f"/d?csrf={ref('csrf')}", secret("csrf")), "form_token_in_url", id="form token"),
        pytest.param(asked(f"/verifier?token={ref('token')}", secret("token")), "unknown_in_url", id="link token"),
        pytest.param(asked(f"/v/{ref('jwt')}", secret("jwt")), "unknown_in_url", id="JWT in a path"),
        pytest.param(
            asked(f"/x?reset_password={ref('password')}", secret("password", length=40)), "unknown_in_url", id="reset"
        ),
        pytest.param(asked(f"/x?a={ref('cookie')}", secret("cookie")), "unknown_in_url", id="some cookie"),
        pytest.param(asked(f"/x?a={ref('novel')}", secret("novel")), "unknown_in_url", id="a kind nobody knows"),
        pytest.param(asked(f"/x?a={ref('novel')}"), "unknown_in_url", id="a secret nobody described"),
        pytest.param(
            asked("/", body=f"{SCRIPT}<form><input name=p type=password></form>", context="anonymous"),
            "form_scripted",
            id="script",
        ),
        pytest.param(asked("/", body="<form><input name=e type=email></form>"), "form_sends_personal", id="e-mail"),
        pytest.param(
            asked("/", body="<form><label for=q>Chercher une note</label><input id=q name=q></form>"),
            "form_sends_personal",
            id="search of notes",
        ),
    ],
)
def test_sec_07_asks_for_a_review(seen: Sight, clause: str) -> None:
    assert judged_as(urls(seen)) == ("review", clause)


def _candidate(**changed: Any) -> Any:
    return msgspec.structs.replace(APP, **changed)


@pytest.mark.parametrize(
    ("evidence", "clause"),
    [
        pytest.param(urls(journeys=[]), "no_canary_journey", id="no journey"),
        pytest.param(urls(journeys=[{**ENTERED, "outcome": "refused"}]), "no_canary_journey", id="refused"),
        pytest.param(urls(journeys=[{**ENTERED, "canaries": ["other"]}]), "no_canary_journey", id="another canary"),
        pytest.param(urls(candidate=_candidate(canaries={})), "no_canary", id="no canary"),
        pytest.param(urls(candidate=_candidate(canaries={"b": {"health": CANARY}})), "no_canary", id="b's alone"),
        pytest.param(urls(candidate=_candidate(pages={"p": f"/{CANARY}"})), "no_canary", id="in a declared address"),
        pytest.param(urls(candidate=WITH_SPACE), "space_unseen", id="no look at the space"),
        pytest.param(urls(candidate=WITH_SPACE, space=[token("1")]), "space_unseen", id="no business call"),
        pytest.param(urls(candidate=WITH_SPACE, space=[token("1", status=400), write("1")]), "space_unseen", id="400"),
        pytest.param(urls(asked("/journal", body=SCRIPT)), "scripts_unseen", id="scripts"),
        pytest.param(urls(candidate=_candidate(faces=("web", "mobile"))), "mobile_unseen", id="a mobile app"),
        pytest.param(urls(controls=False), "gap.control", id="no control"),
        pytest.param(
            bundle_of(
                looked("http.crawl", HOME, crawl_summary()),
                failed("http.journeys", "http.sign_in_refused", step="1", detail=""),
                *control(),
                candidate=APP,
                control=FLAWED,
            ),
            "no_canary_journey",
            id="no sign-in",
        ),
        pytest.param(
            bundle_of(looked("http.journeys", POSTED, walked(ENTERED)), *control(), candidate=APP, control=FLAWED),
            "gap.not_planned",
            id="no crawl",
        ),
    ],
)
def test_sec_07_is_inconclusive(evidence: MemoryEvidence, clause: str) -> None:
    judged = judge_one("SEC-07", evidence)
    assert judged.verdict == "inconclusive"
    assert clause in clauses(judged)


BARE = "<h1>Articles</h1><form action=/recherche><input name=q type=search></form>"


@pytest.mark.parametrize(
    ("html", "truncated", "verdict"),
    [
        (BARE, False, "not_applicable"),
        (BARE, True, "inconclusive"),
        (f"{BARE}<script src=/a.js></script>", False, "inconclusive"),
        (f"{BARE}<form method=post><input name=m type=email></form>", False, "inconclusive"),
        (f"{BARE}<form method=post><input name=m type=password></form>", False, "inconclusive"),
    ],
)
def test_sec_07_is_not_applicable_after_a_whole_look_alone(html: str, truncated: bool, verdict: str) -> None:
    looks = [
        looked("http.crawl", page("/", html), crawl_summary(truncated=truncated)),
        looked("http.journeys", walked()),
    ]
    evidence = bundle_of(*looks, *control(), candidate=CANDIDATE, control=FLAWED)
    assert judge_one("SEC-07", evidence).verdict == verdict
    assert_deletion_never_passes("SEC-07", evidence)


def test_sec_07_a_journey_that_was_refused_beside_another_is_a_remark() -> None:
    refused = {**ENTERED, "name": "contact_support", "outcome": "refused"}
    judged = judge_one("SEC-07", urls(journeys=[ENTERED, refused]))
    assert (judged.verdict, clauses(judged)) == ("pass", ["sound", "not_walked"])


@pytest.mark.parametrize(
    ("url", "verdict"),
    [
        pytest.param(f"/?{'a=b&' * 2_500_000}", "inconclusive", id="10 MB of parameters"),
        pytest.param(f"/?note={CANARY}&{'%25' * 3_000_000}", "fail", id="10 MB of percent signs after a canary"),
        pytest.param(f"/?{'%' * 900_000}", "pass", id="broken escapes"),
        pytest.param(f"/?{'%e9%ff%00' * 100_000}", "pass", id="no UTF-8"),
        pytest.param("/?" + "&".join(f"p{number}={CANARY[:-1]}" for number in range(40_000)), "pass", id="nearly"),
        pytest.param(f"/?{ref('code') * 20_000}", "pass", id="many references"),
        pytest.param("/?" + "&".join(f"a{n}={ref('csrf', str(n))}" for n in range(20_000)), "review", id="secrets"),
        pytest.param("//[::1/?x", "pass", id="no address"),
        pytest.param(f"/?{'é' * 300_000}&\x00\ud7ff\u0130ı{CANARY}", "fail", id="odd letters"),
    ],
)
def test_sec_07_bears_hostile_addresses(url: str, verdict: str) -> None:
    evidence = urls(redirected(url, secret("code")))
    assert judge_one("SEC-07", evidence).verdict == verdict


def test_sec_07_reads_many_pages_full_of_links() -> None:
    links = "".join(f"<a href='/m/{number}?x={number:040x}'>x</a>" for number in range(500))
    evidence = urls(*(asked(f"/p{number}", body=links.replace("/m/", f"/m{number}/")) for number in range(60)))
    assert judge_one("SEC-07", evidence).verdict == "pass"


@pytest.mark.parametrize(
    "evidence",
    [
        pytest.param(urls(), id="sound"),
        pytest.param(at_space(), id="with a space"),
        pytest.param(urls(asked(f"/?n={CANARY}")), id="a canary"),
        pytest.param(urls(asked(f"/?t={ref('token')}", secret("token"))), id="a doubt"),
        pytest.param(urls(journeys=[]), id="no journey"),
    ],
)
def test_sec_07_deleting_never_passes(evidence: MemoryEvidence) -> None:
    assert_deletion_never_passes("SEC-07", evidence)


def test_sec_07_deleting_what_arrived_at_the_space_never_passes() -> None:
    """The looks at the space are no coverage, but what they saw may not be taken away unseen."""
    leaking = sent(f"/fhir?access_token={ref('access_token')}", secret("access_token"))
    evidence = at_space(leaking)
    mine = [seen.id for seen in evidence.observations if seen.look.startswith("candidate:exchange")]
    for gone in ([mine[-1]], mine, mine[:1], mine[1:]):
        rest = tuple(seen for seen in evidence.observations if seen.id not in gone)
        assert judge_one("SEC-07", msgspec.structs.replace(evidence, observations=rest)).verdict != "pass", gone
