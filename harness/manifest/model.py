"""The manifest as typed values. Its published shape is ``candidate.schema.json`` beside this file."""

from __future__ import annotations

from typing import Literal
from urllib.parse import urlsplit

import msgspec

from criteria.candidate import Candidate, PlannedFix
from criteria.criterion import Face
from harness.manifest.access_log import AccessLog as AccessLog
from harness.manifest.guided import Guided as Guided
from harness.manifest.space import Space as Space
from harness.manifest.steps import Interface as Interface
from harness.manifest.steps import Journey as Journey
from harness.manifest.steps import MailPlace as MailPlace
from harness.manifest.steps import Step as Step
from harness.manifest.steps import StepFile as StepFile


class Publisher(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who publishes the candidate. ``siren`` is the nine-digit French company number, where there is one."""

    name: str
    siren: str = ""


class Environment(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One deployment: its address, the hosts in scope (``host`` or ``host:port``), and the lab's private authority."""

    base_url: str
    hosts: tuple[str, ...] = ()
    cleartext_port: int = 80
    ca: str = ""


class Authorisation(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Proof of control: the nonce that each host serves at ``/.well-known/probant-authorisation.txt``."""

    nonce: str


class Account(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A seeded account. Secrets are named by their environment variables; canaries are synthetic and stay readable."""

    login: str
    password_env: str
    totp_env: str = ""
    canaries: dict[str, str] = {}


class SessionLimits(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """After how many minutes a session ends: without use, and in all. ``clock_header`` names the request field by
    which a lab or staging deployment sets the clock of its sessions ahead, in seconds; never one of production."""

    idle_minutes: int
    absolute_minutes: int
    clock_header: str = ""


class Manifest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``candidate.yaml``. Paths in it are relative to its folder and may not leave it.

    ``world`` gives invented hosts a port of this machine, in the lab alone (``tag.example: 127.0.0.1:8700``), for the
    browser and for links that are followed out of scope; ``dns`` is a name server of this machine (``127.0.0.1:8653``)
    that a lab's names are asked of. ``recordings`` is a folder of recorded journeys (``sign_in.json``), in the export
    format of the browser's developer tools. ``guided`` are journeys that a person performs by hand, as instructions; a
    journey is either guided or declared in ``journeys``.
    """

    probant: Literal[1]
    name: str
    version: str
    publisher: Publisher
    faces: tuple[Face, ...]
    environments: dict[Literal["production", "staging"], Environment]
    profile: Literal["standard", "lab"] = "standard"
    authorisation: Authorisation | None = None
    pages: dict[str, str] = {}
    signed_in_pages: tuple[str, ...] = ()
    allowed_framers: tuple[str, ...] = ()
    accounts: dict[Literal["a", "b"], Account] = {}
    journeys: dict[str, Journey] = {}
    guided: dict[str, Guided] = {}
    api: Interface | None = None
    space: Space | None = None
    mailbox: MailPlace | None = None
    sessions: SessionLimits | None = None
    access_log: AccessLog | None = None
    world: dict[str, str] = {}
    dns: str = ""
    recordings: str = ""
    dossier: str = ""
    references: tuple[str, ...] = ()
    remediation_plan: tuple[PlannedFix, ...] = ()
    declared: bool = True

    @property
    def production(self) -> Environment:
        """The environment that passive looks run on."""
        return self.environments["production"]

    @property
    def base_url(self) -> str:
        """The production address without a final slash."""
        return self.production.base_url.rstrip("/")

    @property
    def hosts(self) -> tuple[str, ...]:
        """Every host in scope as ``host:port``, the base address's first."""
        named = (authority_of(self.base_url), *map(_with_port, self.production.hosts))
        return tuple(dict.fromkeys(named))

    def candidate(self) -> Candidate:
        """What the plan records of the candidate."""
        space = self.space
        return Candidate(
            name=self.name,
            version=self.version,
            publisher=self.publisher.name,
            siren=self.publisher.siren,
            faces=self.faces,
            base_url=self.base_url,
            staging=self.environments["staging"].base_url if "staging" in self.environments else "",
            hosts=self.hosts,
            cleartext_ports=dict.fromkeys(self.hosts, self.production.cleartext_port),
            pages=self.pages,
            accounts=tuple(sorted(self.accounts)),
            logins={name: account.login for name, account in self.accounts.items()},
            journeys=tuple(sorted({*self.journeys, *self.guided})),
            guided=tuple(sorted(self.guided)),
            canaries={name: dict(account.canaries) for name, account in self.accounts.items()},
            allowed_framers=self.allowed_framers,
            space=space.client() if space else None,
            space_hosts=(urlsplit(space.listen).hostname or "",) if space else (),
            declared=self.declared,
            remediation_plan=self.remediation_plan,
        )


def authority_of(url: str) -> str:
    """``host:port`` of an address, 443 when it names none; empty when it cannot be read."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port or 443
    except ValueError:
        return ""
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def _with_port(host: str) -> str:
    return authority_of(f"https://{host}")
