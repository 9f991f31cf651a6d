"""Objects of a person: measures and their reports, documents, and the interface."""

from __future__ import annotations

import io
import re

import pypdf
import pytest

from sample_apps.tensio.files import checked, stored_name
from tests.sample_apps.conftest import Running
from tests.sample_apps.visitor import Visitor, notice

PDF = b"%PDF-1.4\n%fin\n"


def signed_in(tensio: Running, account: str = "A") -> Visitor:
    visitor = tensio.visitor()
    visitor.sign_in(account)
    return visitor


def token_of(visitor: Visitor) -> str:
    return str(visitor.http.post(visitor.url + "/api/v1/jeton", json={}).json()["jeton"])


def upload(visitor: Visitor, name: str, content: bytes, kind: str = "application/pdf") -> tuple[int, str, str]:
    """Status, address and notice of an upload."""
    form = re.search(r'name="jeton" value="([^"]+)"', visitor.get("/documents").text)
    assert form
    files = {"fichier": (name, content, kind)}
    answer = visitor.http.post(
        visitor.url + "/documents", data={"jeton": form[1], "titre": "Ordonnance"}, files=files
    )
    return answer.status_code, answer.url.removeprefix(visitor.url), notice(answer)


def test_a_measure_and_its_report_are_its_owners(tensio: Running) -> None:
    alice, bruno = signed_in(tensio), signed_in(tensio, "B")
    path = re.search(r'href="(/mesures/[\w-]+)"', alice.get("/journal").text)
    assert path
    report = path[1].replace("/mesures/", "/comptes-rendus/")
    assert "CANARI-A" in alice.get(path[1]).text
    text = pypdf.PdfReader(io.BytesIO(alice.get(report).content)).pages[0].extract_text()
    assert "CANARI-A" in text
    for place in (path[1], report):
        assert bruno.get(place).status_code == 404
        assert tensio.visitor().get(place, follow=False).status_code == 303


def test_a_document_comes_in_and_goes_out_as_a_download(tensio: Running) -> None:
    alice = signed_in(tensio)
    status, path, _ = upload(alice, "../../ma liste.pdf", PDF)
    assert (status, path.startswith("/documents/")) == (200, True)
    file = alice.get(f"{path}/fichier")
    assert file.content == PDF
    assert file.headers["Content-Disposition"] == 'attachment; filename="ma-liste.pdf"'
    assert file.headers["X-Content-Type-Options"] == "nosniff"
    assert signed_in(tensio, "B").get(f"{path}/fichier").status_code == 404
    assert tensio.visitor().get(f"{path}/fichier").status_code == 404


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"<html></html>", "PDF et JPEG"),
        (b"%PDF-1.4 /JavaScript (a)", "programme"),
        (b"%PDF-" + b"0" * 5 * 1024 * 1024, "5 Mo"),
    ],
)
def test_what_is_refused_is_told(tensio: Running, content: bytes, words: str) -> None:
    status, _, told = upload(signed_in(tensio), "a.pdf", content)
    assert (status, words in told) == (422, True)


def test_the_interface_answers_its_own_tokens_alone(tensio: Running) -> None:
    token = token_of(signed_in(tensio))
    bare = tensio.visitor()
    address = bare.url + "/api/v1/mesures"
    assert "CANARI-A" in bare.http.get(address, headers={"Authorization": f"Bearer {token}"}).text
    for worthless in ("", "x", f"{token[:-6]}AAAAAA", "a.b.c"):
        assert bare.http.get(address, headers={"Authorization": f"Bearer {worthless}"}).status_code == 401
    assert bare.http.get(address).status_code == 401


def test_names_and_types_come_from_the_content() -> None:
    assert stored_name("../..\\é x.exe.pdf", "application/pdf") == "x-exe.pdf"
    assert checked("application/pdf", b"\xff\xd8\xff\xe0") == "image/jpeg"
    assert checked("application/pdf", b"MZ") == "unknown"
