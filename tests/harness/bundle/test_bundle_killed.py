"""A writer killed at any moment leaves a bundle that can be gone on with, and nothing acknowledged is lost."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from harness.bundle import BundleWriter, open_bundle
from harness.bundle.key import key_file
from harness.bundle.log import LOG, SEAL
from harness.errors import BundleError
from reports.signing import Signer, check_seal
from tests.harness.bundle.a_plan import AT, LOOKS, SEEN, lacking, plan, sealed_bundle, write_all

ROOT = Path(__file__).resolve().parents[3]
WRITER = "tests.harness.bundle.write_bundle"


class Killed(BaseException):
    """Stands for SIGKILL: nothing of ours catches it."""


def run_until(folder: Path, looks: int, lines: int) -> list[str]:
    """Run the writer and kill it once it has said so many lines; returns all that it said until it died."""
    process = subprocess.Popen(
        [sys.executable, "-m", WRITER, str(folder), str(looks)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None and process.stderr is not None
    said = [line for _ in range(lines) if (line := process.stdout.readline())]
    process.send_signal(signal.SIGKILL)
    rest, complaint = process.communicate()
    assert "Traceback" not in complaint, complaint
    return [line.strip() for line in (*said, *rest.splitlines())]


def assert_finished(folder: Path, acknowledged: list[str], looks: int) -> None:
    found = open_bundle(folder)
    assert found.sealed
    check_seal(found.seal(), found.head, found.entries)
    assert lacking(found) == []
    assert len(found.closes) >= looks
    held = {seen.id for seen in found.observations}
    named = {name for close in found.closes for name in close.observations}
    assert held == named
    assert {line.removeprefix("seen ") for line in acknowledged if line.startswith("seen ")} <= held
    assert not key_file(folder).exists()
    assert list(folder.rglob("*.new")) == []


@pytest.mark.parametrize("seed", [1, pytest.param(2, marks=pytest.mark.slow), pytest.param(3, marks=pytest.mark.slow)])
def test_thirty_kills(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    folder = tmp_path / "bundle"
    looks = 60
    said: list[str] = []
    for _ in range(30):
        said += run_until(folder, looks, chance.randrange(0, 12))
        if (folder / SEAL).exists():
            break
    while not (folder / SEAL).exists():
        said += run_until(folder, looks, 100_000)
    assert sum(line == "begun" for line in said) > 15
    assert_finished(folder, said, looks)


def test_a_torn_last_line_never_counts(tmp_path: Path) -> None:
    """Cut at every byte of the last line: an observation, then a close."""
    writer = BundleWriter.create(tmp_path / "bundle", plan(1))
    writer.open_look("candidate:k/0", 1, AT)
    writer.observe({"body": b"b"}, (), look="candidate:k/0", kind="k", probe="p", at=AT)
    writer.close()
    log = tmp_path / "bundle" / LOG
    raw = log.read_bytes()
    start = raw.rfind(b"\n", 0, -1) + 1
    for size in range(start, len(raw)):
        log.write_bytes(raw[:size])
        assert open_bundle(tmp_path / "bundle").entries == 2
        writer, found = BundleWriter.resume(tmp_path / "bundle")
        writer.close()
        assert found.entries == 3  # the interrupted attempt was closed, without its torn observation
        assert [close.reason for close in found.closes] == ["gap.interrupted"]
        assert found.closes[0].observations == ()


def test_an_interrupted_attempt_names_what_it_had_seen(tmp_path: Path) -> None:
    writer = BundleWriter.create(tmp_path / "bundle", plan(1))
    writer.open_look("candidate:k/0", 1, AT)
    seen = writer.observe({}, (), look="candidate:k/0", kind="k", probe="p", at=AT)
    writer.close()
    writer, found = BundleWriter.resume(tmp_path / "bundle")
    writer.open_look("candidate:k/0", 2, AT)
    again = writer.observe({}, (), look="candidate:k/0", kind="k", probe="p", at=AT)
    writer.close()
    writer, found = BundleWriter.resume(tmp_path / "bundle")
    writer.close()
    assert [(close.attempt, close.observations) for close in found.closes] == [(1, (seen.id,)), (2, (again.id,))]


class Trap:
    """Raises ``Killed`` at the n-th act on the disk; a write leaves a part of its bytes."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, moment: int) -> None:
        self.left = moment
        self.files: list[int] = []
        self.chance = random.Random(moment)
        for module, name in ((os, "fsync"), (os, "ftruncate"), (os, "open"), (Path, "replace"), (Path, "unlink")):
            monkeypatch.setattr(module, name, self.trapped(getattr(module, name)))
        monkeypatch.setattr(os, "write", self.writing(os.write))
        monkeypatch.setattr(Path, "write_bytes", self.saving(Path.write_bytes))

    def due(self) -> bool:
        self.left -= 1
        return self.left == 0

    def trapped(self, act: Callable[..., object]) -> Callable[..., object]:
        def acting(*given: object, **named: object) -> object:
            if self.due():
                raise Killed
            done = act(*given, **named)
            if act.__name__ == "open" and isinstance(done, int):
                self.files.append(done)
            return done

        return acting

    def writing(self, write: Callable[[int, bytes], int]) -> Callable[[int, bytes], int]:
        def acting(file: int, raw: bytes) -> int:
            if self.due():
                write(file, bytes(raw)[: self.chance.randrange(0, len(raw) + 1)])
                raise Killed
            return write(file, raw)

        return acting

    def saving(self, save: Callable[[Path, bytes], int]) -> Callable[[Path, bytes], int]:
        def acting(path: Path, raw: bytes) -> int:
            if self.due():
                save(path, raw[: self.chance.randrange(0, len(raw) + 1)])
                raise Killed
            return save(path, raw)

        return acting


def test_a_kill_at_every_act_on_the_disk(tmp_path: Path) -> None:
    """Every single step of begin, look, resume and seal is once the last one."""
    moment, ended = 0, False
    while not ended:
        moment += 1
        folder = tmp_path / str(moment) / "bundle"
        folder.parent.mkdir()
        said: list[str] = []
        ended = not killed_at(moment, folder, said)
        # Killed again soon after it was taken up: taking up must survive a kill too.
        for again in range(1, 6):
            if not (folder / SEAL).exists():
                killed_at(again, folder, said)
        if not (folder / SEAL).exists():
            write_all(folder, Signer.generate(), 2, said.append)
        elif key_file(folder).exists():
            with pytest.raises(BundleError) as refused:
                BundleWriter.resume(folder)
            assert refused.value.key == "bundle.sealed"
        assert_finished(folder, said, 2)
    assert moment > 2 * SEEN * 3


def killed_at(moment: int, folder: Path, said: list[str]) -> bool:
    """Whether the writer was killed before it was done."""
    with pytest.MonkeyPatch.context() as patch:
        trap = Trap(patch, moment)
        try:
            write_all(folder, Signer.generate(), 2, said.append)
        except Killed:
            return True
        finally:
            patch.undo()
            for file in trap.files:
                close_quietly(file)
    return False


def close_quietly(file: int) -> None:
    try:
        os.close(file)
    except OSError:
        return


def test_two_writers_never_meet(tmp_path: Path) -> None:
    writer = BundleWriter.create(tmp_path / "bundle", plan())
    before = (tmp_path / "bundle" / LOG).read_bytes()
    key = writer.key
    for begin in (
        lambda: BundleWriter.resume(tmp_path / "bundle"),
        lambda: BundleWriter.create(tmp_path / "bundle", plan()),
    ):
        with pytest.raises(BundleError) as refused:
            begin()
        assert refused.value.key == "bundle.locked"
    assert (tmp_path / "bundle" / LOG).read_bytes() == before
    assert writer.key == key
    writer.close()


def test_what_cannot_be_begun_or_gone_on_with_says_why(tmp_path: Path) -> None:
    BundleWriter.create(tmp_path / "open", plan()).close()
    sealed_bundle(tmp_path / "sealed")
    BundleWriter.create(tmp_path / "keyless", plan()).close()
    key_file(tmp_path / "keyless").unlink()
    (tmp_path / "begun").mkdir()
    (tmp_path / "begun" / LOG).write_bytes(b'{"seq":0,"pr')
    (tmp_path / "file").write_bytes(b"x")
    expected: dict[str, Callable[[], object]] = {
        "bundle.exists": lambda: BundleWriter.create(tmp_path / "open", plan()),
        "bundle.sealed": lambda: BundleWriter.resume(tmp_path / "sealed"),
        "bundle.no_key": lambda: BundleWriter.resume(tmp_path / "keyless"),
        "bundle.not_begun": lambda: BundleWriter.resume(tmp_path / "begun"),
        "bundle.not_there": lambda: BundleWriter.resume(tmp_path / "nothing"),
        "bundle.not_one": lambda: BundleWriter.resume(tmp_path),
        "bundle.not_writable": lambda: BundleWriter.create(tmp_path / "file", plan()),
    }
    for key, begin in expected.items():
        with pytest.raises(BundleError) as refused:
            begin()
        assert refused.value.key == key
    with pytest.raises(BundleError):
        BundleWriter.create(tmp_path / "sealed", plan())


def test_a_seal_that_cannot_be_signed_leaves_the_bundle_open(tmp_path: Path) -> None:
    writer = BundleWriter.create(tmp_path / "bundle", plan())

    def broken(_head: str, _entries: int) -> bytes:
        raise OSError("no key")

    with pytest.raises(OSError, match="no key"):
        writer.seal(broken)
    writer.close()
    found = open_bundle(tmp_path / "bundle")
    assert (found.sealed, found.ended, found.entries) == (False, False, 1)


def test_a_full_disk_leaves_no_half_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    writer = BundleWriter.create(tmp_path / "bundle", plan())
    write = os.write
    monkeypatch.setattr(os, "write", half_then_full(write))
    with pytest.raises(OSError, match="full"):
        writer.open_look("candidate:k/0", 1, AT)
    monkeypatch.setattr(os, "write", write)
    writer.open_look("candidate:k/0", 1, AT)
    writer.close()
    assert open_bundle(tmp_path / "bundle").entries == 2


def half_then_full(write: Callable[[int, bytes], int]) -> Callable[[int, bytes], int]:
    calls: list[int] = []

    def acting(file: int, raw: bytes) -> int:
        calls.append(file)
        if len(calls) > 1:
            raise OSError("disk full")
        return write(file, bytes(raw)[: len(raw) // 2])

    return acting


def test_the_key_is_private_and_beside_the_bundle(tmp_path: Path) -> None:
    writer = BundleWriter.create(tmp_path / "bundle", plan(LOOKS))
    key = key_file(tmp_path / "bundle")
    assert key.stat().st_mode & 0o077 == 0
    assert tmp_path / "bundle" not in key.parents
    assert all(writer.key not in path.read_bytes() for path in (tmp_path / "bundle").rglob("*") if path.is_file())
    writer.close()
