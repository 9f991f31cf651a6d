"""The impact assessment, the hosting contract and the statement of region of a dossier, written from its fields."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sample_apps.tensio.dossier.pdf import INVENTED, pdf, pdf_of

SECTIONS: Mapping[str, tuple[str, ...]] = {
    "description": (
        "Le service enregistre les mesures que la personne saisit et les lui montre. Flux et destinataires :",
    ),
    "necessity": (
        "Seules les données utiles au suivi sont demandées ; les notes sont facultatives.",
        "Base légale : consentement explicite pour les données de santé, contrat pour le compte.",
    ),
    "risks": (
        "Accès illégitime : gravité importante, vraisemblance limitée.",
        "Modification non désirée : gravité limitée, vraisemblance négligeable.",
        "Disparition : gravité limitée, vraisemblance négligeable.",
    ),
    "measures": (
        "Chiffrement en transit et au repos, comptes nominatifs, journaux d’accès, sauvegardes chiffrées.",
        "Revue annuelle des droits d’accès de l’hébergeur.",
    ),
}


def documents(dossier: Mapping[str, Any], app: str) -> dict[str, bytes]:
    """The three documents, by their places in the dossier."""
    contract = dossier["processors"][0]
    return {
        dossier["dpia"]["document"]: assessment(dossier, app),
        contract["document"]: hosting_contract(contract, dossier["publisher"]["name"]),
        dossier["hosting"]["health_data"]["region"]["document"]: statement_of_region(dossier["hosting"]["health_data"]),
    }


def assessment(dossier: Mapping[str, Any], app: str) -> bytes:
    """The data protection impact assessment: a page for each point of GDPR article 35(7), then advice and signature."""
    dpia = dossier["dpia"]
    flows = [f"- {one['name']} : {one['purpose']}" for one in dossier["recipients"]]
    pages = [
        (dpia["sections"][name], [f"Analyse d’impact de {app}, version {dpia['version']}", *lines])
        for name, lines in SECTIONS.items()
    ]
    pages[0][1].extend(flows)
    end = [
        f"Avis du délégué ({_day(dpia['advice']['date'])}) : {dpia['advice']['opinion']}",
        f"Risques résiduels acceptés le {_day(dpia['signatory']['date'])} par {dpia['signatory']['name']}",
        INVENTED,
    ]
    return pdf_of([*pages, ("5. Avis et validation", end)])


def hosting_contract(contract: Mapping[str, Any], client: str) -> bytes:
    """The contract of GDPR article 28: each clause on the page that the dossier gives."""
    places = contract["clauses"].items()
    last = max(place["page"] for _, place in places)
    pages = [
        (
            f"Contrat {contract['reference']}, page {number}",
            [
                f"Entre {client}, client, et {contract['recipient']}, hébergeur",
                *(f"{letter}) {place['quote']}." for letter, place in places if place["page"] == number),
            ],
        )
        for number in range(1, last + 1)
    ]
    pages[-1][1].extend([f"Signé le {_day(contract['signed'])}", INVENTED])
    return pdf_of(pages)


def statement_of_region(hosted: Mapping[str, Any]) -> bytes:
    """The host's statement of where it keeps the data."""
    return pdf("Attestation de localisation des données", [
        f"{hosted['host']['name']}, SIREN {hosted['host']['siren']}",
        "Les données de santé confiées et leurs sauvegardes sont conservées en France, à Lille et à Reims.",
        f"Contrat {hosted['contract_reference']}",
        INVENTED,
    ])


def _day(text: str) -> str:
    return "/".join(reversed(text.split("-")))
