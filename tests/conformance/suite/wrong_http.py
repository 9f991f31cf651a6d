"""Wrong spaces: their manners, and what only generated requests find."""

from __future__ import annotations

from uuid import uuid4

from conformance.space import (
    instances,
    writing,
)
from tests.conformance.suite.altering import Change, Passing, header
from tests.conformance.suite.wrong_space import Wrong, replaced


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


def _in_search(text: str) -> Change:
    def change(passing: Passing) -> None:
        if passing.path == "/fhir/Observation" and passing.status == 200:
            identifier = {"system": "urn:example", "value": text}
            passing.json = passing.json | {"identifier": identifier}

    return change


# A number that nobody has (département 99), with its right key.
_INVENTED = "1550899000000"
_KEY = f"{97 - int(_INVENTED) % 97:02}"

WRONG_HTTP = (
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
        change=header("cache-control", "public, max-age=60", status=200),
        too=("token.no-store",),
        why="every answer may be cached",
    ),
    Wrong(name="no-etag", breaks="http.etag", change=header("etag", None)),
    Wrong(name="never-unchanged", breaks="http.etag-unchanged", patch=replaced(instances, "names", lambda *_: False)),
    Wrong(name="ins-leaked", breaks="privacy.no-ins", change=_in_search(f"{_INVENTED}{_KEY}")),
    Wrong(name="ins-oid-leaked", breaks="privacy.no-ins", change=_in_search("urn:oid:1.2.250.1.213.1.4.8|x")),
    Wrong(name="never-throttled", breaks="quota.told-to-wait", manifest={"quota": 3}),
    Wrong(name="fault-on-odd-ids", breaks="generated.no-fault", change=_fault_on_dots, generated=8),
    Wrong(name="unlike-the-contract", breaks="generated.as-described", change=_unlike_the_contract, generated=8),
    Wrong(name="read-otherwise", breaks="generated.linked", change=_another_date, generated=8),
)
