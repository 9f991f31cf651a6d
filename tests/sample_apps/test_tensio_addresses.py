"""The faults of addresses: each puts into an address what it says, and its harmless likes do not."""

from __future__ import annotations

import base64
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from sample_apps.tensio.faults.addresses import FAULTS
from tests.sample_apps.conftest import Lab, run_tensio
from tests.sample_apps.visitor import ACCOUNTS, SESSION, Visitor

NOTE = "note d’essai 4"
MEASURE = {"systolique": "131", "diastolique": "82", "pouls": "67", "date": "2026-01-05T07:30", "note": NOTE}


def seen(lab: Lab, data: Path, *faults: str) -> dict[str, str]:
    """Where a person is sent after signing in and after adding a measure, what the diary holds, and the session."""
    options = [part for name in faults for part in ("--fault", name)]
    with run_tensio(lab, data, *options) as app:
        visitor: Visitor = app.visitor()
        signed_in = visitor.sign_in(follow=False).headers["Location"]
        added = visitor.submit("/journal", "/mesures", MEASURE, follow=False).headers["Location"]
        diary = visitor.get("/journal").text
        return {"signed_in": signed_in, "added": added, "diary": diary, "session": visitor.http.cookies[SESSION]}


def test_the_sound_app_keeps_its_addresses_bare(lab: Lab, tmp_path: Path) -> None:
    found = seen(lab, tmp_path)
    assert (found["signed_in"], found["added"]) == ("/journal", "/journal")
    assert "/journal?" not in found["diary"]


def test_faults_of_redirects(lab: Lab, tmp_path: Path) -> None:
    assert parse_qs(urlsplit(seen(lab, tmp_path / "a", "note_in_redirect")["added"]).query) == {"note": [NOTE]}
    filtered = parse_qs(urlsplit(seen(lab, tmp_path / "b", "note_coded_in_redirect")["added"]).query)["filtre"][0]
    assert base64.urlsafe_b64decode(filtered + "=" * (-len(filtered) % 4)).decode() == f"note={NOTE}"
    opaque = parse_qs(urlsplit(seen(lab, tmp_path / "c", "id_in_redirect")["added"]).query)
    assert (opaque["fait"], len(opaque["mesure"][0])) == (["note"], 36)
    session = seen(lab, tmp_path / "d", "session_in_url")
    assert session["signed_in"] == f"/journal?session={session['session']}"


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ("note_in_link", f"/journal?note={ACCOUNTS['TENSIO_A_CANARY']}"),
        ("form_token_in_link", "/journal?jeton="),
        ("search_by_post", 'method="post" action="/journal/recherche"'),
    ],
)
def test_faults_of_the_diary(lab: Lab, tmp_path: Path, fault: str, words: str) -> None:
    assert words in seen(lab, tmp_path, fault)["diary"]


def test_the_search_goes_by_post(lab: Lab, tmp_path: Path) -> None:
    with run_tensio(lab, tmp_path, "--fault", "search_by_post") as app:
        visitor = app.visitor()
        visitor.sign_in()
        answer = visitor.submit("/journal", "/journal/recherche", {"cherche": NOTE}, follow=False)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/journal")


def test_every_fault_is_known() -> None:
    assert set(FAULTS) == {
        "note_in_redirect", "note_coded_in_redirect", "note_in_link", "session_in_url", "token_in_query",
        "form_token_in_link", "id_in_redirect", "search_by_post",
    }  # fmt: skip
