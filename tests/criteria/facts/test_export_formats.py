"""In what format an export is, by its bytes; whatever the bytes are."""

from __future__ import annotations

import pytest

from criteria.facts.export_formats import format_of, readable


@pytest.mark.parametrize(
    ("raw", "kind", "found"),
    [
        (b'{"resourceType": "Bundle"}', "", "fhir"),
        (b'\xef\xbb\xbf[{"a": 1}]', "text/plain", "json"),
        (b'{"a": 1}\n{"a": 2}\n', "", "json"),
        (b"<Bundle xmlns='http://hl7.org/fhir'/>", "", "fhir"),
        (b"<?xml version='1.0'?><a><b/></a>", "", "xml"),
        (b"\xef\xbb\xbfa;b\r\n1;2\r\n", "", "csv"),
        (b"a\tb\n1\t2\n", "", "csv"),
        (b"a\n1\n", "text/csv", "csv"),
        (b"%PDF-1.7 {", "application/json", "pdf"),
        (b"<!DOCTYPE html><p>a,b", "text/csv", "html"),
        (b"Bonjour, voici vos mesures.\nA lundi, donc, merci, salut.", "", "text"),
        (b"\xff\xd8\xff\xe0\x00\x10", "", "image"),
        (b"\x28\xb5\x2f\xfd\x04\x00", "", "binary"),
        ("a;b\r\né;2\r\n".encode("utf-16"), "", "csv"),
        ("a;b\r\né;2\r\n".encode("cp1252"), "", "csv"),
        (b"{" * 100_000, "", "unknown"),
        (b"[" * 100_000, "", "unknown"),
        (b'<!DOCTYPE a [<!ENTITY b "c"><!ENTITY d "&b;&b;">]><a>&d;</a>', "", "unknown"),
        (b"<a>" * 100_000, "", "unknown"),
        (b"", "", "text"),
    ],
)
def test_the_bytes_tell(raw: bytes, kind: str, found: str) -> None:
    assert format_of(kind, raw) == found


def test_json_is_read_with_its_escapes_resolved() -> None:
    assert "canari-é" in readable(b'{"note": "canari-\\u00e9"}')
    assert readable(b"\xff{") == "ÿ{"
