"""A dossier with every section of information and accountability, the notice that it quotes, and its documents."""

from __future__ import annotations

import copy
from typing import Any

from sample_apps.tensio.dossier import accountability
from tests.support.dossiers import ABSENT, SOUND, document
from tests.support.evidence import Looked, Sight, looked, sight
from tests.support.sites import NOTICE, Pages, site

MORE = """
<h2>À savoir</h2><p>L’adresse est obligatoire, les notes sont facultatives. Nous gardons votre session pendant douze
heures. Notre intérêt légitime est de vous répondre. Vous gardez la main sur vos données après votre mort.</p>
"""
FULL_NOTICE = NOTICE + MORE
HEALTH, MESSAGES, SESSIONS = "Mesures", "Messages", "Sessions"
FULL: dict[str, Any] = {
    **copy.deepcopy(SOUND),
    "notice": {
        "automated_decisions": False,
        "quotes": {
            "controller": "Exemple SAS, 1 rue de l’Exemple, 75001 Paris",
            "purposes": "Nous utilisons vos données pour tenir votre carnet",
            "bases": "ce qui est nécessaire à l’exécution du contrat",
            "rights": "Vous avez le droit d’accéder à vos données, de les rectifier, de les effacer",
            "complaint": "Vous pouvez aussi adresser une réclamation à la CNIL",
            "mandatory": "L’adresse est obligatoire, les notes sont facultatives",
            "legitimate_interest": "Notre intérêt légitime est de vous répondre",
            "withdrawal": "Vous pouvez retirer votre accord quand vous le souhaitez",
        },
    },
    "inventory": [
        {"field": "tension", "category": HEALTH, "purpose": "Carnet", "basis": "explicit_consent", "mandatory": True},
        {"field": "message", "category": MESSAGES, "purpose": "Réponse", "basis": "legitimate_interest"},
        {"field": "session", "category": SESSIONS, "purpose": "Sécurité", "basis": "contract", "mandatory": True},
    ],
    "recipients": [
        {"name": "Hébergeur Exemple SAS", "role": "processor", "purpose": "Hébergement", "country": "FR"},
        {"name": "Courriel Exemple SA", "role": "controller", "purpose": "Envoi", "country": "FR"},
    ],
    "retention": [
        {
            "category": HEALTH,
            "period": "30 jours après la fermeture",
            "published": "Vos mesures sont conservées jusqu’à la fermeture du compte, puis effacées sous trente jours",
        },
        {
            "category": MESSAGES,
            "period": "12 mois",
            "published": "Les messages que vous nous envoyez sont gardés pendant douze mois",
        },
        {
            "category": SESSIONS,
            "period": "12 heures",
            "published": "Nous gardons votre session pendant douze heures",
            "cookies": ["session"],
        },
    ],
    "processing_record": {
        "controller": {"name": "Exemple SAS", "contact": "contact@exemple.example"},
        "officer": {"name": "Dominique Exemple", "contact": "dpo@exemple.example"},
        "reviewed": "2026-03-01",
        "activities": [
            {
                "name": "Service",
                "purposes": ["Carnet", "Réponse", "Sécurité"],
                "persons": ["Utilisateurs"],
                "categories": [HEALTH, MESSAGES, SESSIONS],
                "recipients": [{"name": "Hébergeur Exemple", "country": "FR"}, {"name": "Courriel Exemple SA"}],
                "transfers": [],
                "retention": [
                    {"category": HEALTH, "period": "30 jours après la fermeture"},
                    {"category": MESSAGES, "period": "un an"},
                    {"category": SESSIONS, "period": "12 heures"},
                ],
                "security": "Chiffrement",
            }
        ],
    },
    "dpia": {
        "date": "2026-01-10",
        "version": "1.0.2",
        "document": "dpia.pdf",
        "advice": {"date": "2026-01-12", "opinion": "Favorable"},
        "signatory": {"name": "Camille Exemple", "date": "2026-01-13"},
        "sections": {
            "description": "1. Description des traitements",
            "necessity": "2. Nécessité et proportionnalité",
            "risks": "3. Risques pour les personnes",
            "measures": "4. Mesures envisagées",
        },
    },
    "processors": [
        {
            "recipient": "Hébergeur Exemple SAS",
            "reference": "CTR-1",
            "signed": "2026-01-05",
            "document": "contract.pdf",
            "clauses": {
                "a": {"page": 1, "quote": "L’hébergeur agit sur instruction documentée"},
                "b": {"page": 1, "quote": "Confidentialité des personnes autorisées"},
                "c": {"page": 1, "quote": "Sécurité de l’article 32"},
                "d": {"page": 1, "quote": "Pas d’autre sous-traitant sans autorisation"},
                "e": {"page": 2, "quote": "Aide pour l’exercice des droits"},
                "f": {"page": 2, "quote": "Aide en cas de violation de données"},
                "g": {"page": 2, "quote": "Restitution au terme"},
                "h": {"page": 2, "quote": "Audits permis"},
            },
        }
    ],
    "incidents": {
        "contact": "securite@exemple.example",
        "procedure": {"decides": "Direction", "register": "Registre", "notification": "CNIL", "persons": "Courriel"},
        "register_template": ["Date", "Nature"],
        "authorities": ["CNIL"],
    },
}
FULL["hosting"]["health_data"]["region"] = {"country": "FR", "document": "region.pdf"}


def altered(**paths: Any) -> dict[str, Any]:
    """``FULL`` with values set at paths (``__`` for the dot, numbers for places in lists); ``ABSENT`` removes."""
    found = copy.deepcopy(FULL)
    for path, value in paths.items():
        *parents, last = path.split("__")
        place: Any = found
        for name in parents:
            place = place[_key(place, name)]
        if value is ABSENT:
            del place[_key(place, last)]
        else:
            place[_key(place, last)] = value
    return found


def _key(place: Any, name: str) -> Any:
    return int(name) if isinstance(place, list) else name


def papers(**replaced: bytes) -> list[Sight]:
    """The documents of ``FULL``, some (``dpia``, ``contract``, ``region``) with other bytes; empty ones left out."""
    made = {
        "dpia": accountability.assessment(FULL, "Exemple"),
        "contract": accountability.hosting_contract(FULL["processors"][0], "Exemple SAS"),
        "region": accountability.statement_of_region(FULL["hosting"]["health_data"]),
        **replaced,
    }
    sections = {"dpia": "dpia", "contract": "processors.0", "region": "hosting.health_data.region"}
    return [document(f"{name}.pdf", sections[name], raw) for name, raw in made.items() if raw]


def handed_in(declared: dict[str, Any] | None = None, **replaced: bytes) -> Looked:
    """The look ``dossier.read`` at ``FULL``, or at what is ``declared`` in its place."""
    return looked("dossier.read", sight("dossier.declaration", declared or FULL), *papers(**replaced))


def shown(text: str = FULL_NOTICE, *more: Sight, **summary: Any) -> Looked:
    """The crawl of a site with this notice."""
    pages: Pages = {"/confidentialite": ("Politique de confidentialité", text)}
    return site(pages, *more, **summary)
