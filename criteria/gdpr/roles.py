"""Which declared recipient a host belongs to, and what its declared role allows it to receive."""

from __future__ import annotations

from collections.abc import Sequence

from criteria.facts.dossier_inventory import Recipient

FOR_HEALTH = frozenset(("hosting", "care"))
FOR_IDENTITY = FOR_HEALTH | {"identity", "payment", "messaging", "address"}


def declared(host: str, recipients: Sequence[Recipient]) -> Recipient | None:
    """The recipient whose domains cover this host."""
    for one in recipients:
        if any(host == domain.lower() or host.endswith(f".{domain.lower()}") for domain in one.domains):
            return one
    return None


def role_of(recipient: Recipient) -> str:
    """What the recipient does with data: ``service``, or ``hosting`` where health data are declared for it."""
    return recipient.service or ("hosting" if recipient.health_data else "")


def may_receive(recipient: Recipient, health: bool) -> bool:
    """Whether its role allows data of health, or of identity."""
    return role_of(recipient) in (FOR_HEALTH if health else FOR_IDENTITY)
