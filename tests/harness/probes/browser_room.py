"""Looks of the browser probe at a site that a test serves, and the facts that they leave."""

from __future__ import annotations

import os
from contextlib import ExitStack
from pathlib import Path
from typing import Any, TypeVar

import pytest

from criteria.facts.registry import FactReader
from criteria.observation import Plan
from harness.bundle import BundleReader, BundleWriter
from harness.bundle.store import FolderStore
from harness.errors import LookFailed
from harness.manifest.model import Account, Environment, Manifest, Publisher
from harness.net import NetPolicy, SafeClient
from harness.probes import KINDS
from harness.probes.browser.find import executable
from harness.probing import ProbeRoom, Surroundings
from harness.redaction import Redactor
from tests.support.browser_sites import Site

FactT = TypeVar("FactT")
AT = "2026-01-01T00:00:00.000Z"
PASSWORD = "mot-de-passe-invente-1"
CANARY = "canari-essai-1"


def need_browser() -> None:
    """Skip the test where there is no Chromium."""
    try:
        executable()
    except LookFailed:
        pytest.skip("no Chromium on this machine")


def candidate(site: Site, **more: Any) -> Manifest:
    """A candidate in clear on loopback, which only a test may have."""
    environment = Environment(base_url=site.url, cleartext_port=site.port)
    return Manifest(
        **{
            "probant": 1,
            "name": "Essai",
            "version": "1",
            "publisher": Publisher(name="Essai"),
            "profile": "lab",
            "faces": ("web",),
            "environments": {"production": environment},
            "accounts": {"a": Account(login="alice", password_env="PROBANT_A", canaries={"health": CANARY})},
            **more,
        }
    )


class Looked:
    """What looks left. ``failure`` is the reason of the last one that failed, ``kept`` what they keep in memory."""

    def __init__(self, folder: Path) -> None:
        self.found = BundleReader(FolderStore(folder))
        self._folder = folder
        self._reader = FactReader(self.found)
        self.failure = ""
        self.kept: dict[str, Any] = {}

    def facts(self, kind: type[FactT]) -> list[FactT]:
        """Every fact of this type."""
        return [fact for seen in self.found.observations for fact in self._reader.read(kind, seen)]

    @property
    def stored(self) -> bytes:
        """Every byte of the bundle, but its key."""
        files = sorted(path for path in self._folder.rglob("*") if path.is_file() and "key" not in path.name)
        return b"".join(path.read_bytes() for path in files)


def look(folder: Path, manifest: Manifest, *kinds: str, files: Path | None = None) -> Looked:
    """Make every look of these kinds at the candidate; its browser ends with the call."""
    known = KINDS
    looks = [one for kind in kinds for one in known[kind].looks(manifest, "candidate")]
    plan = Plan(
        candidate={"name": "Essai"},
        profile="lab",
        origin="self_test",
        engine="test",
        criteria=(),
        looks=tuple(looks),
        at=AT,
    )
    writer = BundleWriter.create(folder, plan)
    around = Surroundings(
        manifest=manifest,
        folder=files or folder,
        http=SafeClient(NetPolicy(profile=manifest.profile, scope=manifest.hosts)),
        redactor=Redactor(b"k" * 32),
        writer=writer,
        environment={"PROBANT_A": PASSWORD, **os.environ},
    )
    failure = ""
    with ExitStack() as closing:
        for one in looks:
            try:
                known[one.kind].run(one, ProbeRoom(one, around, closing))
            except LookFailed as failed:
                failure = failed.reason
    writer.close()
    looked = Looked(folder)
    looked.failure = failure
    looked.kept = around.kept
    return looked
