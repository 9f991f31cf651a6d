"""Wrong spaces: who may call, what is stored, what is found, who looked."""

from __future__ import annotations

import re
from secrets import token_hex
from typing import Any

import msgspec

from conformance.space import access, audit_events, finding, instances, measures, search_query, searching, writing
from conformance.space.access import Access
from conformance.space.answers import encode
from conformance.space.calls import Call
from conformance.space.consents import Consents
from conformance.space.finding import Page
from conformance.space.keys import SigningKeys
from conformance.suite.app import unverified
from tests.conformance.suite.altering import Passing
from tests.conformance.suite.wrong_space import Change, Patch, Wrong, around, forgiving, replaced, without


def found(change: Any) -> Change:
    """Change the Bundle that a search for measures is answered with."""

    def changed(passing: Passing) -> None:
        if passing.path == "/fhir/Observation" and passing.status == 200:
            bundle = passing.json
            change(bundle, passing)
            passing.json = bundle

    return changed


def _none_algorithm(verify: Any) -> Any:
    def unsigned_too(self: Any, token: str) -> Any:
        header, claims = unverified(token)
        return claims if str(header.get("alg")).lower() == "none" else verify(self, token)

    return unsigned_too


def _unlinked(bundle: Any, _passing: Passing) -> None:
    for entry in bundle["entry"]:
        entry["resource"].pop("device", None)


def _sourceless(bundle: Any, _passing: Passing) -> None:
    for entry in bundle["entry"]:
        entry["resource"].get("meta", {}).pop("source", None)


def _rounded(passing: Passing) -> None:
    if passing.path == "/fhir/Observation":
        passing.body = re.sub(rb"71\.50\b", b"71.5", passing.body)


def _created_again(passing: Passing) -> None:
    if passing.path == "/fhir" and passing.status == 200:
        told = passing.json
        for entry in told["entry"]:
            if entry["response"]["location"].startswith("Device/"):
                entry["response"]["status"] = "201 Created"
        passing.json = told


def _one_more(bundle: Any, passing: Passing) -> None:
    if "_offset" in passing.query:
        bundle["total"] += 1


def _next_lost(bundle: Any, passing: Passing) -> None:
    """One page too few: the link to the last one is missing."""
    if passing.query.get("_offset") == "1":
        bundle["link"] = [one for one in bundle["link"] if one["relation"] != "next"]


def _off_by_one(find: Any) -> Any:
    def shifted(connection: Any, login: str, idpe: str, query: Any, space_oid: str) -> Any:
        page = find(connection, login, idpe, query, space_oid)
        if not query.offset or query.last:
            return page
        before = find(connection, login, idpe, msgspec.structs.replace(query, offset=query.offset - 1), space_oid)
        return Page(page.total, [*before.found[-1:], *page.found][: query.count], page.until)

    return shifted


def _compared(comparator: str, other: str) -> Patch:
    """Take one comparator for another."""

    def made(own: Any) -> Any:
        def bounds(given: dict[str, list[str]]) -> Any:
            dates = [one.replace(comparator, other, 1) for one in given.get("date", [])]
            return own(given | ({"date": dates} if dates else {}))

        return bounds

    return around(search_query, "bounds_of", made)


def _everybody(own: Any) -> Any:
    """Every person's measures of a code."""

    def of(login: str, until: int | None, code: str = "") -> Any:
        if not code:
            return own(login, until)
        theirs = finding.ObservationRow.code == code
        return theirs if until is None else theirs & (finding.ObservationRow.number <= until)

    return of


def _any_code(own: Any) -> Any:
    return lambda login, until, code="": own(login, until)


def _anybodys(observation: Any) -> Any:
    def by_id(connection: Any, reader: Access, name: str, oid: str) -> Any:
        mine = observation(connection, reader, name, oid)
        if mine is not None:
            return mine
        row = connection.execute(
            finding.select(instances.ObservationRow.login).where(instances.ObservationRow.id == name)
        ).first()
        return row and observation(connection, msgspec.structs.replace(reader, login=row.login), name, oid)

    return by_id


def _lost(**wanted: Any) -> Patch:
    """Lose the events of the calls that are so."""

    def made(note: Any) -> Any:
        def forgetful(self: Call, connection: Any, status: int, error: str = "", targets: Any = ()) -> None:
            told = {"operation": self.operation, "kind": self.kind, "refused": bool(error)}
            if any(told[name] != value for name, value in wanted.items()):
                note(self, connection, status, error, targets)

        return forgetful

    return around(Call, "note", made)


def _twice(note: Any) -> Any:
    def doubled(self: Call, connection: Any, status: int, error: str = "", targets: Any = ()) -> None:
        for _ in range(2 if self.operation == "transaction" and not error else 1):
            note(self, connection, status, error, targets)

    return doubled


WRONG_RECORDS = (
    Wrong(
        name="person-unchecked",
        breaks="access.id-token-of-another-person",
        patch=around(access, "_check_id_token", forgiving("idpe_mismatch")),
    ),
    Wrong(
        name="solution-unchecked",
        breaks="access.id-token-of-another-client",
        patch=around(access, "_check_id_token", forgiving("oid_conflict")),
    ),
    Wrong(
        name="unsigned-taken", breaks="access.id-token-unsigned", patch=around(SigningKeys, "verify", _none_algorithm)
    ),
    Wrong(
        name="subject-unchecked",
        breaks="access.search-of-another-person",
        patch=replaced(Access, "owns", lambda *_: True),
        too=("access.write-of-another-person",),
        why="reading and writing ask the same question",
    ),
    Wrong(
        name="consent-unchecked",
        breaks="consent.writing-withdrawn-next-call",
        patch=replaced(Consents, "covered", lambda *_: None),
        too=(
            "consent.reading-withdrawn-next-call",
            "consent.read-only",
            "consent.write-only",
            "consent.narrowed-next-call",
        ),
        why="no consent is looked at, and the scope alone refuses in other words",
    ),
    Wrong(
        name="bmi-taken",
        breaks="measures.bmi-refused",
        patch=around(writing, "validate_bundle", without("bmi_creation")),
    ),
    Wrong(
        name="unit-unchecked",
        breaks="measures.unit-wrong",
        patch=lambda patch: (
            around(writing, "validate_bundle", without("value_unit"))(patch),
            patch.setattr(writing, "profile_issues", lambda bundle: []),
        )[0],
        too=("measures.profile-broken",),
        why="the profile would have seen the unit too, and is not looked at",
    ),
    Wrong(
        name="stored-twice",
        breaks="write.sent-again-once-stored",
        patch=replaced(measures, "content_key", lambda *_: token_hex(16)),
        too=("write.sent-again-same-location",),
        why="a second copy has a location of its own",
    ),
    Wrong(name="decimals-rounded", breaks="write.decimals-kept", change=_rounded),
    Wrong(name="source-missing", breaks="write.source-set", change=found(_sourceless)),
    Wrong(name="device-unlinked", breaks="device.linked", change=found(_unlinked)),
    Wrong(name="device-created-again", breaks="device.known", change=_created_again),
    Wrong(
        name="device-uninvited",
        breaks="device.only-when-asked",
        patch=around(search_query, "_include", lambda own: lambda given: own(given) or True),
    ),
    Wrong(
        name="device-repeated",
        breaks="device.included-once",
        patch=around(searching, "devices", lambda own: lambda *told: own(*told) * 2),
    ),
    Wrong(name="total-wrong", breaks="page.total", change=found(_one_more)),
    Wrong(name="last-page-lost", breaks="page.links-lead-through", change=found(_next_lost)),
    Wrong(
        name="page-off-by-one",
        breaks="page.offset-counts-pages",
        patch=around(searching, "find", _off_by_one),
        too=("page.links-lead-through", "page.size", "page.steady-while-written"),
        why="every way of turning pages meets a measure twice",
    ),
    Wrong(name="page-unbounded", breaks="page.count-too-large", settings={"max_page_size": 5000}),
    Wrong(
        name="bound-excluded",
        breaks="search.bounds-inclusive",
        patch=_compared("le", "lt"),
        too=("search.day-as-bound",),
        why="a day as the upper bound then leaves the day out",
    ),
    Wrong(name="bound-included", breaks="search.bounds-exclusive", patch=_compared("gt", "ge")),
    Wrong(name="code-ignored", breaks="search.code-alone", patch=around(finding, "_of", _any_code)),
    Wrong(name="last-to-come", breaks="search.last", patch=replaced(finding, "_NEWEST", finding._NEWEST[1:])),
    Wrong(name="no-index", breaks="search.bmi-computed", patch=replaced(finding.bmi, "indexes", lambda *_: [])),
    Wrong(
        name="unknown-ignored",
        breaks="search.parameter-unknown",
        patch=around(
            search_query, "collect", lambda own: lambda fields, known: own([f for f in fields if f[0] in known], known)
        ),
    ),
    Wrong(
        name="others-found",
        breaks="privacy.search-own-record-only",
        patch=around(finding, "_of", _everybody),
        too=("privacy.last-own-record-only",),
        why="both modes look in the same place",
    ),
    Wrong(
        name="others-by-id",
        breaks="privacy.measure-of-another-person",
        patch=around(instances, "_observation", _anybodys),
    ),
    Wrong(
        name="id-of-the-writer",
        breaks="privacy.id-of-another-app",
        patch=replaced(measures, "seal", lambda resource, idpe: encode(resource).decode()),
    ),
    Wrong(name="refusals-unwritten", breaks="audit.refusals-too", patch=_lost(refused=True)),
    Wrong(
        name="reads-unwritten", breaks="audit.one-event-per-read", patch=_lost(operation="search-type", refused=False)
    ),
    Wrong(name="writes-twice", breaks="audit.one-event-per-write", patch=around(Call, "note", _twice)),
    Wrong(
        name="events-without-period",
        breaks="audit.period-mandatory",
        patch=replaced(audit_events, "is_period", lambda _: True),
    ),
)
