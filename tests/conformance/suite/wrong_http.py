"""Wrong spaces: what they say of themselves, their words, their manners; and what only generated requests find."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from conformance.space import instances, writing
from tests.conformance.suite.altering import Passing
from tests.conformance.suite.wrong_space import Change, Wrong, replaced


def _member(end: str, **put: Any) -> Change:
    """Put members into the JSON that is answered at the path with this end."""

    def change(passing: Passing) -> None:
        if passing.path.endswith(end) and passing.status == 200:
            passing.json = passing.json | put

    return change


def _words(before: str, after: str) -> Change:
    """Say something in other words."""

    def change(passing: Passing) -> None:
        passing.body = passing.body.replace(before.encode(), after.encode())

    return change


def _private_key(passing: Passing) -> None:
    if passing.path.endswith("/jwks"):
        told = passing.json
        told["keys"][0]["d"] = "c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0LXNlY3I"
        passing.json = told


def _own_id(passing: Passing) -> None:
    passing.set("x-request-id", str(uuid4()))


def _always_the_same(passing: Passing) -> None:
    if "x-request-id" not in passing.asked:
        passing.set("x-request-id", "1")


def _fault_on_bad_json(passing: Passing) -> None:
    if passing.path == "/fhir" and b"not well-formed" in passing.body:
        passing.status, passing.body = 500, b"Internal Server Error"


def _fault_on_dots(passing: Passing) -> None:
    """A fault that no case knows: an id with a dot in it."""
    if passing.path.startswith("/fhir/Observation/") and "." in passing.path:
        passing.status, passing.body = 500, b"Internal Server Error"


def _page_of_html(passing: Passing) -> None:
    if passing.path.startswith("/fhir/Nothing"):
        passing.body = b"<h1>Not Found</h1>"


def _unlike_the_contract(passing: Passing) -> None:
    """Something that the contract says and no case looks at."""
    if passing.path.endswith("/introspect"):
        passing.set("x-request-id", None)


def _another_date(passing: Passing) -> None:
    """Read by its id, a measure tells another instant than it was written with."""
    if passing.path.startswith("/fhir/Observation/") and passing.status == 200:
        passing.json = passing.json | {"effectiveDateTime": "2001-01-01"}


def _header(name: str, value: str | None, *, status: int = 0) -> Change:
    def change(passing: Passing) -> None:
        if passing.header(name) and status in (0, passing.status):
            passing.set(name, value)

    return change


def _in_search(text: str) -> Change:
    def change(passing: Passing) -> None:
        if passing.path == "/fhir/Observation" and passing.status == 200:
            identifier = {"system": "urn:example", "value": text}
            passing.json = passing.json | {"identifier": identifier}

    return change


_OPENID, _SMART = "/openid-configuration", "/smart-configuration"
# A number that nobody has: département 99, with its right key.
_INVENTED = "1 55 08 99 000 000".replace(" ", "")
_KEY = f"{97 - int(_INVENTED) % 97:02}"

WRONG_HTTP = (
    Wrong(name="key-leaked", breaks="discovery.keys-public-only", change=_private_key),
    Wrong(
        name="issuer-of-another",
        breaks="discovery.issuer",
        change=_member(_OPENID, issuer="https://other.example.test"),
        too=("discovery.smart-agrees",),
        why="the SMART configuration still tells the right one",
    ),
    Wrong(
        name="plain-offered",
        breaks="discovery.pkce-s256-only",
        change=_member(_OPENID, code_challenge_methods_supported=["S256", "plain"]),
    ),
    Wrong(
        name="iss-not-announced",
        breaks="discovery.iss-announced",
        change=_member(_OPENID, authorization_response_iss_parameter_supported=False),
    ),
    Wrong(
        name="smart-elsewhere",
        breaks="discovery.smart-agrees",
        change=_member(_SMART, token_endpoint="https://other.example.test/token"),
    ),
    Wrong(
        name="no-transaction", breaks="discovery.capability", change=_words('"code":"transaction"', '"code":"batch"')
    ),
    Wrong(name="no-challenge", breaks="access.challenge", change=_header("www-authenticate", None)),
    Wrong(
        name="other-words",
        breaks="page.count-too-large",
        change=_words("Maximum page size allowed is", "Too many, limit"),
    ),
    Wrong(
        name="other-words-of-consent",
        breaks="consent.write-only",
        change=_words("Consent not given, access refused.", "No consent."),
        too=(
            "consent.read-only",
            "consent.narrowed-next-call",
            "consent.writing-withdrawn-next-call",
            "consent.reading-withdrawn-next-call",
        ),
        why="each clause on consent is told in these words",
    ),
    Wrong(name="request-id-replaced", breaks="http.request-id-echoed", change=_own_id),
    Wrong(name="request-id-constant", breaks="http.request-id-made", change=_always_the_same),
    Wrong(name="fault-on-bad-json", breaks="http.json-malformed", change=_fault_on_bad_json),
    Wrong(name="unbounded", breaks="http.body-oversized", settings={"max_body": 8 * 1024 * 1024}),
    Wrong(
        name="any-media-type",
        breaks="http.media-type-foreign",
        patch=replaced(writing, "FHIR_TYPES", (*writing.FHIR_TYPES, "text/plain")),
    ),
    Wrong(name="html-for-apps", breaks="http.not-found-outcome", change=_page_of_html),
    Wrong(
        name="cached",
        breaks="http.nothing-cached",
        change=_header("cache-control", "public, max-age=60", status=200),
        too=("token.no-store",),
        why="every answer may be cached",
    ),
    Wrong(name="no-etag", breaks="http.etag", change=_header("etag", None)),
    Wrong(name="never-unchanged", breaks="http.etag-unchanged", patch=replaced(instances, "names", lambda *_: False)),
    Wrong(name="ins-leaked", breaks="privacy.no-ins", change=_in_search(f"{_INVENTED}{_KEY}")),
    Wrong(name="ins-oid-leaked", breaks="privacy.no-ins", change=_in_search("urn:oid:1.2.250.1.213.1.4.8|x")),
    Wrong(name="never-throttled", breaks="quota.told-to-wait", manifest={"quota": 3}),
    Wrong(name="fault-on-odd-ids", breaks="generated.no-fault", change=_fault_on_dots, generated=8),
    Wrong(name="unlike-the-contract", breaks="generated.as-described", change=_unlike_the_contract, generated=8),
    Wrong(name="read-otherwise", breaks="generated.linked", change=_another_date, generated=8),
)
