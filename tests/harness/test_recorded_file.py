"""The file of recorded bundles: made anew in part, it keeps the rest and nothing that nobody names."""

from __future__ import annotations

import io
import tarfile
from pathlib import Path

import msgspec
import pytest

from criteria.observation import Plan
from harness.bundle import BundleWriter
from harness.errors import TamperedError
from harness.recorded import recorded, write_recorded
from reports.signing import Signer, seal
from tests.support.evidence import CANDIDATE

AT = "2026-07-01T10:00:00.000Z"
PLAN = Plan(
    candidate=msgspec.to_builtins(CANDIDATE),
    profile="lab",
    origin="self_test",
    engine="0",
    criteria=(),
    looks=(),
    at=AT,
)


def bundle(folder: Path, text: bytes) -> Path:
    writer = BundleWriter.create(folder, PLAN)
    writer.observe({"response_body": text}, (), look="x", kind="k", probe="p", at=AT, mono_ns=1)
    signer = Signer.generate()
    writer.seal(lambda head, entries: seal(signer, head, entries))
    return folder


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    target = tmp_path / "recorded.tar.xz"
    write_recorded(target, {"a": bundle(tmp_path / "a", b"first"), "b": bundle(tmp_path / "b", b"second")})
    return target


def names(target: Path) -> dict[str, set[bytes]]:
    return {
        name: {found.blob(digest) for seen in found.observations for digest in seen.blobs.values()}
        for name, found in recorded(target)
    }


def test_one_bundle_made_anew_leaves_the_others(kept: Path, tmp_path: Path) -> None:
    write_recorded(kept, {"b": bundle(tmp_path / "b2", b"third"), "c": bundle(tmp_path / "c", b"first")}, keep=True)
    assert names(kept) == {"a": {b"first"}, "b": {b"third"}, "c": {b"first"}}
    with tarfile.open(kept) as packed:
        held = [packed.extractfile(one) for one in packed if one.name.startswith("blobs/")]
        assert sorted(file.read() for file in held if file) == [b"first", b"third"]


def test_without_keep_the_file_is_made_anew(kept: Path, tmp_path: Path) -> None:
    write_recorded(kept, {"c": bundle(tmp_path / "c", b"first")})
    assert set(names(kept)) == {"c"}


def test_a_changed_blob_is_told(kept: Path, tmp_path: Path) -> None:
    with tarfile.open(kept) as packed:
        opened = [(one, packed.extractfile(one)) for one in packed]
        members = [(one, file.read()) for one, file in opened if file]
    with tarfile.open(kept, "w:xz") as packed:
        for one, raw in members:
            packed.addfile(one, io.BytesIO(raw.replace(b"first", b"worst")))
    with pytest.raises(TamperedError):
        list(recorded(kept))
