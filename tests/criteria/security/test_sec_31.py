"""SEC-31: a valid inventory of the declared release, without overdue critical vulnerability."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.support.dossiers import changed, document, read
from tests.support.evidence import (
    Looked,
    MemoryEvidence,
    Sight,
    assert_deletion_never_passes,
    bundle_of,
    clauses,
    failed,
    judge_one,
    without,
)
from tests.support.sboms import advisory, component, cyclonedx, osv, sbom_file, served, spdx, visited

JQUERY = "/*! jQuery v3.7.1 | (c) OpenJS Foundation */ jQuery.fn.init"
WEAK = component("pile", "1.5.0")


VEX_FILE = {"files": [{"document": "vex.json"}]}
PRODUCT = {"@id": "pkg:pypi/exemple@1.0", "subcomponents": [{"@id": "pkg:pypi/pile@1.5.0"}]}
OPENVEX = json.dumps({
    "@context": "https://openvex.dev/ns/v0.2.0",
    "statements": [{
        "vulnerability": {"name": "OSV-pile"},
        "status": "not_affected",
        "justification": "vulnerable_code_not_present",
        "products": [PRODUCT],
    }],
}).encode()
BOM_LINK = {
    "id": "OSV-pile",
    "analysis": {"state": "resolved"},
    "affects": [{"ref": "urn:cdx:3e671687-395b-41f5-a30f-a58921a69b79/1#pkg:pypi/pile@1.5.0"}],
}


def vex_document(raw: bytes) -> Sight:
    return document("vex.json", "vex.files.0", raw)


def dossier(*files: bytes, vex: dict[str, Any] | None = None, more: tuple[Sight, ...] = (), delay: Any = 30) -> Looked:
    named = [{"document": f"sbom-{rank}.json"} for rank in range(len(files))]
    sbom = {"files": named, **({} if delay is None else {"fix_delay_days": delay})}
    declared = changed(sbom=sbom, release={"version": "1.0"}, **({"vex": vex} if vex else {}))
    return read(declared, *(sbom_file(raw, rank) for rank, raw in enumerate(files)), *more)


def evidence(
    said: Looked | None = None, crawl: Looked | None = None, snapshot: Looked | None = None
) -> MemoryEvidence:
    return bundle_of(said or dossier(cyclonedx()), crawl or visited(), snapshot or osv())


def stated(found: MemoryEvidence, as_of: str | None = None) -> tuple[str, str]:
    judged = judge_one("SEC-31", found, as_of)
    return judged.verdict.value, clauses(judged)[0]


@pytest.mark.parametrize(
    "raw",
    [
        cyclonedx(),
        spdx(),
        cyclonedx(release="v1.0.0+b12"),
        cyclonedx(specVersion="1.4"),
        spdx(documentDescribes=[], relationships=[
            {"spdxElementId": "SPDXRef-DOCUMENT", "relationshipType": "DESCRIBES", "relatedSpdxElement": "SPDXRef-p"}
        ]),
    ],
)
def test_a_valid_inventory_passes(raw: bytes) -> None:
    found = evidence(dossier(raw))
    assert stated(found) == ("pass", "sound")
    assert_deletion_never_passes("SEC-31", found)


@pytest.mark.parametrize(
    ("raw", "clause"),
    [
        (cyclonedx(release="0.9"), "other_release"),
        (cyclonedx(release="1.0-rc1"), "other_release"),
        (spdx(release="2.0"), "other_release"),
        (cyclonedx({"type": "library", "version": "1"}), "invalid"),
        (cyclonedx(components=[{"type": "plugin", "name": "x"}]), "invalid"),
        (spdx(creationInfo={}), "invalid"),
        (b"[]", "invalid"),
        (b'{"name": "x"}', "invalid"),
        (b"\xff\xfe not json", "invalid"),
        (b"[" * 50_000, "invalid"),
        (cyclonedx(parts={}), "empty"),
        (cyclonedx(WEAK, parts={}), "overdue"),
    ],
)
def test_a_wrong_inventory_fails(raw: bytes, clause: str) -> None:
    found = evidence(dossier(raw), snapshot=osv(advisory("pile")))
    assert stated(found) == ("fail", clause)
    assert_deletion_never_passes("SEC-31", found)


@pytest.mark.parametrize(
    ("body", "parts", "expected"),
    [
        (JQUERY, [], ("fail", "not_listed")),
        (JQUERY, [component("jquery", "3.5.1", "npm")], ("fail", "other_version")),
        (JQUERY, [component("jquery", "3.7.1", "npm")], ("pass", "sound")),
        (JQUERY, [component("org.webjars/jquery", "3.7.1", "maven")], ("pass", "sound")),
        ("jQuery.fn.init=1", [], ("pass", "sound")),
        ("/*!\n * Bootstrap  v5.3.3 (https://getbootstrap.com/) */", [], ("fail", "not_listed")),
        ("// Forked from Bootstrap, like jQuery v3", [], ("pass", "sound")),
    ],
)
def test_exact_fingerprints_alone_contradict(body: str, parts: list[dict[str, Any]], expected: tuple[str, str]) -> None:
    npm = cyclonedx(*parts)
    found = evidence(dossier(npm), visited(served(body)), osv(advisory("x"), {
        "id": "OSV-maven", "affected": [{"package": {"ecosystem": "Maven", "name": "a:b"}, "versions": ["1"]}]
    }))
    assert stated(found) == expected
    assert_deletion_never_passes("SEC-31", found)


def test_a_library_in_a_second_inventory_is_listed() -> None:
    said = dossier(cyclonedx(), cyclonedx(component("jquery", "3.7.1", "npm"), parts={}))
    found = evidence(said, visited(served(JQUERY)))
    assert stated(found) == ("pass", "sound")
    second = next(seen.id for seen in found.observations if seen.data.get("section") == "sbom.files.1")
    assert stated(without(found, second))[0] == "inconclusive"


@pytest.mark.parametrize(
    ("vex", "more", "expected"),
    [
        ({"statements": [{"vulnerability": "OSV-pile", "component": "pkg:pypi/pile", "status": "not_affected",
                          "justification": "code absent"}]}, (), ("pass", "sound")),
        ({"statements": [{"vulnerability": "CVE-2026-1", "component": "pkg:pypi/pile@1.5.0", "status": "fixed"}]}, (),
         ("pass", "sound")),
        ({"statements": [{"vulnerability": "OSV-pile", "component": "pkg:pypi/pile", "status": "not_affected"}]}, (),
         ("review", "unjustified")),
        ({"statements": [{"vulnerability": "OSV-pile", "component": "pkg:pypi/pile", "status": "affected"}]}, (),
         ("fail", "overdue")),
        ({"statements": [{"vulnerability": "OSV-pile", "component": "pkg:pypi/pile@1.4.0", "status": "fixed"}]}, (),
         ("fail", "overdue")),
        ({"statements": [{"vulnerability": "OSV-autre", "component": "pkg:pypi/pile", "status": "fixed"}]}, (),
         ("fail", "overdue")),
        (VEX_FILE, (vex_document(OPENVEX),), ("pass", "sound")),
        (VEX_FILE, (vex_document(cyclonedx(parts={}, vulnerabilities=[BOM_LINK])),), ("pass", "sound")),
        (VEX_FILE, (vex_document(b"<vex/>"),), ("fail", "overdue")),
    ],
)
def test_a_statement_settles_its_vulnerability(
    vex: dict[str, Any], more: tuple[Sight, ...], expected: tuple[str, str]
) -> None:
    found = evidence(
        dossier(cyclonedx(WEAK), vex=vex, more=more), snapshot=osv(advisory("pile", aliases=["CVE-2026-1"]))
    )
    assert stated(found) == expected
    assert_deletion_never_passes("SEC-31", found)


def test_the_statement_may_stand_in_the_inventory() -> None:
    told = {"id": "OSV-pile", "analysis": {"state": "false_positive", "detail": "inutilisé"},
            "affects": [{"ref": "pkg:pypi/pile@1.5.0"}]}
    found = evidence(dossier(cyclonedx(WEAK, vulnerabilities=[told])), snapshot=osv(advisory("pile")))
    assert stated(found) == ("pass", "sound")


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        (advisory("pile", published="2026-06-20T00:00:00Z"), ("pass", "sound")),
        (advisory("pile", published="2026-05-20T00:00:00Z"), ("fail", "overdue")),
        (advisory("pile", fixed="1.5.0"), ("pass", "sound")),
        (advisory("pile", severity=[]), ("pass", "sound")),
        (advisory("pile", severity=[], database_specific={"severity": "CRITICAL"}), ("fail", "overdue")),
        (advisory("pile", severity=[{"type": "CVSS_V3", "score": "no vector"}]), ("pass", "sound")),
        (advisory("pile", withdrawn="2026-02-01T00:00:00Z"), ("pass", "sound")),
        (advisory("pile", published=""), ("review", "undated")),
        (advisory("pile", fixed="not a version!"), ("review", "version_unreadable")),
        ({"id": 12}, ("inconclusive", "snapshot_unread")),
    ],
)
def test_what_an_advisory_says(entry: dict[str, Any], expected: tuple[str, str]) -> None:
    found = evidence(dossier(cyclonedx(WEAK)), snapshot=osv(entry))
    assert stated(found) == expected
    assert_deletion_never_passes("SEC-31", found)


def test_the_declared_delay_counts_up_to_thirty_days() -> None:
    late = osv(advisory("pile", published="2026-06-10T00:00:00Z"))
    assert stated(evidence(dossier(cyclonedx(WEAK), delay=30), snapshot=late))[0] == "pass"
    assert stated(evidence(dossier(cyclonedx(WEAK), delay=10), snapshot=late)) == ("fail", "overdue")
    later = osv(advisory("pile", published="2026-05-10T00:00:00Z"))
    assert stated(evidence(dossier(cyclonedx(WEAK), delay=365), snapshot=later)) == ("fail", "overdue")


@pytest.mark.parametrize(
    ("as_of", "delay", "expected"),
    [
        ("2026-07-01T00:00:00Z", 30, ("pass", "sound")),
        ("2026-07-02T00:00:00Z", 30, ("inconclusive", "snapshot_old")),
        ("2026-06-08T00:00:00Z", 7, ("pass", "sound")),
        ("2026-06-09T00:00:00Z", 7, ("inconclusive", "snapshot_old")),
        ("2027-06-09T00:00:00Z", 365, ("inconclusive", "snapshot_old")),
    ],
)
def test_a_snapshot_older_than_the_delay_cannot_show_that_nothing_is_overdue(
    as_of: str, delay: int, expected: tuple[str, str]
) -> None:
    assert stated(evidence(dossier(cyclonedx(), delay=delay)), as_of) == expected


def test_an_old_snapshot_still_shows_what_was_overdue_then() -> None:
    found = evidence(dossier(cyclonedx(WEAK)), snapshot=osv(advisory("pile")))
    assert stated(found, "2027-06-09T00:00:00Z") == ("fail", "overdue")


@pytest.mark.parametrize(
    ("found", "clause"),
    [
        (evidence(failed("dossier.read", "gap.missing_input", input="dossier")), "no_dossier"),
        (evidence(read()), "no_sbom"),
        (evidence(dossier(cyclonedx(), delay=None)), "no_delay"),
        (evidence(dossier(b"<bom/>")), "other_format"),
        (evidence(dossier(cyclonedx(specVersion="9.9"))), "other_format"),
        (evidence(dossier(cyclonedx(metadata={}))), "unnamed"),
        (evidence(dossier(cyclonedx(component("x", "1", "hex")))), "not_in_snapshot"),
        (evidence(dossier(cyclonedx(component("x", "1", "deb")))), "not_in_snapshot"),
        (evidence(snapshot=failed("reference.osv", "gap.no_reference", name="osv")), "no_snapshot"),
        (evidence(read(changed(sbom={"files": [{"document": "gone.json"}], "fix_delay_days": 3}))), "no_document"),
    ],
)
def test_what_is_missing_is_inconclusive(found: MemoryEvidence, clause: str) -> None:
    judged = judge_one("SEC-31", found)
    assert judged.verdict == "inconclusive"
    assert clause in clauses(judged)
    assert_deletion_never_passes("SEC-31", found)


def test_a_component_without_purl_is_for_a_person() -> None:
    found = evidence(dossier(cyclonedx({"type": "library", "name": "maison"})))
    assert stated(found) == ("review", "unidentified")
