"""A candidate with articles, a dossier and a world of links, served by a test itself."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import yaml

from criteria.facts.content_sample import ContentSample
from harness.bundle import BundleReader
from harness.bundle.store import FolderStore
from harness.net import NetPolicy, PinnedResolver, SafeClient
from harness.probes import KINDS
from tests.harness.probes.http_room import Bench
from tests.support.hostile_server import HostileServer

WANTED = ("http.crawl", "content.sample", "outside.links", "content.machine", "content.critical")
NAMES = ("has-sante.example", "gone.example")


class ContentBench(Bench):
    """A room whose dossier has these sections, and whose world is the server itself under other names."""

    def __init__(self, folder: Path, server: HostileServer, profile: Any = "lab", **sections: Any) -> None:
        more = {name: sections.pop(name) for name in ("journeys", "signed_in_pages") if name in sections}
        world = dict.fromkeys(NAMES, f"127.0.0.1:{server.port}")
        super().__init__(
            folder, server, kinds=[KINDS[name] for name in WANTED], dossier="dossier", world=world, **more
        )
        (folder / "dossier").mkdir()
        text = yaml.safe_dump(sections or {"publisher": {"name": "Essai"}}, allow_unicode=True)
        (folder / "dossier" / "dossier.yaml").write_text(text, "utf-8")
        policy = NetPolicy(profile=profile, scope=self.client.policy.scope, deadline_s=4.0)
        self.manifest = msgspec.structs.replace(self.manifest, profile=profile)
        names = dict.fromkeys(NAMES, ("127.0.0.1",))
        resolver = PinnedResolver(policy.permits, names=names, ports=dict.fromkeys(NAMES, server.port))
        self.client = SafeClient(policy, resolver)

    def data(self, kind: str) -> list[dict[str, Any]]:
        """What was recorded of this kind."""
        return [seen.data for seen in self.observations if seen.kind == kind]

    def blobs(self) -> Callable[[str], bytes]:
        """Reads what the bundle stores."""
        return BundleReader(FolderStore(self.folder)).blob

    def sampled(self) -> ContentSample:
        """The summary of the sample."""
        (found,) = self.data("content.sample_summary")
        return msgspec.convert(found, ContentSample)
