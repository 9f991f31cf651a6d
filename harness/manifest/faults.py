"""What a schema cannot judge in a manifest: addresses, files that must lie beside it, and what only the lab may ask."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from harness.errors import ManifestError
from harness.manifest.guided import guided_faults
from harness.manifest.model import Environment, Manifest
from harness.manifest.space import Space

RESERVED = (".example", ".test", ".invalid")
_NAME = re.compile(r"(?!-)[\w-]{1,63}(?:\.(?!-)[\w-]{1,63})*\.?")


LOOPBACK = ("127.0.0.1", "::1", "localhost")


def check_rest(manifest: Manifest, folder: Path, name: str) -> None:
    """Raise ``ManifestError`` for the first fault of ``manifest``, the file ``name`` in ``folder``."""
    for place, key in _faults(manifest):
        raise ManifestError(key, path=name, place=place)
    for place, file in _files(manifest):
        try:
            inside(folder, file)
        except ManifestError as error:
            raise ManifestError("manifest.file_outside", path=name, place=place) from error


def inside(folder: Path, name: str) -> Path:
    """The file or folder ``name`` inside ``folder``, links followed; raises ``ManifestError`` when it leaves it."""
    root = folder.resolve()
    try:
        found = (root / name).resolve()
        found.exists()
    except (OSError, ValueError, RuntimeError) as error:  # too long, a NUL, links in a circle
        raise ManifestError("manifest.climbs_out", path=folder.name, place=name) from error
    if found != root and root not in found.parents:
        raise ManifestError("manifest.climbs_out", path=folder.name, place=name)
    return found


def address(url: str) -> SplitResult | None:
    """The parts of an https address with a host and without a user name; ``None`` when it is not one."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return None
    sound = parts.scheme == "https" and "@" not in parts.netloc and port != 0 and is_host(parts.hostname or "")
    return parts if sound else None


def is_host(host: str) -> bool:
    """Whether ``host`` is written as a name or an IP address."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return _NAME.fullmatch(host) is not None and len(host) <= 253
    return True


def _faults(manifest: Manifest) -> Iterator[tuple[str, str]]:
    """Places that a JSON Schema cannot judge, each with the key of what is wrong there."""
    lab = manifest.profile == "lab"
    for name, environment in manifest.environments.items():
        yield from _environment(f"environments.{name}", environment, lab)
    if manifest.references and not lab:
        yield "references", "manifest.lab_only"
    yield from _world(manifest.world, lab)
    yield from _dns(manifest.dns, lab)
    yield from guided_faults(manifest.guided, manifest.journeys)
    if "production" not in manifest.environments:
        yield "environments.production", "manifest.missing"
    if not manifest.declared:
        yield "declared", "manifest.missing"
    if manifest.space is not None:
        yield from _space(manifest.space)
    for number, fix in enumerate(manifest.remediation_plan):
        if not _is_date(fix.due):
            yield f"remediation_plan.{number}.due", "manifest.bad_date"


def _environment(place: str, environment: Environment, lab: bool) -> Iterator[tuple[str, str]]:
    base = address(environment.base_url)
    if base is None or base.query or base.fragment:
        yield f"{place}.base_url", "manifest.bad_url"
    for number, host in enumerate(environment.hosts):
        named = address(f"https://{host}")
        if named is None or named.netloc != host:
            yield f"{place}.hosts.{number}", "manifest.bad_host"
    if environment.ca and not lab:
        yield f"{place}.ca", "manifest.lab_only"


def _world(world: dict[str, str], lab: bool) -> Iterator[tuple[str, str]]:
    """An invented world has names that nobody can own (RFC 2606), listens on this machine, and is for the lab alone."""
    if world and not lab:
        yield "world", "manifest.lab_only"
    for host, where in world.items():
        place = address(f"https://{where}")
        here = place is not None and place.netloc == where and place.hostname in LOOPBACK and place.port
        if not host.endswith(RESERVED) or not is_host(host) or not here:
            yield f"world.{host}", "manifest.bad_host"


def _dns(where: str, lab: bool) -> Iterator[tuple[str, str]]:
    """A lab's own name server listens on this machine, at a literal address, and is for the lab alone."""
    if where and not lab:
        yield "dns", "manifest.lab_only"
    place = address(f"https://{where}") if where else None
    if where and not (place and place.netloc == where and place.hostname in LOOPBACK[:2] and place.port):
        yield "dns", "manifest.bad_host"


def _space(space: Space) -> Iterator[tuple[str, str]]:
    for member, url in (("listen", space.listen), ("jwks_uri", space.jwks_uri)):
        if address(url) is None:
            yield f"space.{member}", "manifest.bad_url"


def _files(manifest: Manifest) -> Iterator[tuple[str, str]]:
    """Every file or folder that the manifest names."""
    for name, environment in manifest.environments.items():
        yield f"environments.{name}.ca", environment.ca
    yield "dossier", manifest.dossier
    if manifest.access_log is not None:
        yield "access_log.file", manifest.access_log.file
    yield "recordings", manifest.recordings
    yield from ((f"references.{number}", file) for number, file in enumerate(manifest.references))
    if manifest.space is not None:
        yield "space.certificate", manifest.space.certificate
        yield "space.key", manifest.space.key


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
