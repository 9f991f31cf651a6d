"""One audit from manifest to sealed bundle."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

from criteria.audit import EngineError
from criteria.candidate import Candidate
from criteria.catalogue import catalogue
from criteria.coverage import Coverage
from criteria.observation import Look, Plan
from harness.audit.events import Listener, Planned, Sealed
from harness.audit.lane import Lane
from harness.bundle import BundleReader, BundleWriter
from harness.control import Control, control_app
from harness.errors import ConfigurationError
from harness.guided.asker import Asker
from harness.looks import LookKind
from harness.mailbox import Mailbox, listening
from harness.manifest.load import inside
from harness.manifest.model import Manifest, authority_of
from harness.net import Ask, NetPolicy, PinnedResolver, SafeClient
from harness.net.names import NameServers, lab_lookup, place_of
from harness.net.resolver import system_lookup
from harness.plan import Origin, plan_for
from harness.probes import KINDS
from harness.probing import Surroundings
from harness.redaction import Redactor
from harness.reference import Pack, packs_for
from harness.warming import warm_up
from reports.signing import Signer, seal

NOBODY_THERE = ("dns", "forbidden_address", "forbidden_url", "refused", "unreachable")
"""Errors of an exchange that mean that there is nothing to audit at this address."""


class AuditRun(msgspec.Struct, frozen=True, kw_only=True):
    """What a run leaves: the bundle, bugs of probes (which make the exit code 4), and the looks for whose answer it was
    left open."""

    bundle: Path
    errors: tuple[EngineError, ...]
    awaited: tuple[str, ...] = ()


def run_audit(
    manifest: Manifest,
    folder: Path,
    bundle: Path,
    *,
    signer: Signer,
    origin: Origin = "self_test",
    only: Sequence[str] = (),
    kinds: Mapping[str, LookKind] = KINDS,
    resume: bool = False,
    hold: bool = False,
    listener: Listener = lambda _event: None,
    environment: Mapping[str, str] = os.environ,
    references: Sequence[Path] = (),
    asker: Asker | None = None,
) -> AuditRun:
    """Make every look of the plan and seal the bundle. Raises ``ConfigurationError`` before anything is looked at.

    ``asker`` asks a person for the guided journeys; ``None``: nobody is there, and what needs them is not looked at.
    With ``hold`` the bundle stays open while an answer of the vendor is awaited; a resumed audit looks for it again.
    ``references`` are packs that the reviewer gives, in any profile.
    """
    warm_up()
    _require_answer(manifest, folder)
    packs = packs_for(manifest, folder, references)
    lab_ca = _lab_ca(manifest, folder)
    begun = BundleWriter.resume(bundle) if resume else None
    with control_app(_recorded_control(begun)) as control, _mailbox(manifest) as mailbox, _of(control) as told:
        plan = plan_for(manifest, control.manifest if control else None, catalogue(), kinds, packs, origin, only)
        writer, plan, attempts, left = _begin(bundle, plan, begun)
        listener(Planned(plan))
        redactor = Redactor(writer.key)
        mine = _around(manifest, folder, redactor, writer, packs, environment, lab_ca, mailbox, asker)
        subjects = {"candidate": mine}
        if control is not None:
            subjects["control"] = _around(
                control.manifest, control.folder, redactor, writer, packs, control.environment, "", told
            )
        lanes = _run_lanes(left, subjects, attempts, listener)
    errors = tuple(error for lane in lanes for error in lane.errors)
    awaited = tuple(look for lane in lanes for look in lane.awaited)
    if hold and awaited:
        writer.close()
        return AuditRun(bundle=bundle, errors=errors, awaited=awaited)
    head = writer.seal(lambda chain, entries: seal(signer, chain, entries))
    listener(Sealed(head))
    return AuditRun(bundle=bundle, errors=errors)


Begun = tuple[BundleWriter, BundleReader]


def _recorded_control(begun: Begun | None) -> Candidate | None:
    """The control app of an interrupted audit: a resumed one starts it at the same address."""
    plan = begun[1].plan if begun else None
    return msgspec.convert(plan.control, Candidate) if plan and plan.control else None


def _begin(bundle: Path, plan: Plan, begun: Begun | None) -> tuple[BundleWriter, Plan, Mapping[str, int], list[Look]]:
    """A new bundle, or the looks that an interrupted one still lacks."""
    if begun is None:
        return BundleWriter.create(bundle, plan), plan, {}, list(plan.looks)
    writer, found = begun
    if found.plan is None or found.plan.candidate != plan.candidate or found.plan.criteria != plan.criteria:
        writer.close()
        raise ConfigurationError("audit.other_candidate", path=bundle)
    coverage = Coverage(found)
    left = [look for look in found.plan.looks if coverage.gap(look) is not None]
    return writer, found.plan, Counter(close.look for close in found.closes), left


def _around(
    manifest: Manifest,
    folder: Path,
    redactor: Redactor,
    writer: BundleWriter,
    packs: tuple[Pack, ...],
    environment: Mapping[str, str],
    lab_ca: str,
    mailbox: Mailbox | None = None,
    asker: Asker | None = None,
) -> Surroundings:
    return Surroundings(
        manifest=manifest,
        folder=folder,
        http=_client(manifest, lab_ca),
        redactor=redactor,
        writer=writer,
        packs=packs,
        environment=environment,
        lab_ca=lab_ca,
        mailbox=mailbox,
        asker=asker,
    )


def _mailbox(manifest: Manifest) -> AbstractContextManager[Mailbox | None]:
    """The mailbox that the manifest declares, for its accounts alone."""
    listen = manifest.mailbox.listen if manifest.mailbox else ""
    return listening(listen, [account.login for account in manifest.accounts.values()])


def _of(control: Control | None) -> AbstractContextManager[Mailbox | None]:
    """The mailbox of the control app."""
    return _mailbox(control.manifest) if control else nullcontext()


def client_for(manifest: Manifest, folder: Path) -> SafeClient:
    """The safe client of a candidate: its hosts in scope, its profile's addresses, its lab authority."""
    return _client(manifest, _lab_ca(manifest, folder))


def _require_answer(manifest: Manifest, folder: Path) -> None:
    """An address at which nothing answers is a wrong configuration, not a verdict."""
    answer = client_for(manifest, folder).send(Ask(method="GET", url=manifest.base_url + "/", verify="record"))
    if answer.exchange.error in NOBODY_THERE:
        exchange = answer.exchange
        raise ConfigurationError("check.unreached", host=manifest.hosts[0], why=exchange.error, detail=exchange.detail)


def _client(manifest: Manifest, lab_ca: str) -> SafeClient:
    policy = NetPolicy(profile=manifest.profile, scope=_scope(manifest), lab_ca=lab_ca)
    played = {name: urlsplit(f"//{place}") for name, place in manifest.world.items()}
    names = {name: (place.hostname or "",) for name, place in played.items()}
    ports = {name: place.port or 0 for name, place in played.items()}
    lookup = lab_lookup(NameServers([place_of(manifest.dns)])) if manifest.dns else system_lookup
    return SafeClient(policy, PinnedResolver(policy.permits, lookup, names=names, ports=ports))


def _scope(manifest: Manifest) -> tuple[str, ...]:
    cleartext = {f"{host.rpartition(':')[0]}:{manifest.production.cleartext_port}" for host in manifest.hosts}
    space = [authority_of(manifest.space.listen)] if manifest.space else []
    return (*manifest.hosts, *sorted(cleartext), *space)


def _run_lanes(
    looks: Sequence[Look], subjects: Mapping[str, Surroundings], attempts: Mapping[str, int], listener: Listener
) -> list[Lane]:
    """TLS scans run beside everything else; the looks at one subject run one after another, in plan order."""
    lanes = [(Lane(subjects[subject], KINDS, listener), part) for subject, part in _parts(looks) if subject in subjects]
    with ThreadPoolExecutor(max_workers=max(1, len(lanes))) as pool:
        running = [pool.submit(lane.run, part, attempts) for lane, part in lanes]
        for one in running:
            one.result()
    return [lane for lane, _ in lanes]


def _parts(looks: Sequence[Look]) -> Iterator[tuple[str, list[Look]]]:
    for subject in sorted({look.subject for look in looks}):
        mine = [look for look in looks if look.subject == subject]
        yield subject, [look for look in mine if look.probe == "tls"]
        yield subject, [look for look in mine if look.probe != "tls"]


def _lab_ca(manifest: Manifest, folder: Path) -> str:
    name = manifest.production.ca
    if not name:
        return ""
    path = inside(folder, name)
    if not path.is_file():
        raise ConfigurationError("audit.no_ca", path=name)
    return path.read_text("ascii", "replace")
