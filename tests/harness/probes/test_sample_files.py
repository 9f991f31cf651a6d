"""Files that an audit sends up, and the step that sends one."""

from __future__ import annotations

import io
import zipfile
from email import message_from_bytes

import pypdf
import pytest

from harness.manifest.steps import Step, StepFile
from harness.probes.exchange.placeholders import Unfilled, Value
from harness.probes.exchange.step_request import MULTIPART, path_of, step_request
from harness.probes.hostile.variants import variants
from harness.sample_files import BOMB_BYTES, EICAR, sample_file

FILE = StepFile(
    field="fichier", name='a"b.pdf', type="application/pdf", content="${sample.pdf.health}", limit=5000
)


def known(name: str) -> Value | None:
    return {"canary.health": "canari-7", "form.jeton": "j", "form.id": "a/b"}.get(name)


def test_a_sound_pdf_bears_its_mark() -> None:
    page = pypdf.PdfReader(io.BytesIO(sample_file("pdf", "canari-7") or b"")).pages[0]
    assert page.extract_text().strip() == "canari-7"


def test_hostile_files_are_what_they_say() -> None:
    assert len(EICAR) == 68
    assert len(sample_file("large", "m", 5000) or b"") == 5001
    archive = zipfile.ZipFile(io.BytesIO(sample_file("bomb") or b""))
    assert archive.infolist()[0].file_size == BOMB_BYTES
    assert sample_file("unheard") is None


def test_a_step_with_a_file_is_a_multipart_form() -> None:
    step = Step(path="/d", method="POST", form={"jeton": "${form.jeton}", "titre": "É"}, file=FILE)
    sent = step_request(step, "/d", known)
    message = message_from_bytes(f"Content-Type: {MULTIPART}\r\n\r\n".encode() + sent.body)
    parts = message.get_payload()
    assert isinstance(parts, list)
    assert [part.get_param("name", header="content-disposition") for part in parts] == ["jeton", "titre", "fichier"]
    assert parts[2].get_filename() == "a%22b.pdf"
    assert b"canari-7" in parts[2].get_payload(decode=True)


def test_an_unknown_sample_is_missing() -> None:
    step = Step(path="/d", method="POST", file=StepFile(field="f", name="n", type="a/b", content="${sample.unheard}"))
    with pytest.raises(Unfilled):
        step_request(step, "/d", known)


def test_a_value_in_a_path_is_one_segment() -> None:
    assert path_of(Step(path="/m/${form.id}/note"), known) == "/m/a%2Fb/note"


def test_variants_keep_the_ending_of_the_sound_file() -> None:
    made = list(variants(FILE, ["static"]))
    assert [one.name for one in made] == ["sound", "malware", "html", "svg", "large", "archive", "climbing", "climbing"]
    climbing = made[-1]
    assert climbing.file(FILE).name.startswith("../../static/") and climbing.escapes[0].startswith("/static/")
    assert "large" not in [one.name for one in variants(StepFile(field="f", name="n", type="a/b", content="x"), [])]
