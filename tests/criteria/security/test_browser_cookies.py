"""SEC-05: which cookies carry the session, found by leaving them out, and how they are set."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from criteria.candidate import Candidate
from tests.support.evidence import (
    BASE,
    CANDIDATE,
    Looked,
    MemoryEvidence,
    Sight,
    assert_deletion_never_passes,
    bundle_of,
    clauses,
    crawl_summary,
    exchange,
    failed,
    judge_one,
    looked,
    page,
    sight,
    without,
)

JOURNAL = f"{BASE}/journal"
APP = msgspec.structs.replace(
    CANDIDATE, accounts=("a",), journeys=("sign_in",), pages={"sign_in": "/connexion"}, canaries={"a": {"h": "canari"}}
)
SOUND = "__Host-sid=~~secret-cookie-1~~; Path=/; Secure; HttpOnly; SameSite=Lax"


def asked(
    removed: str,
    *,
    canary: bool,
    cookies: str = "__Host-sid=~~x~~; theme=dark",
    url: str = JOURNAL,
    status: int = 200,
    error: str = "",
) -> Sight:
    """One request of the ablation, without the cookie ``removed``."""
    left = "; ".join(pair for pair in cookies.split("; ") if pair.partition("=")[0] != removed and removed != "*")
    seen = exchange(
        url,
        "canari" if canary else "Connexion",
        purpose="ablation",
        context="account:a",
        status=status,
        error=error,
        tags={"removed": removed, "canary": "h" if canary else ""},
    )
    if left:
        seen.data["request"]["headers"] = [["Cookie", left]]
    return seen


def ablation(
    cookies: str = "__Host-sid=~~x~~; theme=dark", carrying: tuple[str, ...] = ("__Host-sid",), bare: bool = False
) -> list[Sight]:
    """A whole ablation of a page that needs every cookie of ``carrying``."""
    names = [pair.partition("=")[0] for pair in cookies.split("; ")] if cookies else []
    middle = [asked(name, canary=name not in carrying, cookies=cookies) for name in names]
    whole = asked("", canary=True, cookies=cookies)
    return [whole, *middle, asked("*", canary=bare, cookies=cookies), whole]


def sign_in(*cookies: str, url: str = f"{BASE}/connexion") -> Sight:
    """The answer to the sign-in form."""
    headers = [("location", "/journal"), *(("set-cookie", cookie) for cookie in cookies)]
    return exchange(url, status=303, method="POST", headers=headers, context="account:a", purpose="sign_in")


def control(cookie: str = "session=~~x~~; Path=/") -> tuple[Looked, ...]:
    url = "https://control.test/journal"
    seen = ablation("session=~~x~~", ("session",))
    for one in seen:
        one.data["request"]["url"] = url
    return (looked("http.ablation", sign_in(cookie, url="https://control.test/connexion"), *seen, subject="control"),)


def evidence(
    *cookies: str,
    trial: list[Sight] | None = None,
    also: tuple[Looked, ...] = (),
    crawled: tuple[Sight, ...] = (),
    candidate: Candidate = APP,
) -> MemoryEvidence:
    """A bundle whose sign-in sets these cookies, with a sound ablation unless ``trial`` says otherwise."""
    entered = sign_in(*(cookies or (SOUND,)))
    return bundle_of(
        looked("http.crawl", page("/", "<h1>Accueil</h1>"), *crawled, crawl_summary()),
        looked("http.signed_in", entered),
        looked("http.ablation", *(ablation() if trial is None else trial)),
        *also,
        *control(),
        candidate=candidate,
    )


def stated(found: MemoryEvidence) -> tuple[str, list[str]]:
    judged = judge_one("SEC-05", found)
    return judged.verdict.value, [one for one in clauses(judged) if one != "sound"]


def named(cookie: str) -> MemoryEvidence:
    """A bundle whose session cookie ``cookie`` is, whatever its name."""
    name = cookie.partition("=")[0]
    return evidence(cookie, trial=ablation(f"{name}=~~x~~; theme=dark", (name,)))


COOKIES = {
    "sound": (SOUND, "pass", []),
    "strict": (SOUND.replace("Lax", "Strict"), "pass", []),
    "any case and order": ("__host-sid=~~x~~; samesite=LAX; httponly; SECURE; path=/", "pass", []),
    "no Secure": ("sid=~~x~~; HttpOnly; SameSite=Lax", "fail", ["not_secure", "no_prefix"]),
    "no HttpOnly": ("__Host-sid=~~x~~; Secure; SameSite=Lax; Path=/", "fail", ["not_http_only"]),
    "no SameSite": ("__Host-sid=~~x~~; Secure; HttpOnly; Path=/", "fail", ["same_site_absent"]),
    "an unknown SameSite": ("__Host-sid=~~x~~; Secure; HttpOnly; SameSite=Loose; Path=/", "fail", ["same_site_absent"]),
    "SameSite without value": ("__Host-sid=~~x~~; Secure; HttpOnly; SameSite; Path=/", "fail", ["same_site_absent"]),
    "SameSite=None": ("__Host-sid=~~x~~; Secure; HttpOnly; SameSite=None; Path=/", "fail", ["same_site_none"]),
    "the last SameSite counts": ("__Host-sid=~~x~~; Secure; HttpOnly; SameSite=None; SameSite=Lax; Path=/", "pass", []),
    "wider than the host": ("sid=~~x~~; Secure; HttpOnly; SameSite=Lax; Domain=example.fr", "fail", ["domain_wide"]),
    "wider, with a leading dot": (
        "sid=~~x~~; Secure; HttpOnly; SameSite=Lax; Domain=.EXAMPLE.fr",
        "fail",
        ["domain_wide"],
    ),
    "wider with __Secure-": ("__Secure-sid=~~x~~; Secure; HttpOnly; SameSite=Lax; Domain=example.fr", "pass", []),
    "its own host as Domain": (
        "sid=~~x~~; Secure; HttpOnly; SameSite=Lax; Domain=app.example.fr",
        "pass",
        ["no_prefix"],
    ),
    "no prefix": ("sid=~~x~~; Secure; HttpOnly; SameSite=Lax", "pass", ["no_prefix"]),
    "nothing": ("sid=~~x~~", "fail", ["not_secure", "not_http_only", "same_site_absent", "no_prefix"]),
    "another domain, which browsers ignore": (
        "sid=~~x~~; Secure; HttpOnly; SameSite=Lax; Domain=example.org",
        "inconclusive",
        ["set_cookie_unseen"],
    ),
}


@pytest.mark.parametrize(("cookie", "verdict", "found"), COOKIES.values(), ids=COOKIES.keys())
def test_attributes(cookie: str, verdict: str, found: list[str]) -> None:
    assert stated(named(cookie)) == (verdict, found)


def test_a_cookie_that_carries_nothing_is_left_alone() -> None:
    assert stated(evidence(SOUND, "theme=dark; Path=/")) == ("pass", [])


def test_every_cookie_that_the_session_needs_is_judged() -> None:
    pair = "__Host-sid=~~x~~; half=~~y~~"
    seen = evidence(SOUND, "half=~~y~~; Path=/; Secure", trial=ablation(pair, ("__Host-sid", "half")))
    assert stated(seen) == ("fail", ["not_http_only", "same_site_absent", "no_prefix"])


def test_a_weak_and_a_sound_setting_of_one_cookie() -> None:
    seen = evidence(SOUND, SOUND.replace("; HttpOnly", ""))
    assert stated(seen) == ("fail", ["not_http_only"])


@pytest.mark.parametrize(
    "deletion",
    ["__Host-sid=; Path=/", "__Host-sid=deleted; Max-Age=0", "__Host-sid=x; Expires=Thu, 01-Jan-1970 00:00:00 GMT"],
)
def test_a_deletion_sets_nothing(deletion: str) -> None:
    assert stated(evidence(SOUND, deletion)) == ("pass", [])
    assert stated(evidence(deletion)) == ("inconclusive", ["set_cookie_unseen"])


def test_an_expiry_to_come_or_unreadable_is_no_deletion() -> None:
    for expires in ("Wed, 01 Jan 2098 00:00:00 GMT", "soon"):
        assert stated(evidence(f"__Host-sid=x; Expires={expires}")) == (
            "fail",
            ["not_secure", "not_http_only", "same_site_absent"],
        )


def test_a_cookie_of_a_third_party_says_nothing() -> None:
    foreign = page("https://cdn.example.com/", "x", headers=[("set-cookie", "__Host-sid=x")])
    assert stated(evidence(SOUND, crawled=(foreign,))) == ("pass", [])


def test_a_reason_for_same_site_none() -> None:
    cookie = SOUND.replace("Lax", "None")

    def dossier(name: str, why: str) -> Looked:
        data = {"web": {"cookies": [{"name": name, "why": why}]}}
        return looked("dossier.read", sight("dossier.declaration", data))

    told = evidence(cookie, also=(dossier("__Host-sid", "retour du fournisseur d’identité"),))
    assert stated(told) == ("pass", ["same_site_none_reasoned"])
    assert stated(evidence(cookie, also=(dossier("__Host-sid", ""),))) == ("fail", ["same_site_none"])
    assert stated(evidence(cookie, also=(dossier("other", "motif"),))) == ("fail", ["same_site_none"])


WHOLE = asked("", canary=True)
UNSURE = {
    "no canary at all": ([asked("", canary=False)], "no_positive_control"),
    "no canary at the end": ([*ablation()[:-1], asked("", canary=False)], "no_positive_control"),
    "asked whole only once": (ablation()[:-1], "no_positive_control"),
    "a canary in an error page": ([asked("", canary=True, status=403)] * 2, "no_positive_control"),
    "a cookie that was not left out": ([WHOLE, asked("__Host-sid", canary=False), WHOLE], "not_ablated"),
    "a server that fails without it": (
        [WHOLE, asked("__Host-sid", canary=False, status=500), asked("theme", canary=True), WHOLE],
        "ablation_unanswered",
    ),
    "a throttle": (
        [WHOLE, asked("__Host-sid", canary=False), asked("theme", canary=False, status=429), WHOLE],
        "ablation_unanswered",
    ),
    "no answer without it": (
        [WHOLE, asked("__Host-sid", canary=False, error="timeout"), asked("theme", canary=True), WHOLE],
        "ablation_unanswered",
    ),
    "either of two cookies will do": (ablation(carrying=()), "session_shared"),
    "nobody asked without any": (
        [one for one in ablation(carrying=()) if one.data["tags"]["removed"] != "*"],
        "session_shared",
    ),
}


@pytest.mark.parametrize(("trial", "clause"), UNSURE.values(), ids=UNSURE.keys())
def test_an_ablation_that_proves_nothing(trial: list[Sight], clause: str) -> None:
    assert stated(evidence(trial=trial)) == ("inconclusive", [clause])


def test_a_fail_stands_beside_a_doubt() -> None:
    trial = [WHOLE, asked("__Host-sid", canary=False), WHOLE]
    assert stated(evidence("__Host-sid=x; Secure; SameSite=Lax", trial=trial)) == ("fail", ["not_http_only"])


def test_a_session_without_cookies_is_not_applicable() -> None:
    assert stated(evidence(trial=ablation(cookies="", carrying=()))) == ("not_applicable", ["no_session_cookie"])
    assert stated(evidence(trial=ablation(carrying=(), bare=True))) == ("not_applicable", ["no_session_cookie"])


def test_a_cookie_that_nothing_recorded_sets() -> None:
    assert stated(evidence("other=x")) == ("inconclusive", ["set_cookie_unseen"])


def test_without_a_sign_in_there_is_no_session() -> None:
    seen = looked("http.ablation", page("/", "x")), looked("http.signed_in", page("/", "x")), *control()
    whole = looked("http.crawl", page("/", "<h1>Accueil</h1>"), crawl_summary())
    assert stated(bundle_of(whole, *seen)) == ("not_applicable", ["no_login"])
    bounded = looked("http.crawl", page("/", "<h1>Accueil</h1>"), crawl_summary(truncated=True))
    assert stated(bundle_of(bounded, *seen)) == ("inconclusive", ["no_ablation"])
    asking = looked("http.crawl", page("/", "<form><input type=password></form>"), crawl_summary())
    assert stated(bundle_of(asking, *seen)) == ("inconclusive", ["no_ablation"])
    assert stated(bundle_of(whole, *seen, candidate=APP)) == ("inconclusive", ["no_ablation"])


def test_missing_looks_are_told() -> None:
    crawl = looked("http.crawl", page("/", "x"), crawl_summary())
    gone = failed("http.ablation", "gap.missing_input", input="signed_in_pages")
    seen = bundle_of(crawl, looked("http.signed_in", sign_in(SOUND)), gone, *control(), candidate=APP)
    assert stated(seen) == ("inconclusive", ["no_ablation", "gap.missing_input"])


def test_without_its_control_the_instrument_proves_nothing() -> None:
    sound = evidence()
    control_looks = {look.id for look in sound.plan.looks if look.subject == "control"} if sound.plan else set()
    blind = without(sound, *(seen.id for seen in sound.observations if seen.look in control_looks))
    assert stated(blind)[0] == "inconclusive"
    assert "gap.control" in stated(blind)[1]


FAILING = evidence(SOUND, SOUND.replace("; HttpOnly", ""))


def test_a_deleted_observation_never_makes_a_pass() -> None:
    for seen in (FAILING, evidence(trial=ablation(carrying=())), named("sid=x")):
        assert_deletion_never_passes("SEC-05", seen)


@settings(max_examples=60, deadline=None)
@given(st.sets(st.sampled_from([seen.id for seen in FAILING.observations])))
def test_no_subset_of_a_failing_bundle_passes(names: set[str]) -> None:
    assert judge_one("SEC-05", without(FAILING, *names)).verdict != "pass"
