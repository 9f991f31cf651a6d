"""Facts of the dossier: the declaration, text layers, numbers, names and dates."""

from __future__ import annotations

import random
import zlib
from datetime import date

import pytest

from criteria.facts.dossier import Declaration, declaration
from criteria.facts.dossier_hosting import HdsFields
from criteria.facts.dossier_siren import sirens_in, valid_siren, valid_siret
from criteria.facts.dossier_text import MOST_TEXT, pdf_text
from criteria.facts.dossier_words import dates_in, name_in, plain, same_name
from criteria.facts.reference_pack import packs
from criteria.observation import Observation
from sample_apps.tensio.dossier.pdf import pdf


def observed(kind: str, data: dict[str, object], **blobs: str) -> Observation:
    return Observation(id="o", look="l", kind=kind, probe="p", at="", data=data, blobs=blobs)


def test_every_section_may_be_missing() -> None:
    assert list(declaration(observed("dossier.declaration", {"authors": []}), bytes)) == [Declaration()]


def test_a_declaration_of_another_shape_is_no_fact() -> None:
    assert list(declaration(observed("dossier.declaration", {"dpo": "x"}), bytes)) == []


@pytest.mark.parametrize(
    ("version", "major"), [(2, 2), ("2", 2), (2.0, 2), ("1.1", 1), (1.1, 1), ("", 0), ("v2", 0), ("9" * 50, 0)]
)
def test_the_major_version_of_a_certificate(version: str | int | float, major: int) -> None:
    assert HdsFields(version=version).major == major


def test_text_is_read_from_a_pdf() -> None:
    found = pdf_text(pdf("Certificat", ["N° 12", "Hébergeur (Exemple)"]))
    assert "N° 12" in found.text and "Hébergeur (Exemple)" in found.text
    assert (found.pages, found.cut, found.broken) == (1, False, "")


@pytest.mark.parametrize("raw", [b"", b"hello", b"\x89PNG", b"%PDF-", b"%PDF-1.4\n" + b"1 0 obj\n<<" * 5000])
def test_what_is_no_pdf_has_no_text(raw: bytes) -> None:
    assert pdf_text(raw).text == ""


def test_damaged_documents_never_raise() -> None:
    sound = pdf("Certificat", [f"ligne {number}" for number in range(20)])
    chance = random.Random(1)
    for _ in range(300):
        raw = bytearray(sound)
        for _ in range(chance.randint(1, 20)):
            raw[chance.randrange(len(raw))] = chance.randrange(256)
        pdf_text(bytes(raw[: chance.choice([len(raw), chance.randrange(len(raw))])]))


@pytest.mark.parametrize(
    "content",
    [
        b"\n" * 40_000_000,
        b"BT /F1 1 Tf (a) Tj ET\n" * 150_000,
        b"q " * 1_000_000,
        b"[" * 100_000,
        b"BT /F1 1 Tf (" + b"a" * 3_000_000 + b") Tj ET",
        b"BT /F1 1 Tf [" + b"(a)1 " * 500_000 + b"] TJ ET",
    ],
    ids=["bomb", "operations", "states", "nesting", "text", "array"],
)
def test_greedy_documents_are_bounded(content: bytes) -> None:
    packed = zlib.compress(content, 9)
    sound = pdf("x", ["y"])
    start, end = sound.index(b"<< /Length"), sound.index(b"endobj", sound.index(b"<< /Length"))
    stream = b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream\n" % (len(packed), packed)
    found = pdf_text(sound[:start] + stream + sound[end:])
    assert len(found.text) <= MOST_TEXT + 1
    assert found.cut or found.broken


@pytest.mark.parametrize(
    ("siren", "sound"),
    [("732829320", True), ("999004120", True), ("356000000", True), ("732829321", False), ("73282932", False)],
)
def test_the_key_of_a_siren(siren: str, sound: bool) -> None:
    assert valid_siren(siren) is sound


def test_the_sirets_of_la_poste_have_a_key_of_their_own() -> None:
    assert valid_siret("73282932000074")
    assert valid_siret("35600000049837")
    assert not valid_siret("73282932000075")
    assert not valid_siret("35600000049838")


@pytest.mark.parametrize(
    "text",
    [
        "SIREN : 732 829 320",
        "n° SIREN 732829320",
        "SIRET 732 829 320 00074",
        "SIRET : 73282932000074",
        "RCS Paris B 732 829 320",
        "R.C.S. de Paris sous le numéro 732.829.320",
        "TVA intracommunautaire FR44 732829320",
        "FR 44 732 829 320",
    ],
)
def test_a_siren_is_found_however_it_is_written(text: str) -> None:
    assert {siren for _, siren in sirens_in(text)} == {"732829320"}


@pytest.mark.parametrize("text", ["Téléphone 01 99 00 41 20", "au capital de 100 000 000 €", "le 732829320", ""])
def test_other_numbers_are_no_siren(text: str) -> None:
    assert list(sirens_in(text)) == []


@pytest.mark.parametrize(
    "text",
    ["31/05/2029", "31-05-2029", "31.05.2029", "2029-05-31", "31 mai 2029", "31 MAI 2029", "May 31, 2029"],
)
def test_a_date_is_found_however_it_is_written(text: str) -> None:
    assert list(dates_in(f"jusqu’au {text} inclus")) == [date(2029, 5, 31)]


def test_what_is_no_date_is_left_out() -> None:
    assert list(dates_in("32/01/2026, 31/02/2026, 1/2/26, 1er août 2027")) == [date(2027, 8, 1)]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Hébergeur Exemple SAS", "HEBERGEUR EXEMPLE", True),
        ("Exemple S.A.S.", "exemple", True),
        ("OVH SAS", "OVHcloud", None),
        ("Hôte Alpha", "Hôte Beta", None),
        ("Alpha SAS", "Beta SAS", False),
        ("", "Beta", None),
    ],
)
def test_names_of_companies_are_compared_without_their_form(one: str, other: str, same: bool | None) -> None:
    assert same_name(one, other) is same
    assert same_name(other, one) is same


def test_a_name_is_found_in_a_text() -> None:
    assert name_in("Hébergeur Exemple Santé SAS", "Titulaire : HÉBERGEUR\nEXEMPLE  SANTÉ")
    assert not name_in("Hébergeur Exemple", "Hébergeur de l’Exemple")
    assert not name_in("SAS", "SAS")
    assert plain("L’Œuvre – Été") == "l'oeuvre - ete"


def test_a_pack_gives_its_entries() -> None:
    seen = observed("reference.pack", {"name": "hds", "version": "2026-06-01", "source": "x", "lab": True}, pack="d")
    (found,) = packs(seen, lambda _: b"entries: [{siren: '732829320'}, {siren: '999004120'}]")
    assert found.having("siren", "732 829 320") == ({"siren": "732829320"},)
    assert found.having("siren", "") == ()


@pytest.mark.parametrize("raw", [b"", b"entries: 3", b"entries: [1]", b"{", b"\xff\xfe\x00", b"entries: &a [*a]"])
def test_a_pack_that_is_none_gives_nothing_or_no_entries(raw: bytes) -> None:
    seen = observed("reference.pack", {"name": "hds", "version": "x"}, pack="d")
    assert all(found.entries == () for found in packs(seen, lambda _: raw))
