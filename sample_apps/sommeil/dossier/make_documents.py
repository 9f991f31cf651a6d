"""Writes the documents of Sommeil's dossier; the result is the same at every run and is kept in the repository.

    python -m sample_apps.sommeil.dossier.make_documents
"""

from __future__ import annotations

from pathlib import Path

import yaml

from sample_apps.tensio.dossier import accountability, assurance
from sample_apps.tensio.dossier.make_documents import dpo_receipt, hds_certificate

FOLDER = Path(__file__).parent


def documents() -> dict[str, bytes]:
    """Every document, by its place in the dossier."""
    told = yaml.safe_load((FOLDER / "dossier.yaml").read_text("utf-8"))
    hds, dpo = told["hosting"]["health_data"]["hds"], told["dpo"]
    receipt = dpo_receipt(told["publisher"]["name"], dpo["designation"], dpo["name"])
    own = {hds["document"]: hds_certificate(hds), dpo["designation"]["document"]: receipt}
    own |= assurance.documents(told, FOLDER, "npm", "sommeil")
    return own | accountability.documents(told, "Sommeil")


if __name__ == "__main__":
    for name, content in documents().items():
        (FOLDER / name).write_bytes(content)
