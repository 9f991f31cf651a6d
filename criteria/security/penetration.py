"""The summary of the last penetration test: who, when, what, and what became of the findings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from criteria.check import Facts, Note, Seen, check, note
from criteria.facts.dossier import Declaration, day
from criteria.facts.dossier_assurance import PenetrationTest, Weakness
from criteria.facts.dossier_document import Document, RefusedDocument
from criteria.facts.dossier_siren import digits
from criteria.facts.reference_pack import ReferencePack
from criteria.security.release_marks import declared_release, major
from criteria.security.signed_records import a_year_before, signature_notes

HIGH = ("high", "critical")


@check("SEC-32")
def sec_32(facts: Facts) -> Iterator[Note]:
    """An independent test under a year old, of the declared release and hosts, without open high finding."""
    said, documents, refused = facts.first(Declaration), facts.all(Document), facts.all(RefusedDocument)
    lists = [seen for seen in facts.all(ReferencePack) if seen.fact.name == "passi"]
    if said is None:
        yield note("no_dossier")
        return
    test = said.fact.penetration_test
    if test is None:
        yield note("no_summary", said)
        return
    today = facts.as_of.date()
    yield from _dates(said, test, today)
    yield from _auditor(said, test, facts.candidate.siren, lists)
    yield from _scope(said, test, facts)
    yield from _findings(said, test, today)
    name, siren = (test.auditor.name, test.auditor.siren) if test.auditor else ("", "")
    yield from signature_notes(said, "penetration_test", test.signature, (name, siren), documents, refused)
    about = {"auditor": name, "end": test.end, "findings": len(test.findings or ())}
    yield note("sound", said, *documents, *lists, **about, hosts=", ".join(facts.candidate.hosts))


def _dates(said: Seen[Declaration], test: PenetrationTest, today: date) -> Iterator[Note]:
    ended = day(test.end)
    if ended is None or ended > today:
        yield note("field_missing", said, field="penetration_test.end")
    elif ended < a_year_before(today):
        yield note("too_old", said, end=ended, today=today)


def _auditor(
    said: Seen[Declaration], test: PenetrationTest, manifest_siren: str, lists: Sequence[Seen[ReferencePack]]
) -> Iterator[Note]:
    siren = digits(test.auditor.siren) if test.auditor else ""
    own = {digits(manifest_siren), digits(said.fact.publisher.siren) if said.fact.publisher else ""} - {""}
    if not siren:
        yield note("field_missing", said, field="penetration_test.auditor.siren")
        return
    if not own:
        yield note("no_publisher_siren", said)
    elif siren in own:
        yield note("own_auditor", said, siren=siren)
    if not lists:
        yield note("no_list", said, siren=siren)
    for pinned in lists:
        if not pinned.fact.having("siren", siren):
            yield note("not_listed", said, pinned, siren=siren, version=pinned.fact.version)


def _scope(said: Seen[Declaration], test: PenetrationTest, facts: Facts) -> Iterator[Note]:
    scope = test.scope
    if scope is None or not scope.hosts:
        yield note("field_missing", said, field="penetration_test.scope.hosts")
        return
    for host in facts.candidate.hosts:
        if not any(_covers(pattern, host) for pattern in scope.hosts):
            yield note("host_left_out", said, host=host, scope=", ".join(scope.hosts[:20]))
    tested, declared = str(scope.release), declared_release(said, facts.candidate)
    if major(tested) is None or major(declared) is None:
        yield note("field_missing", said, field="penetration_test.scope.release")
    elif major(tested) != major(declared):
        yield note("other_major", said, release=tested, declared=declared)
    if "mobile" in facts.candidate.faces:
        yield note("apps_to_compare", said, apps=", ".join(scope.app_ids[:20]) or "-")
    if not test.method:
        yield note("no_method", said)
    if scope.exclusions:
        yield note("exclusions", said, exclusions="; ".join(scope.exclusions[:5]))


def _covers(pattern: str, host: str) -> bool:
    """Whether a host of the scope, or its address, stands for ``host`` (``name`` or ``name:port``)."""
    wanted, name = _host_of(pattern), host.lower()
    bare = name.rpartition(":")[0] or name
    if wanted.startswith("*."):
        return bare.endswith(wanted[1:])
    return wanted in (name, bare)


def _host_of(pattern: str) -> str:
    """The host of a pattern, which vendors also write as an address (``https://app.example/``), but for one path."""
    _, _, after = pattern.strip().lower().rpartition("://")
    return after.removesuffix("/").rstrip(".")


def _findings(said: Seen[Declaration], test: PenetrationTest, today: date) -> Iterator[Note]:
    if test.findings is None:
        yield note("field_missing", said, field="penetration_test.findings")
    for rank, one in enumerate(test.findings or ()):
        if not one.severity:
            yield note("field_missing", said, field=f"penetration_test.findings.{rank}.severity")
        elif one.severity in HIGH:
            yield from _high(said, one, day(test.start), today)


def _high(said: Seen[Declaration], one: Weakness, start: date | None, today: date) -> Iterator[Note]:
    """A finding rated high or above: mended, and tried again once the test had begun."""
    retested = day(one.retest_date)
    about = {"id": one.id or one.title, "severity": one.severity}
    if retested is None or retested > today or (start is not None and retested < start):
        yield note("not_retested", said, **about)
    elif one.status != "fixed":
        yield note("still_open", said, **about, status=one.status or "-")
