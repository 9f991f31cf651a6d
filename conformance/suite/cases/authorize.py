"""The authorization endpoint: what it refuses, where it sends the browser, and with what (topic ``pairing``)."""

from __future__ import annotations

from conformance.suite.bench import Bench
from conformance.suite.browser import Returned, goes_to
from conformance.suite.case import case
from conformance.suite.http import origin_of
from conformance.suite.outcome import Unseen, expect, expect_same


def _stays(bench: Bench, returned: Returned) -> None:
    """The browser was not sent out of the space, and the person was told."""
    answer = returned.answer
    foreign = answer.location and origin_of(answer.location) != origin_of(answer.url)
    expect(not foreign, "redirected", answer, call=answer.name, location=answer.location.split("?")[0])
    expect(400 <= answer.status < 500, "status", answer, call=answer.name, status=answer.status, wanted="4xx")


def _refused(bench: Bench, *errors: str, **changes: str | None) -> None:
    """A request with these changes ends without a code: an error for the client, or a page for the person."""
    returned = bench.authorize(bench.app().ask(**changes))
    answer = returned.answer
    expect("code" not in returned.params, "code_given", answer)
    if returned.to_client:
        told = returned.params.get("error", "")
        expect(told in errors, "value", answer, what="error", seen=told, wanted=" / ".join(errors))
    else:
        expect(400 <= answer.status < 500, "status", answer, call=answer.name, status=answer.status, wanted="4xx")


@case("pairing.client-unknown")
def client_unknown(bench: Bench) -> None:
    _stays(bench, bench.authorize(bench.app().ask(client_id=f"{bench.app().client_id}-unknown")))


@case("pairing.redirect-uri-exact")
def redirect_uri_exact(bench: Bench) -> None:
    right = bench.app().redirect_uri
    for wrong in (f"{right}/more", f"{right}x", f"{right}?more=1", f"{right}/../other", right.rpartition("/")[0] + "/"):
        _stays(bench, bench.authorize(bench.app().ask(redirect_uri=wrong)))


@case("pairing.redirect-uri-foreign")
def redirect_uri_foreign(bench: Bench) -> None:
    for wrong in (bench.app(1).redirect_uri + "/other", "https://attacker.example.test/callback"):
        _stays(bench, bench.authorize(bench.app().ask(redirect_uri=wrong)))


@case("pairing.response-type")
def response_type(bench: Bench) -> None:
    _refused(bench, "unsupported_response_type", "unauthorized_client", "invalid_request", response_type="token")


@case("pairing.pkce-required")
def pkce_required(bench: Bench) -> None:
    _refused(bench, "invalid_request", code_challenge=None, code_challenge_method=None)


@case("pairing.pkce-plain-refused")
def pkce_plain(bench: Bench) -> None:
    _refused(bench, "invalid_request", code_challenge="p" * 43, code_challenge_method="plain")


@case("pairing.scope-unknown")
def scope_unknown(bench: Bench) -> None:
    _refused(bench, "invalid_scope", scope="openid user/*.cruds")


@case("pairing.request-object-refused")
def request_object(bench: Bench) -> None:
    if bench.http.send("GET", bench.endpoints.discovery).member("request_parameter_supported"):
        raise Unseen("request_objects")
    _refused(bench, "request_not_supported", "invalid_request", request="e30.e30.")


@case("pairing.sign-in-first")
def sign_in_first(bench: Bench) -> None:
    answer = bench.http.send("GET", bench.app().ask().url)
    expect(not goes_to(answer.location, bench.app().redirect_uri), "code_given", answer)
    outside, page = bench.new_browser().asked_to_sign_in(answer.url)
    expect(outside, "no_sign_in", answer, page)


@case("pairing.password-wrong")
def password_wrong(bench: Bench) -> None:
    url, browser = bench.app().ask().url, bench.new_browser()
    refused = browser.sign_in(url, f"not-{bench.manifest.people[0].password}")
    outside, page = browser.asked_to_sign_in(url)
    expect(outside, "signed_in", refused, page)


@case("pairing.code-and-state")
def code_and_state(bench: Bench) -> None:
    asked = bench.app().ask()
    returned = bench.authorize(asked)
    expect("code" in returned.params, "absent", returned.answer, what="code")
    expect_same("state", returned.params.get("state"), asked.state, returned.answer)


@case("pairing.iss-returned")
def iss_returned(bench: Bench) -> None:
    returned = bench.authorize(bench.app().ask())
    expect_same("iss", returned.params.get("iss"), bench.manifest.issuer, returned.answer)


@case("pairing.code-unguessable")
def code_unguessable(bench: Bench) -> None:
    codes = [bench.code()[1] for _ in range(2)]
    expect(codes[0] != codes[1] and min(map(len, codes)) >= 22, "code_short", length=min(map(len, codes)))


def _person_refuses(bench: Bench) -> tuple[Returned, str]:
    asked = bench.app().ask()
    returned = bench.browser().authorize(asked.url, bench.app().redirect_uri, refuse=True)
    if returned.consent is None:
        raise Unseen("no_consent_page", returned.answer)
    return returned, asked.state


@case("pairing.refusal-told")
def refusal_told(bench: Bench) -> None:
    returned, _ = _person_refuses(bench)
    expect("code" not in returned.params, "code_given", returned.answer)
    expect_same("error", returned.params.get("error"), "access_denied", returned.answer)


@case("pairing.error-state")
def error_state(bench: Bench) -> None:
    returned, state = _person_refuses(bench)
    expect_same("state", returned.params.get("state"), state, returned.answer)


@case("pairing.error-iss")
def error_iss(bench: Bench) -> None:
    returned, _ = _person_refuses(bench)
    expect_same("iss", returned.params.get("iss"), bench.manifest.issuer, returned.answer)


@case("pairing.clickjacking")
def clickjacking(bench: Bench) -> None:
    answer = bench.browser().open(bench.app().ask().url)
    policy = answer.headers.get("content-security-policy", "")
    framed = "frame-ancestors" in policy or "x-frame-options" in answer.headers
    expect(framed, "absent", answer, what="frame-ancestors")
