"""GDP-15: people correct what they entered, and take everything along."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import zipfile
from typing import Any

import msgspec
import pytest

from tests.support.evidence import (
    CANDIDATE,
    Looked,
    MemoryEvidence,
    Sight,
    assert_deletion_never_passes,
    bundle_of,
    clauses,
    failed,
    judge_one,
    looked,
)
from tests.support.rights import NEW, OLD, act, arrived, crawl, html, seen

A, B = "canari-alpha-7f3a", "canari-bravo-2c9e"
APP = msgspec.structs.replace(
    CANDIDATE, accounts=("a", "b"), canaries={"a": {"health": A}, "b": {"health": B}}, journeys=("sign_in", "sign_up")
)
EXPORT, EDIT = "rights.export", "rights.edit"
ATTACHED = (("content-disposition", "attachment; filename=export.json"),)
PENDING = json.dumps({"status": "pending", "id": 7})
ACCENTED = "Douleur à l’épaule, l'« été » dernier"
BUNDLE = json.dumps({"resourceType": "Bundle", "entry": [{"note": A}]})


def file(body: str | bytes, kind: str = "application/json", **more: Any) -> Sight:
    return seen(EXPORT, "export", "/e", body, journey="export_data", content_type=kind, **{"step": 1, **more})


def export(*files: Sight, shown: str = A, outcome: str = "accepted", **more: Any) -> Looked:
    before = seen(EXPORT, "before", "/journal", html(f"<p>{shown}</p>"))
    return looked(EXPORT, before, *files, act("export_data", "export", outcome, **more))


def edit(*read: Sight, outcome: str = "accepted", **more: Any) -> Looked:
    tried = act("edit_measure", "edited", outcome, **{"canaries": NEW, "borne": ("health",), **more})
    return looked(EDIT, *arrived(EDIT, "entered"), tried, *read)


def reading(text: str, path: str = "/journal") -> Sight:
    return seen(EDIT, "read", path, html(f"<p>{text}</p>"))


SOUND_EXPORT, SOUND_EDIT = export(file(BUNDLE)), edit(reading(NEW["health"]))


def control() -> tuple[Looked, ...]:
    report = file("%PDF-1.4", "application/pdf")
    wrong = (looked(EXPORT, report, act("export_data", "export")), edit(reading(OLD["health"] + NEW["health"])))
    return tuple(msgspec.structs.replace(one, subject="control") for one in wrong)


def evidence(taken: Looked = SOUND_EXPORT, corrected: Looked = SOUND_EDIT, **candidate: Any) -> MemoryEvidence:
    app = msgspec.structs.replace(APP, **candidate)
    return bundle_of(crawl(), taken, corrected, *control(), candidate=app)


def verdict_of(found: MemoryEvidence) -> tuple[str, str]:
    judged = judge_one("GDP-15", found)
    return judged.verdict.value, clauses(judged)[0]


def zipped(**files: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for name, text in files.items():
            packed.writestr(zipfile.ZipInfo(name), text)
    return out.getvalue()


def locked() -> bytes:
    """An archive that says of its file that a password shuts it."""
    raw = bytearray(zipped(donnees="a;b\n1;2\n"))
    raw[6] |= 1
    raw[raw.index(b"PK\x01\x02") + 8] |= 1
    return bytes(raw)


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (BUNDLE, "application/fhir+json"),
        (BUNDLE, "application/octet-stream"),
        (json.dumps({"notes": [A]}), "text/plain"),
        (f"date;note\n2026-01-01;{A}\n", "text/csv"),
        (f"<Bundle xmlns='http://hl7.org/fhir'><note>{A}</note></Bundle>", "application/xml"),
        (zipped(donnees=f"a;b\n1;{A}\n"), "application/zip"),
        (json.dumps({"note": A}) + "\n" + json.dumps({"note": "x"}), "application/x-ndjson"),
        (gzip.compress(BUNDLE.encode(), mtime=0), "application/gzip"),
        (f"date;note\n2026-01-01;{A}\n".encode("utf-16"), "text/csv"),
        (f"date;note\n2026-01-01;été {A}\n".encode("cp1252"), "text/csv"),
    ],
)
def test_an_export_that_programs_can_read_passes(body: str | bytes, kind: str) -> None:
    assert verdict_of(evidence(export(file(body, kind)))) == ("pass", "export_sound")


@pytest.mark.parametrize(
    "body",
    [
        json.dumps({"note": ACCENTED}) + "\n" + json.dumps({"note": "x"}),
        f"<a><note>{ACCENTED.replace('é', '&#233;').replace(chr(39), '&apos;')}</note></a>",
        f"date;note\n2026;{ACCENTED}\n".encode("cp1252"),
    ],
)
def test_what_a_person_wrote_is_found_however_the_file_writes_it(body: str | bytes) -> None:
    canaries = {"a": {"health": ACCENTED}, "b": {"health": B}}
    taken = export(file(body, "text/plain"), shown=ACCENTED)
    assert verdict_of(evidence(taken, canaries=canaries)) == ("pass", "export_sound")


def test_a_spreadsheet_alone_is_for_a_person_to_judge() -> None:
    book = zipped(**{"xl/workbook.xml": "<w/>", "xl/sharedStrings.xml": f"<s>{A}</s>"})
    assert verdict_of(evidence(export(file(book, "application/zip")))) == ("review", "spreadsheet_only")


def test_the_sound_app_passes_and_rests_on_every_observation() -> None:
    found = evidence()
    assert verdict_of(found)[0] == "pass"
    assert_deletion_never_passes("GDP-15", found)


def test_a_document_for_reading_beside_the_data_does_no_harm() -> None:
    assert verdict_of(evidence(export(file("%PDF-1.4", "application/pdf"), file(BUNDLE))))[0] == "pass"


@pytest.mark.parametrize(
    ("taken", "clause"),
    [
        (export(file("%PDF-1.4 " + A, "application/pdf")), "not_structured"),
        (export(file(f"Mes notes : {A}", "text/plain")), "not_structured"),
        (export(file(html(A), "text/html", step=2)), "not_structured"),
        (export(file("[" * 200_000)), "not_structured"),
        (export(file("<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "application/xml")), "not_structured"),
        (export(file("{}", headers=ATTACHED)), "export_lacks"),
        (export(file(json.dumps([hashlib.sha256(A.encode()).hexdigest()]), headers=ATTACHED)), "export_lacks"),
        (export(file(zipped(**{"word/document.xml": f"<w>{A}</w>"}), "application/zip")), "not_structured"),
        (export(file(json.dumps([A, B]))), "export_holds_other"),
        (export(outcome="refused", status=500), "export_refused"),
        (export(outcome="not_declared"), "no_export"),
    ],
)
def test_an_export_that_is_missing_or_wrong_fails(taken: Looked, clause: str) -> None:
    found = evidence(taken)
    assert verdict_of(found) == ("fail", clause)
    assert_deletion_never_passes("GDP-15", found)


@pytest.mark.parametrize(
    ("corrected", "clause"),
    [
        (edit(reading(OLD["health"])), "old_served"),
        (edit(reading(NEW["health"]), reading(OLD["health"], "/api")), "old_served"),
        (edit(reading("rien")), "new_not_served"),
        (edit(outcome="refused", status=422), "edit_refused"),
        (edit(outcome="not_declared"), "no_edit"),
    ],
)
def test_a_correction_that_does_not_hold_fails(corrected: Looked, clause: str) -> None:
    found = evidence(corrected=corrected)
    assert verdict_of(found) == ("fail", clause)
    assert_deletion_never_passes("GDP-15", found)


@pytest.mark.parametrize(
    ("taken", "corrected", "clause"),
    [
        (export(), SOUND_EDIT, "not_delivered"),
        (export(file(PENDING)), SOUND_EDIT, "not_delivered"),
        (export(file(html(A), "text/html")), SOUND_EDIT, "not_delivered"),
        (export(file(locked(), "application/zip", headers=ATTACHED)), SOUND_EDIT, "export_unread"),
        (export(file(b"7z\xbc\xaf\x27\x1c\x00\x04" + bytes(40), "application/x-7z")), SOUND_EDIT, "export_unread"),
        (export(file(BUNDLE), shown="rien"), SOUND_EDIT, "canary_unseen"),
        (export(file(BUNDLE + " " * 5_000_000)), SOUND_EDIT, "export_cut"),
        (export(outcome="form_missing", step=1), SOUND_EDIT, "undriven"),
        (export(outcome="refused", status=503), SOUND_EDIT, "undriven"),
        (SOUND_EXPORT, edit(), "edit_untried"),
        (SOUND_EXPORT, edit(reading(OLD["health"]), borne=()), "edit_bears_nothing"),
        (SOUND_EXPORT, edit(outcome="refused", step=1, status=404), "undriven"),
        (SOUND_EXPORT, looked(EDIT, act("sign_up", "entered", "refused")), "undriven"),
        (SOUND_EXPORT, failed(EDIT, "gap.missing_input", input="journeys.sign_up"), "gap.missing_input"),
    ],
)
def test_what_was_not_tried_to_the_end_is_inconclusive(taken: Looked, corrected: Looked, clause: str) -> None:
    judged = judge_one("GDP-15", evidence(taken, corrected))
    assert judged.verdict == "inconclusive"
    assert clause in clauses(judged)


def test_a_page_that_speaks_of_an_export_needs_its_journey() -> None:
    before = seen(EXPORT, "before", "/compte", html(f"{A} <a href='/e'>Exporter mes données</a>"))
    taken = looked(EXPORT, before, act("export_data", "export", "not_declared"))
    assert verdict_of(evidence(taken)) == ("inconclusive", "export_undeclared")


def test_without_accounts_nothing_is_kept() -> None:
    nothing = looked(EXPORT, act("export_data", "export", "not_declared"))
    nobody = looked(EDIT, act("sign_up", "entered", "not_declared"))
    found = evidence(nothing, nobody, accounts=(), canaries={}, journeys=())
    assert verdict_of(found) == ("not_applicable", "nothing_kept")


def test_a_mobile_app_is_not_seen() -> None:
    assert verdict_of(evidence(faces=("web", "mobile"))) == ("inconclusive", "mobile_unseen")


def test_without_its_control_nothing_is_concluded() -> None:
    assert judge_one("GDP-15", bundle_of(crawl(), SOUND_EXPORT, SOUND_EDIT, candidate=APP)).verdict == "inconclusive"
