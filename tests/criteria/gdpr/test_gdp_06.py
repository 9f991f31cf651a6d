"""GDP-06: whether refusing and withdrawing are as easy as accepting."""

from __future__ import annotations

import pytest

from tests.support.browsing import (
    ACCEPT,
    REFUSE,
    banner,
    browsed,
    button,
    choice,
    cookie,
    journey,
    rendered,
    request,
    visits,
)
from tests.support.evidence import Sight, assert_deletion_never_passes, bundle_of, clauses, failed, judge_one, looked

GA = request("https://www.google-analytics.com/g", state="accepted")
CHOICES = (choice("refuse"), choice("accept"), choice("withdraw"))
MANAGE = button("Paramétrer", "manage")
WAY_BACK = rendered(text="Mentions légales\nGérer mes cookies\n", state="refused")
SMALL = button("Tout refuser", "refuse", width=30, height=20)
PALE = button("Tout refuser", "refuse", contrast=2)
UNCLEAR = button("Plus tard", "other", confidence=0.3)
CASES: dict[str, tuple[tuple[Sight, ...], str, str]] = {
    "both side by side": ((banner(ACCEPT, REFUSE), *CHOICES, GA), "pass", "sound"),
    "with a way back on each page": ((banner(ACCEPT, REFUSE), *CHOICES, WAY_BACK, GA), "pass", "sound"),
    "refusal hides behind settings": (
        (banner(ACCEPT, MANAGE), choice("refuse", clicks=2), *CHOICES[1:], GA), "fail", "no_refusal_first"),
    "refusing is two clicks": (
        (banner(ACCEPT, REFUSE), choice("refuse", clicks=2), *CHOICES[1:], GA), "fail", "more_clicks"),
    "accepting is two clicks too": (
        (banner(ACCEPT, REFUSE), choice("refuse", clicks=2), choice("accept", clicks=2), CHOICES[2]), "pass", "sound"),
    "asked again after a refusal": (
        (banner(ACCEPT, REFUSE), banner(ACCEPT, REFUSE, state="refused_later"), *CHOICES), "fail", "asked_again"),
    "no way to withdraw": (
        (banner(ACCEPT, REFUSE), *CHOICES[:2], choice("withdraw", "no_control")), "fail", "cannot_reopen"),
    "a way back in words that did nothing": (
        (banner(ACCEPT, REFUSE), *CHOICES[:2], choice("withdraw", "no_control"),
         rendered(text="Gérer mes cookies", state="accepted")), "review", "reopening_unclear"),
    "a way back in a foreign frame": (
        (banner(ACCEPT, REFUSE), *CHOICES[:2], choice("withdraw", "no_control"),
         rendered(state="accepted", text="x", frames=("https://cmp.example/ui",))), "review", "reopening_unclear"),
    "a much smaller refusal": ((banner(ACCEPT, SMALL), *CHOICES), "review", "lesser_refusal"),
    "a much paler refusal": ((banner(ACCEPT, PALE), *CHOICES), "review", "lesser_refusal"),
    "no way back from a page": (
        (banner(ACCEPT, REFUSE), *CHOICES, rendered(text="Contact", state="refused")), "review", "no_way_back"),
    "words that may be a refusal": ((banner(ACCEPT, UNCLEAR), *CHOICES), "inconclusive", "refusal_unclear"),
    "a click that did nothing": (
        (banner(ACCEPT, REFUSE), choice("refuse", "broken"), *CHOICES[1:]), "inconclusive", "choice_untried"),
    "trackers and no interface": ((GA,), "inconclusive", "banner_unrecognised"),
    "an interface without acceptance": ((banner(REFUSE), *CHOICES), "inconclusive", "banner_unrecognised"),
    "nothing to ask for": ((cookie("__Host-session"),), "not_applicable", "no_tracker"),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_a_consent_interface(name: str) -> None:
    sights, verdict, clause = CASES[name]
    found = judge_one("GDP-06", browsed(*sights, also=(looked("browser.journeys", journey("sign_in")),)))
    assert (found.verdict, clause in clauses(found)) == (verdict, True), clauses(found)


def test_pages_behind_a_sign_in_that_nobody_saw_leave_it_open() -> None:
    found = judge_one("GDP-06", browsed(cookie("__Host-session")))
    assert (found.verdict, "journeys_unseen" in clauses(found)) == ("inconclusive", True)


def test_without_a_browser_there_is_no_verdict() -> None:
    blind = bundle_of(failed("browser.visits", "browser.not_found", look="browser.visits"))
    assert judge_one("GDP-06", blind).verdict == "inconclusive"


def test_taking_evidence_away_never_passes() -> None:
    for sights in ((banner(ACCEPT, REFUSE), *CHOICES), (banner(ACCEPT, MANAGE), *CHOICES), (GA,)):
        assert_deletion_never_passes("GDP-06", bundle_of(looked("browser.visits", *sights, visits())))
