"""Running Tensio, the sample candidate, sound or with named faults, ready to be audited."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any, Literal

import msgspec
import pyotp
import yaml

from criteria.yaml_data import load_yaml
from harness.lab_files import app_certificate, make_lab, write_pair
from harness.lab_pki import CA
from harness.lab_profile import KeyKind
from harness.link_world import link_world
from harness.manifest import load_manifest
from harness.manifest.model import Manifest
from harness.name_world import name_world
from harness.processes import free_port, started
from harness.reshaped import reviewed_again, rewritten

PACKAGE = "sample_apps.tensio"
HOST = "127.0.0.1"


class Fault(msgspec.Struct, frozen=True, kw_only=True):
    """One entry of a sample's ``faults.yaml``: what it must move in the verdicts, exactly, and why.

    ``host`` is the name under which the caller runs the app (its address when empty), for faults of names.
    """

    name: str
    family: str
    kind: str
    title: dict[str, str]
    why: dict[str, str]
    made_by: str = "app"
    violates: tuple[str, ...] = ()
    blinds: tuple[str, ...] = ()
    reviews: tuple[str, ...] = ()
    certificate: str = ""
    key: Literal["ec", "rsa"] = "ec"
    dossier: tuple[dict[str, Any], ...] = ()
    host: str = ""


class Running(msgspec.Struct, frozen=True, kw_only=True):
    """A running sample: its manifest, the folder of its files, and the secrets that its accounts need."""

    manifest: Manifest
    folder: Path
    environment: Mapping[str, str]


def faults() -> list[Fault]:
    """Every fault of Tensio, in the order of its list."""
    raw = load_yaml(files(PACKAGE).joinpath("faults.yaml").read_bytes())
    return [msgspec.convert(entry, Fault) for entry in raw["faults"]]


@contextmanager
def running_tensio(folder: Path, chosen: Sequence[Fault] = (), reshape: int | None = None) -> Iterator[Running]:
    """Run Tensio with these faults; its manifest, dossier and lab certificates are written into ``folder``.

    ``reshape`` is the seed of another vendor's hand, in which its pages and files are then written.
    """
    space, port, cleartext, mail = (free_port() for _ in range(4))
    named = next((fault.host for fault in chosen if fault.host), HOST)
    environment = _accounts()
    authority = _write_certificates(folder, chosen, named)
    arguments = [
        *("--host", HOST, "--port", str(port), "--cleartext-port", str(cleartext)),
        *("--tls-cert", str(folder / "lab" / "app.pem"), "--tls-key", str(folder / "lab" / "app.key")),
        *("--space-issuer", f"https://{HOST}:{space}/oauth", "--space-ca", str(folder / "lab" / "ca.pem")),
        *("--public-url", f"https://{named}:{port}", "--client-id", "tensio", "--smtp", f"{HOST}:{mail}"),
        *(() if reshape is None else ("--reshape", str(reshape))),
    ]
    faulty = (part for fault in chosen if fault.made_by == "app" for part in ("--fault", fault.name))
    with link_world(folder / "lab", authority) as world, name_world() as dns:
        manifest = _write_manifest(folder, named, (port, cleartext, space, mail), world, dns)
        if reshape is not None:
            manifest = rewritten(folder, reshape)
            with started(PACKAGE, [*arguments, "--data", str(folder / "reviewed")], _for_the_app(environment)):
                reviewed_again(folder, manifest)
        patch_dossier(folder / "dossier" / "dossier.yaml", chosen)
        with started(PACKAGE, [*arguments, "--data", str(folder / "data"), *faulty], _for_the_app(environment)):
            yield Running(manifest=manifest, folder=folder, environment=environment)


def _accounts() -> dict[str, str]:
    """Fresh passwords and seeds of authenticators, for the audit and for the app alike."""
    passwords = {f"PROBANT_TENSIO_{name}_PASSWORD": secrets.token_urlsafe(18) for name in ("A", "B")}
    return passwords | {f"PROBANT_TENSIO_{name}_TOTP": pyotp.random_base32() for name in ("A", "B")}


def _for_the_app(environment: Mapping[str, str]) -> dict[str, str]:
    declared = _template()
    found = {"TENSIO_CLOCK_HEADER": declared["sessions"]["clock_header"]}
    for name, account in declared["accounts"].items():
        prefix = f"TENSIO_{name.upper()}"
        found[f"{prefix}_LOGIN"] = account["login"]
        found[f"{prefix}_PASSWORD"] = environment[account["password_env"]]
        found[f"{prefix}_TOTP"] = environment[account["totp_env"]]
        found[f"{prefix}_CANARY"] = account["canaries"]["health"]
    return found


def _template() -> dict[str, Any]:
    return dict(load_yaml(files(PACKAGE).joinpath("candidate.yaml").read_bytes()))


def _write_certificates(folder: Path, chosen: Sequence[Fault], named: str) -> CA:
    authority = make_lab(folder / "lab", HOST)
    flaw = next((fault.certificate for fault in chosen if fault.certificate), "sound")
    key: KeyKind = "rsa" if any(fault.key == "rsa" for fault in chosen) else "ec"
    write_pair(folder / "lab" / "app", app_certificate(authority, flaw, named, key=key))
    return authority


def _write_manifest(
    folder: Path, named: str, ports: tuple[int, int, int, int], world: Mapping[str, str], dns: str
) -> Manifest:
    port, cleartext, space, mail = ports
    raw = {**_template(), "world": dict(world), "dns": dns}
    raw["mailbox"]["listen"] = f"{HOST}:{mail}"
    return write_manifest(PACKAGE, raw, folder, port, cleartext, space, named)


def write_manifest(
    package: str, raw: dict[str, Any], folder: Path, port: int, cleartext: int, space: int, named: str = HOST
) -> Manifest:
    """The manifest of a sample that runs at these ports, with its dossier and references, written into ``folder``."""
    base = f"https://{named}:{port}"
    raw["environments"]["production"] |= {"base_url": base, "cleartext_port": cleartext}
    raw["space"] |= {
        "listen": f"https://{HOST}:{space}",
        "redirect_uris": [f"{base}/espace-sante/retour"],
        "jwks_uri": f"{base}/.well-known/jwks.json",
    }
    for part in ("dossier", "reference", "recordings"):
        with as_file(files(package).joinpath(part)) as source:
            shutil.copytree(source, folder / part, dirs_exist_ok=True)
    _of_today(folder / "reference" / "osv.yaml")
    path = folder / "candidate.yaml"
    path.write_text(yaml.safe_dump(raw, allow_unicode=True, sort_keys=False), "utf-8")
    return load_manifest(path)


def _of_today(pack: Path) -> None:
    """Invented advisories are all there are on whatever day the sample runs: their list is as of that day."""
    raw = load_yaml(pack.read_bytes())
    raw["version"] = datetime.now(UTC).date().isoformat()
    pack.write_text(yaml.safe_dump(raw, allow_unicode=True, sort_keys=False), "utf-8")


def patch_dossier(path: Path, chosen: Sequence[Fault]) -> None:
    """Apply the dossier patches of the faults: a value replaced, or (without a value) a member taken away.

    Members of a list are named by their place, from 0.
    """
    raw = load_yaml(path.read_bytes())
    for patch in (patch for fault in chosen for patch in fault.dossier):
        *parents, last = str(patch["path"]).split(".")
        place = raw
        for name in parents:
            place = place[_member(place, name)]
        if "value" in patch:
            place[_member(place, last)] = patch["value"]
        else:
            del place[_member(place, last)]
    path.write_text(yaml.safe_dump(raw, allow_unicode=True, sort_keys=False), "utf-8")


def _member(place: Any, name: str) -> Any:
    return int(name) if isinstance(place, list) else name
