"""The preflight: everything that an audit will need, reached and validated, in plain words. It judges nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec

from criteria.messages import message, text
from criteria.text import Text
from harness.audit.guidance import USED
from harness.audit.needs import AUTHORISATION, WELL_KNOWN
from harness.control import control_app
from harness.errors import LookFailed, ProbantError
from harness.manifest.load import inside
from harness.manifest.model import Manifest
from harness.net import Ask, Labels, SafeClient
from harness.probes.exchange.acts import COUNTS, total
from harness.probes.exchange.step_request import MAIL, needs_mail
from harness.probes.exchange.telling import names
from harness.probes.tls.program import find_scanner
from harness.rehearsal import rehearse


class Advice(msgspec.Struct, frozen=True, kw_only=True):
    """One thing checked: whether it is well, what was found, and what to do where it is not.

    ``fatal`` marks what no audit can do without (exit code 3); the rest leaves criteria inconclusive.
    """

    well: bool
    found: Text
    todo: Text | None = None
    fatal: bool = False


def preflight(manifest: Manifest, folder: Path, http: SafeClient, environment: Mapping[str, str]) -> Iterator[Advice]:
    """Check everything, the most important first."""
    reached = list(_reach(manifest, http))
    yield from reached
    if not any(one.fatal for one in reached):
        yield from _pages(manifest, http)
    yield from _authorisation(manifest, http)
    yield from _accounts(manifest, environment)
    yield from _guided(manifest)
    yield from _files(manifest, folder)
    yield _scanner()
    yield _control()
    yield from _recordings(manifest, folder, http, environment)


def _reach(manifest: Manifest, http: SafeClient) -> Iterator[Advice]:
    for host in manifest.hosts:
        answer = http.send(Ask(method="GET", url=f"https://{host}/", labels=Labels(purpose="check"), verify="record"))
        exchange = answer.exchange
        if exchange.response is None:
            yield _bad("check.unreached", fatal=True, host=host, why=exchange.error, detail=exchange.detail)
        elif exchange.tags.get("tls_verified") == "false":
            yield _bad("check.untrusted", host=host, why=exchange.tags.get("tls_error", ""))
        else:
            yield _good("check.reached", host=host, peer=exchange.peer)


def _pages(manifest: Manifest, http: SafeClient) -> Iterator[Advice]:
    declared = {**manifest.pages, **{path: path for path in manifest.signed_in_pages}}
    for name, path in declared.items():
        answer = http.send(
            Ask(method="GET", url=manifest.base_url + path, labels=Labels(purpose="check"), verify="record")
        )
        status = answer.exchange.response.status if answer.exchange.response else 0
        if status == 0 or status in (404, 410) or status >= 500:
            yield _bad("check.page_missing", page=name, path=path, status=status or answer.exchange.error)
        else:
            yield _good("check.page", page=name, path=path, status=status)


def _authorisation(manifest: Manifest, http: SafeClient) -> Iterator[Advice]:
    if manifest.profile == "lab":
        yield _good("check.lab")
        return
    for host in manifest.hosts:
        answer = http.send(Ask(method="GET", url=f"https://{host}{WELL_KNOWN}", labels=Labels(purpose=AUTHORISATION)))
        nonce = manifest.authorisation.nonce if manifest.authorisation else ""
        served = answer.body[:1000].decode("ascii", "replace").strip()
        if nonce and served == nonce:
            yield _good("check.authorised", host=host)
        else:
            yield _bad("check.unauthorised", host=host, path=WELL_KNOWN, nonce=nonce or "authorisation.nonce")


def _accounts(manifest: Manifest, environment: Mapping[str, str]) -> Iterator[Advice]:
    if not manifest.accounts:
        yield _bad("check.no_accounts")
    for name, account in manifest.accounts.items():
        named = [variable for variable in (account.password_env, account.totp_env) if variable]
        unset = [variable for variable in named if not environment.get(variable)]
        if not unset:
            yield _good("check.account", account=name)
        for variable in unset:
            yield _bad("check.account_unset", account=name, variable=variable)
    for journey in ("sign_in", "connect_space", "share_measure", "contact_support"):
        if journey not in {*manifest.journeys, *manifest.guided}:
            yield _bad("check.no_journey", journey=journey)
    mailed = any(needs_mail(steps) for steps in manifest.journeys.values()) or _tells(manifest, MAIL)
    if mailed and not manifest.mailbox:
        yield _bad("check.no_mailbox")


def _guided(manifest: Manifest) -> Iterator[Advice]:
    """What a person will be asked for, and the guided journeys that nobody will ask for."""
    for journey, instructions in manifest.guided.items():
        if journey in USED:
            yield _good("check.guided", journey=journey, count=len(instructions))
        else:
            yield _bad("check.guided_elsewhere", journey=journey)
    if acts := total(COUNTS, manifest):
        yield _good("check.guided_acts", acts=acts)


def _tells(manifest: Manifest, value: str) -> bool:
    """Whether a guided instruction tells this value."""
    return any(value in names(one) for said in manifest.guided.values() for one in said)


def _files(manifest: Manifest, folder: Path) -> Iterator[Advice]:
    names = [name for name in (manifest.dossier, manifest.production.ca, *manifest.references) if name]
    if manifest.space:
        names += [manifest.space.certificate, manifest.space.key]
    else:
        yield _bad("check.no_space")
    if not manifest.dossier:
        yield _bad("check.no_dossier")
    for name in names:
        try:
            found = inside(folder, name).exists()
        except ProbantError as error:
            yield Advice(well=False, found=error.problem, todo=error.remedy, fatal=True)
            continue
        yield _good("check.file", name=name) if found else _bad("check.file_missing", fatal=True, name=name)


def _scanner() -> Advice:
    try:
        find_scanner()
    except LookFailed:
        return _bad("check.scanner_missing")
    return _good("check.scanner")


def _control() -> Advice:
    with control_app() as control:
        return _good("check.control") if control else _bad("check.control_missing")


def _recordings(
    manifest: Manifest, folder: Path, http: SafeClient, environment: Mapping[str, str]
) -> Iterator[Advice]:
    """Whether every recorded journey can be replayed; a broken step is told with what stands nearest to it."""
    if not manifest.recordings:
        yield _bad("check.no_recordings")
    elif all(environment.get(account.password_env) for account in manifest.accounts.values()):
        failed = rehearse(manifest, folder, http, environment)
        if failed is None:
            yield _good("check.recordings")
        else:
            values: dict[str, object] = {"look": "browser.journeys", **failed.params}
            yield _bad(failed.reason, fatal=False, **values)


def _good(key: str, **params: object) -> Advice:
    return Advice(well=True, found=text(key, **params))


def _bad(key: str, *, fatal: bool = False, **params: object) -> Advice:
    values = {name: str(value) for name, value in params.items()}
    found = message(key)
    todo = found.todo.filled(values) if found.todo else None
    return Advice(well=False, found=found.seen.filled(values), todo=todo, fatal=fatal)
