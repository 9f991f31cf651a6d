"""What a look needs before it may be made: inputs of the manifest, and proof of control of the host."""

from __future__ import annotations

from urllib.parse import urlsplit

from criteria.observation import Look
from harness.audit.guidance import PERFORMS, require_driven
from harness.errors import LookFailed
from harness.manifest.model import Manifest
from harness.net import Ask, Labels
from harness.probing import ProbeRoom

WELL_KNOWN = "/.well-known/probant-authorisation.txt"
AUTHORISATION = "authorisation"


def require(look: Look, room: ProbeRoom) -> None:
    """Raise ``LookFailed`` for the first need of ``look`` that is not met."""
    for need in look.needs:
        if need == AUTHORISATION:
            _require_control(look, room)
        elif not _given(need, room.manifest):
            _refuse(need, look, room)
    require_driven(look, room)


def _refuse(need: str, look: Look, room: ProbeRoom) -> None:
    """Raise ``LookFailed`` for an input that is not given, unless it is a journey that a person performs."""
    name, _, journey = need.partition(".")
    if name == "journeys" and journey in room.manifest.guided:
        if look.probe == PERFORMS:
            return
        raise room.undriven(journey)
    if need == "recordings" and room.manifest.guided:
        raise LookFailed("gap.guided_unrecorded")
    raise LookFailed("gap.missing_input", input=need)


def _given(need: str, manifest: Manifest) -> bool:
    """Whether the manifest gives ``accounts.a``, ``journeys.sign_in``, ``space``, ``dossier`` ..."""
    name, _, part = need.partition(".")
    value = getattr(manifest, name)
    return part in value if part else bool(value)


def _require_control(look: Look, room: ProbeRoom) -> None:
    """Active looks need the vendor's nonce on the very host, except on one's own machine in the lab profile."""
    if room.manifest.profile == "lab":
        return
    host = look.target if look.target in room.manifest.hosts else room.manifest.hosts[0]
    authorisation = room.manifest.authorisation
    if authorisation is None:
        raise LookFailed("gap.missing_input", input="authorisation.nonce")
    answer = room.http.send(Ask(method="GET", url=f"https://{host}{WELL_KNOWN}", labels=Labels(purpose=AUTHORISATION)))
    room.observe(kind="http.exchange", data=answer.exchange, blobs={"response_body": answer.body}, target=host)
    response = answer.exchange.response
    served = answer.body[:1000].decode("ascii", "replace").strip()
    if response is None or response.status != 200 or served != authorisation.nonce:
        raise LookFailed("gap.not_authorised", host=urlsplit(f"//{host}").hostname or host)
