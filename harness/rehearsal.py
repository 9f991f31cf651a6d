"""A rehearsal of the recorded journeys: the look is made as in an audit, and nothing of it is kept."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path

import msgspec

from criteria.observation import Plan
from harness.audit.needs import require
from harness.bundle import BundleWriter
from harness.clock import now
from harness.errors import LookFailed
from harness.mailbox import listening
from harness.manifest.model import Manifest
from harness.net import SafeClient
from harness.probes import KINDS
from harness.probing import ProbeRoom, Surroundings
from harness.redaction import Redactor
from harness.version import ENGINE

KIND = "browser.journeys"


def rehearse(manifest: Manifest, folder: Path, http: SafeClient, environment: Mapping[str, str]) -> LookFailed | None:
    """Replay every recording in a browser; returns why it failed, ``None`` when each went to its end."""
    (look,) = KINDS[KIND].looks(manifest, "candidate")
    plan = Plan(
        candidate=msgspec.to_builtins(manifest.candidate()),
        profile=manifest.profile,
        origin="self_test",
        engine=ENGINE,
        criteria=(),
        looks=(look,),
        at=now(),
    )
    logins = [account.login for account in manifest.accounts.values()]
    with (
        tempfile.TemporaryDirectory(prefix="probant-check-") as name,
        listening(manifest.mailbox.listen if manifest.mailbox else "", logins) as mailbox,
        ExitStack() as closing,
    ):
        writer = BundleWriter.create(Path(name) / "bundle", plan)
        closing.callback(writer.close)
        around = Surroundings(
            manifest=manifest,
            folder=folder,
            http=http,
            redactor=Redactor(writer.key),
            writer=writer,
            environment=environment,
            mailbox=mailbox,
        )
        room = ProbeRoom(look, around, closing)
        try:
            require(look, room)
            KINDS[KIND].run(look, room)
        except LookFailed as failed:
            return failed
    return None
