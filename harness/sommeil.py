"""Running Sommeil, the second sample candidate, which is of another make: a Node server with a JSON interface."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import msgspec

from criteria.yaml_data import load_yaml
from harness.lab_files import app_certificate, make_lab, write_pair
from harness.link_world import link_world
from harness.manifest.model import Manifest
from harness.name_world import name_world
from harness.node_packages import node_packages
from harness.processes import free_port, started_command
from harness.samples import HOST, Fault, Running, patch_dossier, write_manifest

PACKAGE = "sample_apps.sommeil"
PROGRAM = "app"
NOT_THE_PROGRAM = ("node_modules", "data", "dossier", "reference", "recordings", "__pycache__", "*.py")


def faults() -> list[Fault]:
    """Every fault of Sommeil, in the order of its list."""
    raw = load_yaml(files(PACKAGE).joinpath("faults.yaml").read_bytes())
    return [msgspec.convert(entry, Fault) for entry in raw["faults"]]


@contextmanager
def running_sommeil(folder: Path, chosen: Sequence[Fault] = ()) -> Iterator[Running]:
    """Run Sommeil with these faults; its program, manifest and lab certificates are written into ``folder``.

    Its mail goes to the mailbox of the manifest: the audit (or a test) opens it. Raises ``ConfigurationError`` when
    Node or its packages are not to be had.
    """
    ports = {name: free_port() for name in ("port", "cleartext", "space", "mail")}
    environment = {f"PROBANT_SOMMEIL_{name}_PASSWORD": secrets.token_urlsafe(18) for name in ("A", "B")}
    _copy_program(folder / PROGRAM)
    authority = make_lab(folder / "lab")
    write_pair(folder / "lab" / "app", app_certificate(authority, "sound", HOST))
    command = ["node", str(folder / PROGRAM / "server.js"), "--exit-with-stdin", *_arguments(folder, ports)]
    command += [part for fault in chosen if fault.made_by == "app" for part in ("--fault", fault.name)]
    with ExitStack() as running:
        world = running.enter_context(link_world(folder / "lab", authority))
        manifest = _write_manifest(folder, ports, world, running.enter_context(name_world()))
        patch_dossier(folder / "dossier" / "dossier.yaml", chosen)
        running.enter_context(started_command(command, PACKAGE, _for_the_app(manifest, environment)))
        yield Running(manifest=manifest, folder=folder, environment=environment)


def _copy_program(target: Path) -> None:
    """The program in a folder of its own, where Node finds its packages beside it."""
    with as_file(files(PACKAGE)) as source:
        packages = node_packages(source)
        shutil.copytree(source, target, ignore=shutil.ignore_patterns(*NOT_THE_PROGRAM))
    (target / "node_modules").symlink_to(packages, target_is_directory=True)


def _arguments(folder: Path, ports: Mapping[str, int]) -> list[str]:
    lab = folder / "lab"
    return [
        *("--host", HOST, "--port", str(ports["port"]), "--cleartext-port", str(ports["cleartext"])),
        *("--data", str(folder / "data"), "--tls-cert", str(lab / "app.pem"), "--tls-key", str(lab / "app.key")),
        *("--space-issuer", f"https://{HOST}:{ports['space']}/oauth", "--space-ca", str(lab / "ca.pem")),
        *("--public-url", f"https://{HOST}:{ports['port']}", "--client-id", "sommeil"),
        *("--smtp", f"{HOST}:{ports['mail']}"),
    ]


def _for_the_app(manifest: Manifest, environment: Mapping[str, str]) -> dict[str, str]:
    found = {"SOMMEIL_CLOCK_HEADER": manifest.sessions.clock_header if manifest.sessions else ""}
    for name, account in manifest.accounts.items():
        prefix = f"SOMMEIL_{name.upper()}"
        found[f"{prefix}_LOGIN"] = account.login
        found[f"{prefix}_PASSWORD"] = environment[account.password_env]
        found[f"{prefix}_CANARY"] = account.canaries["health"]
    return found


def _write_manifest(folder: Path, ports: Mapping[str, int], world: Mapping[str, str], dns: str) -> Manifest:
    raw: dict[str, Any] = dict(load_yaml(files(PACKAGE).joinpath("candidate.yaml").read_bytes()))
    raw |= {"world": dict(world), "dns": dns}
    raw["mailbox"]["listen"] = f"{HOST}:{ports['mail']}"
    return write_manifest(PACKAGE, raw, folder, ports["port"], ports["cleartext"], ports["space"])
