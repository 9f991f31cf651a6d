"""Guided journeys and the looks: who can have them performed, and who must refuse rather than take them for absent."""

from __future__ import annotations

from collections.abc import Mapping

from criteria.guided import ACTS
from criteria.observation import Look
from harness.errors import LookFailed
from harness.probes.http.journeys import AT_SPACE
from harness.probing import ProbeRoom

PERFORMS = "exchange"
"""The probe that asks a person."""
USED = ACTS | {"sign_in"}
"""Journeys that it has performed."""
SIGNING = frozenset(("sign_in", "sign_up"))
DRIVES: Mapping[str, frozenset[str]] = {
    "identity": SIGNING | {"sign_out", "reset_password", "enter_measure"},
    "content.machine": frozenset(("sign_in",)),
}
"""Journeys that the looks of a probe or of one kind drive by HTTP."""
ALL_BUT_THE_SPACE = frozenset(
    ("http.journeys", "objects", "hostile", "rights", "logging.script", "content.critical", "content.calculations")
)
"""Probes and kinds that drive whatever is declared, but for the journeys at the space."""
PAIRS = frozenset(("rights.deletion",))
"""Kinds that pair as well."""


def require_driven(look: Look, room: ProbeRoom) -> None:
    """Raise ``LookFailed`` when a journey is guided that this look would drive, or for which nobody can be asked."""
    guided = set(room.manifest.guided) if look.subject == "candidate" else set()
    if look.probe == PERFORMS:
        wanted = sorted(guided & USED)
        if wanted and room.around.asker is None:
            raise LookFailed("gap.nobody_to_ask", input=f"guided.{wanted[0]}")
        return
    refused = sorted(guided & _drives(look, guided))
    if refused:
        raise LookFailed("gap.guided_not_driven", input=f"guided.{refused[0]}")


def _drives(look: Look, guided: set[str]) -> set[str]:
    found = set(DRIVES.get(look.probe, ())) | set(DRIVES.get(look.kind, ()))
    if {look.probe, look.kind} & ALL_BUT_THE_SPACE:
        found |= guided - AT_SPACE
    return found | ({"connect_space"} if look.kind in PAIRS else set())
