"""Every change of a sealed bundle is found, and told in one way: ``TamperedError`` or ``BundleError``."""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from criteria.evidence import MissingBlob
from harness.audit.evaluate import evaluate
from harness.bundle import BundleWriter, open_bundle
from harness.bundle.log import GENESIS, LOG, SEAL, digest_of
from harness.errors import BundleError, ProbantError, TamperedError
from reports.signing import SignatureWrong, Signer, check_seal, seal
from tests.harness.bundle.a_plan import AT, plan, sealed_bundle


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return sealed_bundle(tmp_path_factory.mktemp("original") / "bundle", looks=3)


@pytest.fixture
def bundle(original: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(original, tmp_path / "bundle"))


def refusal(bundle: Path) -> ProbantError:
    """The one error that opening and checking the bundle raises."""
    with pytest.raises((TamperedError, BundleError)) as caught:
        opened_and_checked(bundle)
    return caught.value


def opened_and_checked(bundle: Path) -> None:
    found = open_bundle(bundle)
    if not found.sealed:
        raise TamperedError("bundle.seal_wrong")
    try:
        check_seal(found.seal(), found.head, found.entries)
    except SignatureWrong as wrong:
        raise TamperedError("bundle.seal_wrong") from wrong


def test_the_original_is_sound(bundle: Path) -> None:
    opened_and_checked(bundle)
    assert evaluate(bundle).sealed


def test_every_flipped_byte_of_the_log_is_found(bundle: Path) -> None:
    log = bundle / LOG
    raw = log.read_bytes()
    chance = random.Random(7)
    places = {*range(250), *range(len(raw) - 250, len(raw)), *chance.sample(range(len(raw)), 400)}
    places |= {place for place, byte in enumerate(raw) if byte == 0x0A}
    for place in sorted(places):
        for byte in (raw[place] ^ (1 << chance.randrange(8)), 0x0D, 0xFF, 0x00):
            if byte != raw[place]:
                log.write_bytes(raw[:place] + bytes([byte]) + raw[place + 1 :])
                refusal(bundle)


def test_every_flipped_byte_of_the_seal_is_found(bundle: Path) -> None:
    raw = (bundle / SEAL).read_bytes()
    chance = random.Random(8)
    for place in chance.sample(range(len(raw)), 300):
        (bundle / SEAL).write_bytes(raw[:place] + bytes([raw[place] ^ (1 << chance.randrange(8))]) + raw[place + 1 :])
        refusal(bundle)


def test_bytes_added_or_taken_anywhere_are_found(bundle: Path) -> None:
    raw = (bundle / LOG).read_bytes()
    chance = random.Random(9)
    for place in (0, len(raw), *chance.sample(range(len(raw)), 150)):
        for added in (b"\n", b"\r", b" ", b"\x0b", b"\0", "\u2028".encode()):
            (bundle / LOG).write_bytes(raw[:place] + added + raw[place:])
            refusal(bundle)
        (bundle / LOG).write_bytes(raw[:place])
        if place < len(raw):
            refusal(bundle)


def changed_lines(lines: list[bytes]) -> Iterator[list[bytes]]:
    for place in range(len(lines)):
        yield lines[:place] + lines[place + 1 :]
        yield lines[: place + 1] + lines[place:]
        yield lines[:place]
        yield [*lines[:place], b"", *lines[place:]]
        for other in range(place):
            swapped = list(lines)
            swapped[place], swapped[other] = swapped[other], swapped[place]
            yield swapped


def test_lines_dropped_doubled_swapped_or_cut_are_found(bundle: Path) -> None:
    lines = (bundle / LOG).read_bytes().splitlines()
    for changed in changed_lines(lines):
        (bundle / LOG).write_bytes(b"".join(line + b"\n" for line in changed))
        refusal(bundle)


def rechained(lines: list[bytes]) -> bytes:
    """A forger's log: the chain is whole again."""
    prev, made = GENESIS, []
    for number, line in enumerate(lines):
        entry = {**json.loads(line), "seq": number, "prev": prev}
        if entry["type"] == "seal":
            entry["body"]["entries"] = number + 1
        if entry["type"] == "observation":
            entry["body"]["id"] = f"o{number:06d}"
        made.append(json.dumps(entry, separators=(",", ":")).encode())
        prev = digest_of(made[-1])
    return b"".join(line + b"\n" for line in made)


def test_a_log_chained_again_after_a_change_is_found_by_its_seal(bundle: Path) -> None:
    lines = (bundle / LOG).read_bytes().splitlines()
    forged = [line.replace(b'"number":1', b'"number":9') for line in lines]
    assert forged != lines
    for changed in (forged, lines[:5] + lines[6:], [*lines[:-1], lines[2], lines[-1]]):
        (bundle / LOG).write_bytes(rechained(changed))
        assert open_bundle(bundle).sealed
        assert refusal(bundle).key == "bundle.seal_wrong"
        with pytest.raises(TamperedError):
            evaluate(bundle)


def test_a_seal_of_another_bundle_or_entry_count_is_found(bundle: Path, tmp_path: Path) -> None:
    other = sealed_bundle(tmp_path / "other", looks=2)
    mine = (bundle / SEAL).read_bytes()
    found = open_bundle(bundle)
    for envelope in (
        (other / SEAL).read_bytes(),
        seal(Signer.generate(), found.head, found.entries - 1),
        b"{}",
        b"",
        mine[:-1],
        mine + b"\n",
        b"[" * 100_000,
    ):
        (bundle / SEAL).write_bytes(envelope)
        assert refusal(bundle).key == "bundle.seal_wrong"


def test_a_seal_by_a_stranger_proves_no_origin(bundle: Path) -> None:
    found = open_bundle(bundle)
    trusted = Signer.generate()
    assert check_seal(seal(trusted, found.head, found.entries), found.head, found.entries, [trusted.public_pem()]) == (
        "proved"
    )
    assert check_seal(found.seal(), found.head, found.entries, [trusted.public_pem()]) == "unproved"


def test_a_seal_taken_away_makes_no_open_bundle_that_can_be_gone_on_with(bundle: Path) -> None:
    (bundle / SEAL).unlink()
    found = open_bundle(bundle)
    assert (found.sealed, found.ended) == (False, True)
    with pytest.raises(BundleError) as refused:
        BundleWriter.resume(bundle)
    assert refused.value.key == "bundle.no_key"


def test_changed_replaced_and_missing_blobs_are_found(bundle: Path) -> None:
    blobs = sorted(path for path in (bundle / "blobs").rglob("*") if path.is_file())
    kept = {path: path.read_bytes() for path in blobs}
    for path, raw in kept.items():
        for change in (
            raw[:-1],
            raw + b"\0",
            b"",
            bytes([raw[0] ^ 1]) + raw[1:],
            kept[blobs[0]] if raw != kept[blobs[0]] else b"x",
        ):
            path.write_bytes(change)
            assert refusal(bundle).key == "bundle.blob_changed"
        path.unlink()
        assert refusal(bundle).key == "bundle.blob_missing"
        path.symlink_to(bundle / LOG)
        assert refusal(bundle).key == "bundle.blob_missing"
        path.unlink()
        path.mkdir()
        assert refusal(bundle).key == "bundle.blob_missing"
        path.rmdir()
        path.write_bytes(raw)
    opened_and_checked(bundle)


def test_an_open_bundle_lacks_a_blob_openly_and_holds_none_that_was_changed(tmp_path: Path) -> None:
    writer = BundleWriter.create(tmp_path / "bundle", plan(1))
    seen = writer.observe({"body": b"bytes"}, (), look="candidate:k/0", kind="k", probe="p", at=AT)
    writer.close()
    (path,) = (path for path in (tmp_path / "bundle" / "blobs").rglob("*") if path.is_file())
    path.write_bytes(b"other")
    with pytest.raises(TamperedError):
        open_bundle(tmp_path / "bundle")
    path.unlink()
    found = open_bundle(tmp_path / "bundle")
    assert not found.has(seen.blobs["body"])
    with pytest.raises(MissingBlob):
        found.blob(seen.blobs["body"])


def hostile_entries() -> dict[str, Callable[[dict[str, object]], object]]:
    """Consistent chains whose bodies are not what they say; each change is made to one entry's body."""
    return {
        "plan": lambda body: {**body, "candidate": {"faces": 3}},
        "plan at": lambda body: {**body, "at": "yesterday"},
        "plan control": lambda body: {**body, "control": {"name": []}},
        "observation": lambda body: {**body, "at": "2026-07-01T10:00:00"},
        "observation at": lambda body: {**body, "at": "Z"},
        "observation id": lambda body: {**body, "id": "o999999"},
        "observation kind": lambda body: {**body, "kind": None},
        "observation data": lambda body: {**body, "data": []},
        "observation blobs": lambda body: {**body, "blobs": {"x": 3}},
        "observation digest": lambda body: {**body, "blobs": {"x": "sha256:../../../secret"}},
        "observation deep": lambda body: {**body, "data": {"x": nested(200)}},
        "close": lambda body: {**body, "attempt": "1"},
        "close outcome": lambda body: {**body, "outcome": "perhaps"},
        "open": lambda _body: [],
        "seal": lambda body: {**body, "entries": 3},
        "seal entries": lambda body: {},
    }


def nested(depth: int) -> object:
    value: object = 1
    for _ in range(depth):
        value = [value]
    return value


@pytest.mark.parametrize("name", hostile_entries())
def test_a_consistent_chain_of_odd_bodies_is_refused(bundle: Path, name: str) -> None:
    kind = name.partition(" ")[0]
    prev, made = GENESIS, []
    for line in (bundle / LOG).read_bytes().splitlines():
        entry = json.loads(line)
        if entry["type"] == kind:
            entry["body"] = hostile_entries()[name](entry["body"])
        made.append(json.dumps({**entry, "prev": prev}).encode())
        prev = digest_of(made[-1])
    (bundle / LOG).write_bytes(b"".join(line + b"\n" for line in made))
    assert refusal(bundle).code == 5
    (bundle / SEAL).unlink()
    if name != "observation deep":  # consistent, and deep is not odd
        with pytest.raises(TamperedError):
            evaluate(bundle)


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"null",
        b"{}",
        b"\xff\xfe",
        b'{"seq":0,"prev":"\xff","type":"plan","body":{}}',
        b'{"seq":0,"prev":"' + GENESIS.encode() + b'","type":"plan","body":' + b"[" * 200_000 + b"]" * 200_000 + b"}",
        b'{"seq":0,"prev":"' + GENESIS.encode() + b'","type":"plan","body":{"candidate":' + b'{"a":' * 90_000 + b"}}",
        b'{"seq":1e400,"prev":"","type":"plan","body":{}}',
        b'{"seq":0,"prev":"' + GENESIS.encode() + b'","type":"observation","body":{}}',
        b'{"seq":0,"prev":"' + GENESIS.encode() + b'","type":"nothing","body":{}}',
    ],
)
def test_a_log_of_odd_lines_is_refused(tmp_path: Path, line: bytes) -> None:
    (tmp_path / LOG).write_bytes(line + b"\n")
    with pytest.raises(TamperedError):
        open_bundle(tmp_path)


def test_what_is_no_bundle_says_so(tmp_path: Path) -> None:
    (tmp_path / "text").write_bytes(b"hello")
    (tmp_path / "linked").mkdir()
    (tmp_path / "linked" / LOG).symlink_to(tmp_path / "text")
    for path in (tmp_path, tmp_path / "nothing", tmp_path / "text", tmp_path / "linked"):
        with pytest.raises(BundleError):
            open_bundle(path)
