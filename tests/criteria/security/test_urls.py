"""SEC-07 on recorded addresses: passes, and each fault alone."""

from __future__ import annotations

import base64
from urllib.parse import quote

import msgspec
import pytest

from criteria.observation import Secret
from tests.support.evidence import (
    BASE,
    MemoryEvidence,
    Sight,
    clauses,
    exchange,
    judge_one,
)
from tests.support.pairings import authorize, visit, write
from tests.support.urls import (
    CANARY,
    LOGIN,
    asked,
    at_space,
    ref,
    secret,
    sent,
    urls,
)

CODED = base64.b64encode(f"note={CANARY}".encode()).decode()
THRICE = quote(quote("".join(f"%{byte:02X}" for byte in CANARY.encode()), safe=""), safe="")
SCRIPT = "<script src=/a.js></script>"


def _shifted(shift: int) -> str:
    return base64.urlsafe_b64encode(b"x" * shift + CANARY.encode()).decode()


def redirected(location: str, *secrets: Secret) -> Sight:
    return asked("/mesures", *secrets, status=303, headers=(("location", location),), method="POST")


def judged_as(evidence: MemoryEvidence) -> tuple[str, str]:
    judged = judge_one("SEC-07", evidence)
    return str(judged.verdict), clauses(judged)[0]


@pytest.mark.parametrize(
    "evidence",
    [
        pytest.param(urls(), id="the note in a body alone"),
        pytest.param(urls(asked("/journal?mesure=6f1c2a54-8f0e-4c38-9f0f-1f0b1a7b6f11&fait=note")), id="an opaque id"),
        pytest.param(urls(asked("/journal?q=canari-alpha-7f3")), id="all but the end of the canary"),
        pytest.param(urls(asked("/journal?q=canari&r=alpha-7f3a")), id="the canary over two parameters"),
        pytest.param(urls(asked("/journal", body=f"<p>{CANARY}</p>")), id="the canary in a page"),
        pytest.param(urls(asked("/aide?de=alice")), id="a part of the login"),
        pytest.param(urls(redirected(f"https://stats.test/?n={CANARY}")), id="another party, which is GDP-08's"),
        pytest.param(urls(asked("/", body=f"<img src='https://stats.test/?n={CANARY}'>")), id="a load from elsewhere"),
        pytest.param(
            urls(asked(f"/retour?code={ref('code')}&state={ref('jwt')}", secret("code"), secret("jwt"))), id="OAuth"
        ),
        pytest.param(
            urls(asked(f"/connexion?suite=%2Fretour%3Fcode%3D{ref('code')}", secret("code"))), id="OAuth, nested"
        ),
        pytest.param(
            urls(asked(f"/realms/a/logout?id_token_hint={ref('id_token')}", secret("id_token"))), id="end of session"
        ),
        pytest.param(
            urls(asked(f"/x?forgot_password={ref('password')}", secret("password", length=4))), id="a flag, no password"
        ),
        pytest.param(
            urls(asked(f"/x?no_access_token={ref('access_token')}", secret("access_token", length=1))), id="no token"
        ),
        pytest.param(urls(asked("/", body='<script type="application/ld+json">{}</script>')), id="data in a script"),
        pytest.param(urls(asked(f"/x?otp={ref('otp')}", secret("otp", length=1))), id="a flag, no code"),
        pytest.param(urls(asked(f"/x?sid={ref('session')}", secret("session", length=8))), id="a short number"),
        pytest.param(urls(asked("/", body="<form><input type=password></form>")), id="a field that is not sent"),
        pytest.param(urls(asked("/", body="<input name=p type=password>")), id="a field outside any form"),
        pytest.param(urls(asked("/", body="<form><input name=q type=search></form>")), id="a search"),
        pytest.param(
            urls(asked("/", body="<form action='https://b.test/'><input name=p type=password></form>")), id="their form"
        ),
        pytest.param(
            urls(asked("/", body=f"{SCRIPT}<form><input name=email type=email></form>", context="anonymous")),
            id="a form that a script may take over",
        ),
        pytest.param(at_space(), id="with a space"),
        pytest.param(at_space(authorize("2"), visit("2")), id="a pairing"),
        pytest.param(at_space(authorize("2", code_challenge=ref("code_verifier"))), id="plain PKCE, which is SEC-19's"),
        pytest.param(at_space(authorize("2", request=ref("jwt"))), id="a request object"),
        pytest.param(at_space(sent(f"/fhir/Observation?subject.identifier=a%7C{CANARY}&date=ge2026")), id="imposed"),
        pytest.param(at_space(write("2", at="foreign")), id="at somebody else's"),
        pytest.param(urls(asked("/"), asked("/", body="<a href='mailto:x@y.example?subject=a'>m</a>")), id="mail"),
    ],
)
def test_sec_07_passes(evidence: MemoryEvidence) -> None:
    assert judged_as(evidence) == ("pass", "sound")


@pytest.mark.parametrize(
    "url",
    [
        pytest.param(f"/journal?note={CANARY}", id="plain"),
        pytest.param(f"/journal/{CANARY.upper()}/x", id="in the path, in capitals"),
        pytest.param(f"/journal#{CANARY}", id="in the fragment"),
        pytest.param(f"/journal?note={quote(CANARY).replace('-', '%2D')}", id="percent-encoded"),
        pytest.param(f"/journal?note={THRICE}", id="percent-encoded three times"),
        pytest.param(f"/journal?s={CANARY.encode().hex()}", id="hex"),
        pytest.param(f"/journal?s={CANARY.encode().hex().upper()}", id="hex in capitals"),
        *(pytest.param(f"/?s={_shifted(shift)}", id=f"base64 {shift}") for shift in range(3)),
        pytest.param(f"/journal?s={quote(CODED, safe='')}", id="base64, percent-encoded"),
        pytest.param("/journal/canari_alpha_7f3a", id="a slug"),
        pytest.param(f"/journal?note=x{CANARY}x", id="inside a longer word"),
    ],
)
@pytest.mark.parametrize("place", ["request", "location", "referer", "link", "load", "frame", "form", "refresh"])
def test_sec_07_a_canary_fails_wherever_it_stands(url: str, place: str) -> None:
    shown = {
        "request": lambda: asked(url),
        "location": lambda: redirected(url),
        "referer": lambda: _referred(f"{BASE}{url}"),
        "link": lambda: asked("/journal", body=f"<a href='{url}'>x</a>"),
        "load": lambda: asked("/journal", body=f"<img src='{url}'>"),
        "frame": lambda: asked("/journal", body=f"<iframe src='{url}'></iframe>"),
        "form": lambda: asked("/journal", body=f"<form method=post action='{url}'><input name=a></form>"),
        "refresh": lambda: asked("/journal", headers=(("refresh", f"0; url={url}"),)),
    }
    if "#" in url and place in ("link", "load", "frame", "form"):
        pytest.skip("the fragment of an address in a page is read by nobody but that page")
    judged = judge_one("SEC-07", urls(shown[place]()))
    assert (judged.verdict, clauses(judged)[0]) == ("fail", "canary_in_url")
    assert len(judged.finding.rests_on) == 1


def _referred(value: str) -> Sight:
    seen = exchange(f"{BASE}/style.css", content_type="text/css")
    request = {**seen.data["request"], "headers": [["Referer", value]]}
    return msgspec.structs.replace(seen, data={**seen.data, "request": request})


@pytest.mark.parametrize(
    ("sights", "clause"),
    [
        pytest.param([asked(f"/compte?email={LOGIN}")], "login_in_url", id="login"),
        pytest.param([redirected(f"/compte/{quote(LOGIN, safe='').upper()}")], "login_in_url", id="login, encoded"),
        pytest.param([asked(f"/c?password={ref('password')}", secret("password"))], "password_in_url", id="password"),
        pytest.param(
            [asked(f"/c?x={ref('password')}", secret("password", length=5))], "password_in_url", id="known password"
        ),
        pytest.param(
            [asked(f"/c?otp={ref('otp')}", secret("otp", length=6, charset="digits"))], "one_time_code_in_url", id="OTP"
        ),
        pytest.param(
            [asked(f"/a?access_token={ref('access_token')}", secret("access_token"))], "token_in_url", id="access token"
        ),
        pytest.param([redirected(f"/a#id_token={ref('jwt')}", secret("jwt"))], "token_in_url", id="in the fragment"),
        pytest.param(
            [asked(f"/compte?id_token_hint={ref('id_token')}", secret("id_token"))], "token_in_url", id="hint elsewhere"
        ),
        pytest.param([asked(f"/a?api_key={ref('api_key')}", secret("api_key"))], "client_secret_in_url", id="key"),
        pytest.param([asked(f"/a;jsessionid={ref('session')}", secret("session"))], "session_in_url", id="rewritten"),
        pytest.param(
            [
                asked("/connexion", secret("cookie"), headers=(("set-cookie", f"sid={ref('cookie')}; Secure"),)),
                asked(f"/journal?s={ref('cookie')}", secret("cookie")),
            ],
            "session_in_url",
            id="the session cookie's value",
        ),
        pytest.param(
            [asked("/", body="<form action=/c method=get><input name=p type=password></form>")],
            "form_sends_secret",
            id="password form",
        ),
        pytest.param(
            [asked("/", body="<form><input name=c autocomplete=one-time-code></form>")], "form_sends_secret", id="codes"
        ),
    ],
)
def test_sec_07_fails(sights: list[Sight], clause: str) -> None:
    judged = judge_one("SEC-07", urls(*sights))
    assert (judged.verdict, clauses(judged)[0]) == ("fail", clause)
    assert {one.clause for one in judged.finding.statements if one.outcome == "fail"} == {clause}
    assert len(judged.finding.rests_on) <= 2


@pytest.mark.parametrize(
    ("seen", "clause"),
    [
        pytest.param(
            sent(f"/fhir/Observation?access_token={ref('access_token')}", secret("access_token")),
            "token_in_space_url",
            id="access token",
        ),
        pytest.param(sent(f"/fhir/Observation?t={ref('jwt')}", secret("jwt")), "token_in_space_url", id="another JWT"),
        pytest.param(
            sent(f"/fhir?x={ref('refresh_token')}", secret("refresh_token")), "token_in_space_url", id="refresh token"
        ),
        pytest.param(
            sent(f"/oauth/token?client_assertion={ref('jwt')}", secret("jwt"), operation="token"),
            "client_secret_in_url",
            id="assertion",
        ),
        pytest.param(sent(f"/fhir/Observation?note={CANARY}"), "canary_in_url", id="canary"),
        pytest.param(authorize("2", login_hint=quote(LOGIN)), "login_in_url", id="login"),
        pytest.param(sent("/fhir", headers=(("referer", f"{BASE}/?n={CANARY}"),)), "canary_in_url", id="Referer"),
    ],
)
def test_sec_07_fails_at_the_space(seen: Sight, clause: str) -> None:
    assert judged_as(at_space(seen)) == ("fail", clause)
