"""A real room on a temporary bundle, for a candidate that a test serves itself."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec

from criteria.facts.http import Crawl
from criteria.facts.http.exchange import Exchange, read_exchange
from criteria.observation import Close, Look, Observation, Outcome, Plan
from harness.bundle import BundleReader, BundleWriter
from harness.bundle.store import FolderStore
from harness.looks import LookKind
from harness.manifest.model import Account, Environment, Manifest, Publisher, Step
from harness.net import NetPolicy, SafeClient
from harness.probes.http import KINDS
from harness.probing import ProbeRoom, Surroundings
from harness.redaction import Redactor
from tests.support.hostile_server import HostileServer

PASSWORD = "mot-de-passe-invente-1"
CANARY = "canari-essai-1"
AT = "2026-01-01T00:00:00.000Z"


def manifest(server: HostileServer, **more: Any) -> Manifest:
    """A candidate in clear on loopback, which only a test may have."""
    return Manifest(
        probant=1,
        name="Essai",
        version="1",
        publisher=Publisher(name="Essai"),
        profile="lab",
        faces=("web",),
        environments={"production": Environment(base_url=server.url("").rstrip("/"), cleartext_port=server.port)},
        accounts={"a": Account(login="alice", password_env="PROBANT_A", canaries={"health": CANARY})},
        **more,
    )


class Bench:
    """Runs looks at a served candidate, and reads back what was recorded."""

    def __init__(
        self,
        folder: Path,
        server: HostileServer,
        deadline_s: float = 8.0,
        kinds: Iterable[LookKind] = KINDS,
        **more: Any,
    ) -> None:
        self.folder = folder
        self.kept: dict[str, Any] = {}
        self.manifest = manifest(server, **more)
        self.redactor = Redactor(b"k" * 32)
        policy = NetPolicy(
            profile="lab", scope=(f"127.0.0.1:{server.port}",), deadline_s=deadline_s, max_body_bytes=300_000
        )
        self.client = SafeClient(policy)
        self._kinds = {kind.kind: kind for kind in kinds}
        self._writer = BundleWriter.create(folder, _plan(self._kinds, self.manifest))

    def run(self, kind: str) -> None:
        """Make every look of this kind."""
        for look in self._kinds[kind].looks(self.manifest, "candidate"):
            self._kinds[kind].run(look, self.room(look))

    def room(self, look: Look | None = None) -> ProbeRoom:
        """The room of one look (of the crawl)."""
        around = Surroundings(
            manifest=self.manifest,
            folder=self.folder,
            http=self.client,
            redactor=self.redactor,
            writer=self._writer,
            environment={"PROBANT_A": PASSWORD},
            kept=self.kept,
        )
        return ProbeRoom(look or self._kinds["http.crawl"].looks(self.manifest, "candidate")[0], around)

    def close(self, kind: str, reason: str = "") -> None:
        """Close the looks of this kind, with everything observed so far."""
        seen = tuple(one.id for one in self.observations)
        for look in self._kinds[kind].looks(self.manifest, "candidate"):
            outcome: Outcome = "failed" if reason else "observed"
            params = {"host": "?", "detail": "?"} if reason else {}
            self._writer.close_look(
                Close(look=look.id, outcome=outcome, attempt=1, observations=seen, at=AT, reason=reason, params=params)
            )

    @property
    def observations(self) -> list[Observation]:
        """Everything recorded so far."""
        return list(BundleReader(FolderStore(self.folder)).observations)

    def exchanges(self, purpose: str = "") -> list[Exchange]:
        """The recorded exchanges, of one purpose or all."""
        found = [read_exchange(seen) for seen in self.observations if seen.kind == "http.exchange"]
        return [one for one in found if not purpose or one.purpose == purpose]

    def summary(self) -> Crawl:
        """The summary of the crawl."""
        (seen,) = (seen for seen in self.observations if seen.kind == "http.crawl_summary")
        return msgspec.convert(seen.data, Crawl)

    def stored(self) -> bytes:
        """Every byte of the bundle, except its key."""
        files = sorted(path for path in self.folder.rglob("*") if path.is_file() and "key" not in path.name)
        return b"".join(path.read_bytes() for path in files)


def journey(*steps: Step) -> dict[str, tuple[Step, ...]]:
    """A sign-in journey."""
    return {"sign_in": steps}


def _plan(kinds: dict[str, LookKind], candidate: Manifest) -> Plan:
    looks: tuple[Look, ...] = tuple(look for kind in kinds.values() for look in kind.looks(candidate, "candidate"))
    return Plan(
        candidate={"name": "Essai"},
        profile="lab",
        origin="self_test",
        engine="test",
        criteria=(),
        looks=looks,
        at=AT,
    )
