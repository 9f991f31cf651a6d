"""What a probe is given: a place to record what it sees, and the means to look safely."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import msgspec

from criteria.observation import Look
from harness.bundle.writer import BundleWriter
from harness.clock import mono_ns, now
from harness.errors import LookFailed
from harness.guided.asker import Asker
from harness.mailbox import Mailbox
from harness.manifest.model import Account, Manifest, Step
from harness.net import SafeClient, Verify
from harness.redaction import Redactor
from harness.reference import Pack


class Surroundings(msgspec.Struct, frozen=True, kw_only=True):
    """One subject of an audit (the candidate, or the control app) and what its looks share.

    ``kept`` is what one look of a probe leaves for its next one, in memory only. ``asker`` asks a person for guided
    acts; ``None``: nobody is there.
    """

    manifest: Manifest
    folder: Path
    http: SafeClient
    redactor: Redactor
    writer: BundleWriter
    packs: tuple[Pack, ...] = ()
    environment: Mapping[str, str] = {}
    lab_ca: str = ""
    mailbox: Mailbox | None = None
    asker: Asker | None = None
    kept: dict[str, Any] = {}
    say: Callable[[str, dict[str, str]], None] = lambda _key, _params: None


class ProbeRoom:
    """The room of one attempt at one look. Every observation made in it is named when the look closes.

    ``closing`` ends, on the thread that made the look, what its probe keeps for the looks after it.
    """

    def __init__(self, look: Look, around: Surroundings, closing: ExitStack | None = None) -> None:
        self.look = look
        self.around = around
        self.closing = closing or ExitStack()
        self.manifest = around.manifest
        self.folder = around.folder
        self.http = around.http
        self.redactor = around.redactor
        self.packs = around.packs
        self.lab_ca = around.lab_ca
        self.observed: list[str] = []

    @property
    def verify(self) -> Verify:
        """How strictly TLS is taken where a secret travels. The control app's certificate is wrong on purpose."""
        return "record" if self.look.subject == "control" else "strict"

    @property
    def base_url(self) -> str:
        """The production address without a final slash."""
        return self.manifest.base_url

    @property
    def journeys(self) -> dict[str, tuple[Step, ...]]:
        """The declared journeys by name."""
        return self.manifest.journeys

    def undriven(self, journey: str) -> LookFailed:
        """Why a journey that a look needs cannot be driven: it is guided, or not declared at all."""
        if journey in self.manifest.guided:
            return LookFailed("gap.guided_not_driven", input=f"guided.{journey}")
        return LookFailed("gap.missing_input", input=f"journeys.{journey}")

    def account(self, name: str) -> Account:
        """The declared account; raises ``LookFailed`` when the manifest has none of this name."""
        for known, account in self.manifest.accounts.items():
            if known == name:
                return account
        raise LookFailed("gap.missing_input", input=f"accounts.{name}")

    def password(self, name: str) -> str:
        """The account's password, registered as a secret; raises ``LookFailed`` when its variable is not set."""
        variable = self.account(name).password_env
        value = self.around.environment.get(variable, "")
        if not value:
            raise LookFailed("gap.unset_secret", variable=variable)
        self.redactor.add(value, "password")
        return value

    def totp_seed(self, name: str) -> str:
        """The seed of the account's authenticator, ``""`` without one; raises ``LookFailed`` as ``password`` does."""
        variable = self.account(name).totp_env
        value = self.around.environment.get(variable, "") if variable else ""
        if variable and not value:
            raise LookFailed("gap.unset_secret", variable=variable)
        return value

    def observe(
        self,
        *,
        kind: str,
        data: Any = None,
        blobs: Mapping[str, bytes] | None = None,
        target: str = "",
        at: str = "",
        mono: int = 0,
    ) -> str:
        """Record one thing seen, redacted, and return its id. ``data`` is a dict or a msgspec Struct."""
        plain: dict[str, Any] = msgspec.to_builtins(data) if data is not None else {}
        clean, stored, secrets = self.redactor.observation(kind, plain, dict(blobs or {}))
        seen = self.around.writer.observe(
            stored,
            secrets,
            look=self.look.id,
            kind=kind,
            probe=self.look.probe,
            at=at or now(),
            mono_ns=mono or mono_ns(),
            target=self.redactor.text(target or self.look.target),
            data=clean,
        )
        self.observed.append(seen.id)
        return seen.id

    def now(self) -> str:
        """UTC, RFC 3339 with milliseconds."""
        return now()
