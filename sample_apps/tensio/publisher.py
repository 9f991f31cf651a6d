"""Who publishes Tensio, as its legal texts say. The company, its people and its numbers are invented."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Publisher:
    """The identity that LCEN article 1-1 asks for. ``siren`` passes the key of Luhn; ``phone`` is a fiction number."""

    name: str = "Tensio Santé SAS"
    capital: str = "50 000 €"
    address: str = "12 rue des Oliviers, 34000 Montpellier, France"
    siren: str = "999 004 120"
    registry: str = "RCS Montpellier 999 004 120"
    vat: str = "FR74 999004120"
    director: str = "Camille Exemple, présidente"
    email: str = "contact@tensio.example"
    phone: str = "01 99 00 41 20"
    security_email: str = "securite@tensio.example"
    dpo_name: str = "Dominique Exemple"
    dpo_email: str = "dpo@tensio.example"
    host_name: str = "Hébergeur Exemple Santé SAS"
    host_address: str = "8 quai des Serveurs, 59000 Lille, France"
    host_phone: str = "01 99 00 71 80"


PUBLISHER = Publisher()
