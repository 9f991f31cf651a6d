"""SEC-28: not applicable to whoever neither asks nor calls for documents; open for whoever might."""

from __future__ import annotations

import msgspec
import pytest

from tests.support.evidence import (
    MemoryEvidence,
    assert_deletion_never_passes,
    bundle_of,
    clauses,
    failed,
    judge_one,
    looked,
)
from tests.support.pairings import CLIENT, PAIRING_CANDIDATE, PAIRING_CONTROL, authorize, document_call, token, write

MEASURES = "openid offline_access patient/Observation.c patient/Observation.rs"


def evidence(
    *, scope: str = MEASURES, called: str = "", declared: tuple[str, ...] = CLIENT.scopes, faces: tuple[str, ...] = ()
) -> MemoryEvidence:
    """A pairing that asks for ``scope``, then a call at this path of the space besides the measure."""
    paired = looked("exchange.pairing", authorize("1", scope=scope.replace(" ", "+")), token("1"))
    calls = [write("1"), *([document_call("1", called)] if called else [])]
    client = msgspec.structs.replace(CLIENT, scopes=declared)
    candidate = msgspec.structs.replace(PAIRING_CANDIDATE, space=client)
    if faces:
        candidate = msgspec.structs.replace(candidate, faces=faces)
    return bundle_of(paired, looked("exchange.tokens", *calls), candidate=candidate, control=PAIRING_CONTROL)


def stated(found: MemoryEvidence) -> tuple[str, str]:
    judged = judge_one("SEC-28", found)
    return judged.verdict.value, clauses(judged)[0]


@pytest.mark.parametrize("scope", ["", "openid", MEASURES, "patient/Observation.rs?category=laboratory launch/patient"])
def test_who_asks_for_no_document_is_out_of_its_reach(scope: str) -> None:
    found = evidence(scope=scope)
    assert stated(found) == ("not_applicable", "no_documents")
    assert_deletion_never_passes("SEC-28", found)


@pytest.mark.parametrize(
    ("found", "clause"),
    [
        (evidence(scope="openid patient/DocumentReference.rs"), "documents_asked"),
        (evidence(scope="user/Binary.read"), "documents_asked"),
        (evidence(scope="patient/*.rs"), "documents_asked"),
        (evidence(declared=("openid", "patient/DocumentReference.c")), "documents_asked"),
        (evidence(scope="openid mes:documents"), "scope_unclear"),
        (evidence(called="/fhir/DocumentReference"), "documents_called"),
        (evidence(called="/fhir/Binary/12"), "documents_called"),
        (evidence(faces=("professional", "space_client")), "professional_unseen"),
        (bundle_of(looked("exchange.pairing"), looked("exchange.tokens"), candidate=PAIRING_CANDIDATE,
                   control=PAIRING_CONTROL), "no_authorization"),
    ],
)  # fmt: skip
def test_whoever_may_touch_documents_stays_open(found: MemoryEvidence, clause: str) -> None:
    assert stated(found) == ("inconclusive", clause)
    assert_deletion_never_passes("SEC-28", found)


@pytest.mark.parametrize("path", ["/fhir/DocumentReferences", "/documentation/Binary.html", "/fhir/Observation"])
def test_an_address_that_only_sounds_so_is_none(path: str) -> None:
    assert stated(evidence(called=path)) == ("not_applicable", "no_documents")


def test_without_the_looks_nothing_is_concluded() -> None:
    lone = looked("exchange.pairing", authorize("1", scope="openid"))
    for looks in ((lone,), (lone, failed("exchange.tokens", "gap.missing_input", input="space"))):
        found = bundle_of(*looks, candidate=PAIRING_CANDIDATE, control=PAIRING_CONTROL)
        assert judge_one("SEC-28", found).verdict == "inconclusive"
