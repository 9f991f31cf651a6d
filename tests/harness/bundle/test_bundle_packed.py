"""One file out of a sealed bundle: the same bytes each time; and archives that strangers made."""

from __future__ import annotations

import io
import random
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from harness.audit.evaluate import evaluate
from harness.bundle import open_bundle
from harness.bundle import packed as packed_module
from harness.bundle.log import LOG, SEAL
from harness.bundle.packed import pack
from harness.errors import BundleError, TamperedError
from tests.harness.bundle.a_plan import sealed_bundle


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return sealed_bundle(tmp_path_factory.mktemp("packed") / "bundle", looks=2)


@pytest.fixture
def archive(bundle: Path, tmp_path: Path) -> Path:
    pack(bundle, tmp_path / "bundle.zip")
    return tmp_path / "bundle.zip"


def test_a_packed_bundle_is_the_same_evidence(bundle: Path, archive: Path) -> None:
    folder, file = open_bundle(bundle), open_bundle(archive)
    assert (file.head, file.entries, file.sealed) == (folder.head, folder.entries, True)
    assert list(file.observations) == list(folder.observations)
    assert evaluate(archive) == evaluate(bundle)


def test_the_same_bundle_packs_to_the_same_bytes(bundle: Path, archive: Path, tmp_path: Path) -> None:
    """Whatever lies beside the bundle's files, and whatever their times."""
    copy = tmp_path / "copy"
    for path in sorted((path for path in bundle.rglob("*") if path.is_file()), reverse=True):
        target = copy / path.relative_to(bundle)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(path.read_bytes())
    (copy / "blobs" / "aa.new").write_bytes(b"left by a kill")
    (copy / "notes.json").write_bytes(b"{}")
    (copy / ".DS_Store").write_bytes(b"")
    pack(copy, tmp_path / "again.zip")
    assert (tmp_path / "again.zip").read_bytes() == archive.read_bytes()


def test_what_is_no_bundle_cannot_be_packed(tmp_path: Path, archive: Path) -> None:
    for path in (tmp_path, archive):
        with pytest.raises(BundleError):
            pack(path, tmp_path / "again.zip")


def test_flipped_bytes_of_an_archive_change_nothing_or_are_found(bundle: Path, archive: Path) -> None:
    """A flip in a member's unused fields may be harmless; it never changes the evidence and never surprises."""
    raw = archive.read_bytes()
    head = open_bundle(bundle).head
    chance = random.Random(3)
    for place in {*chance.sample(range(len(raw)), 1200), *range(len(raw) - 400, len(raw))}:
        archive.write_bytes(raw[:place] + bytes([raw[place] ^ (1 << chance.randrange(8))]) + raw[place + 1 :])
        try:
            found = open_bundle(archive)
        except (BundleError, TamperedError):
            continue
        assert found.head == head


def test_an_archive_cut_anywhere_is_refused(archive: Path) -> None:
    raw = archive.read_bytes()
    for size in random.Random(4).sample(range(len(raw)), 300):
        archive.write_bytes(raw[:size])
        with pytest.raises(BundleError):
            open_bundle(archive)


def repacked(archive: Path, change: Callable[[dict[str, bytes]], list[tuple[str, bytes]]], **named: int) -> Path:
    with zipfile.ZipFile(archive) as old:
        members = {info.filename: old.read(info) for info in old.infolist()}
    with zipfile.ZipFile(archive, "w", named.get("compression", zipfile.ZIP_DEFLATED)) as new:
        for name, raw in change(members):
            new.writestr(name, raw)
    return archive


def test_an_archive_made_with_other_settings_is_the_same_evidence(bundle: Path, archive: Path) -> None:
    for compression in (zipfile.ZIP_STORED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA):
        repacked(archive, lambda members: list(reversed(members.items())), compression=compression)
        assert open_bundle(archive).head == open_bundle(bundle).head


@pytest.mark.parametrize(
    "name",
    [
        "../../outside",
        "/etc/passwd",
        "blobs/../../outside",
        "C:\\windows\\x",
        "blobs\\aa\\x",
        "./log.ndjson",
        "blobs/aa/" + "b" * 64,
        "blobs/aa/" + "a" * 65,
        "other.txt",
        "LOG.NDJSON",
        "log.ndjson/",
        "x" * 60_000,
    ],
)
def test_a_name_that_no_bundle_has_is_refused(archive: Path, name: str) -> None:
    repacked(archive, lambda members: [*members.items(), (name, b"x")])
    with pytest.raises(BundleError):
        open_bundle(archive)
    assert not (archive.parent.parent / "outside").exists()


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_name_twice_is_refused(archive: Path) -> None:
    for name in (LOG, SEAL):
        repacked(archive, lambda members, name=name: [*members.items(), (name, members[name])])  # type: ignore[misc]
        with pytest.raises(BundleError) as refused:
            open_bundle(archive)
        assert refused.value.key == "bundle.doubled_file"
        archive.unlink()
        pack_again(archive)


def pack_again(archive: Path) -> None:
    pack(sealed_bundle(archive.parent / f"again-{len(list(archive.parent.iterdir()))}", looks=1), archive)


def test_a_missing_member_is_found(archive: Path) -> None:
    raw = archive.read_bytes()
    with zipfile.ZipFile(archive) as held:
        names = held.namelist()
    for name in names:
        archive.write_bytes(raw)
        repacked(archive, lambda members, name=name: [one for one in members.items() if one[0] != name])  # type: ignore[misc]
        if name == SEAL:
            assert not open_bundle(archive).sealed
        else:
            with pytest.raises((BundleError, TamperedError)):
                open_bundle(archive)


def test_a_changed_member_is_found(archive: Path) -> None:
    raw = archive.read_bytes()
    with zipfile.ZipFile(archive) as held:
        names = [name for name in held.namelist() if name != SEAL]
    for name in names:
        archive.write_bytes(raw)
        repacked(archive, lambda members, name=name: list({**members, name: members[name] + b"x"}.items()))  # type: ignore[misc]
        with pytest.raises(TamperedError):
            open_bundle(archive)


def with_sizes(raw: bytes, size: int) -> bytes:
    """Every member declares that it unpacks to ``size`` bytes (central directory, offset 24)."""
    changed, place = bytearray(raw), raw.find(b"PK\x01\x02")
    while place >= 0:
        changed[place + 24 : place + 28] = struct.pack("<L", size)
        place = raw.find(b"PK\x01\x02", place + 4)
    return bytes(changed)


def test_huge_declared_sizes_are_refused_unread(archive: Path) -> None:
    raw = archive.read_bytes()
    for size in (0xFFFFFFFE, 257 * 1024 * 1024, 0xFFFFFFFF):
        archive.write_bytes(with_sizes(raw, size))
        with pytest.raises(BundleError):
            open_bundle(archive)


def test_small_declared_sizes_are_believed_and_found_out(archive: Path) -> None:
    archive.write_bytes(with_sizes(archive.read_bytes(), 100))
    with pytest.raises((BundleError, TamperedError)):
        open_bundle(archive)


def test_a_bomb_is_refused(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Bounds made small here, so that the test needs no large file: one member, then many together."""
    monkeypatch.setattr(packed_module, "LARGEST_FILE", 1_000_000)
    monkeypatch.setattr(packed_module, "LARGEST_WHOLE", 3_000_000)
    raw = archive.read_bytes()
    repacked(archive, lambda members: list({**members, LOG: b"\n" * 1_000_001}.items()))
    with pytest.raises(BundleError) as refused:
        open_bundle(archive)
    assert refused.value.key == "bundle.no_file"
    archive.write_bytes(raw)
    many = [(f"blobs/{number:02x}/{number:02x}{'0' * 62}", b"\0" * 900_000) for number in range(4)]
    repacked(archive, lambda members: [*members.items(), *many])
    with pytest.raises(BundleError) as refused:
        open_bundle(archive)
    assert refused.value.key == "bundle.too_large"


def test_comments_zip64_and_long_directories_are_refused(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    raw = archive.read_bytes()
    end = raw.rfind(b"PK\x05\x06")
    locator = b"PK\x06\x07" + struct.pack("<LQL", 0, 0, 1)
    commented = raw[:-2] + struct.pack("<H", 3) + b"abc"
    for hostile in (raw[:end] + locator + raw[end:], commented, raw + b"abc", b"PK\x05\x06" + b"\0" * 18, b"PK"):
        archive.write_bytes(hostile)
        with pytest.raises(BundleError):
            open_bundle(archive)
    archive.write_bytes(raw)
    monkeypatch.setattr(packed_module, "LARGEST_DIRECTORY", 100)
    with pytest.raises(BundleError):
        open_bundle(archive)


def test_encrypted_and_unknown_members_are_refused(archive: Path) -> None:
    raw = archive.read_bytes()
    for offset, value in ((8, 1), (10, 99), (10, 9)):
        changed, place = bytearray(raw), raw.find(b"PK\x01\x02")
        while place >= 0:
            changed[place + offset : place + offset + 2] = struct.pack("<H", value)
            place = raw.find(b"PK\x01\x02", place + 4)
        archive.write_bytes(bytes(changed))
        with pytest.raises(BundleError):
            open_bundle(archive)


def test_an_archive_in_an_archive_is_no_bundle(archive: Path) -> None:
    inner = io.BytesIO(archive.read_bytes()).getvalue()
    with zipfile.ZipFile(archive, "w") as outer:
        outer.writestr("bundle.zip", inner)
    with pytest.raises(BundleError):
        open_bundle(archive)
