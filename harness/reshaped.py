"""Tensio's files in the hand of another vendor (``sample_apps.reshaping``), to go with pages of that hand."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from urllib.parse import urljoin

import yaml

from criteria.facts.editorial import content_page
from criteria.facts.html import read_page
from criteria.facts.reviewed_text import text_digest
from criteria.yaml_data import load_yaml
from harness.audit.run import client_for
from harness.manifest import load_manifest
from harness.manifest.model import Manifest
from harness.net import Ask

PACKAGE = "sample_apps.reshaping"


def rewritten(folder: Path, seed: int) -> Manifest:
    """Rewrite manifest, recordings and dossier in ``folder``; the manifest is read again."""
    command = [sys.executable, "-m", PACKAGE, str(seed), str(folder)]
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    return load_manifest(folder / "candidate.yaml")


def reviewed_again(folder: Path, manifest: Manifest) -> None:
    """Have the review file name the pages as they are served now: by the sound app, in that hand."""
    path = folder / "dossier" / "dossier.yaml"
    dossier = load_yaml(path.read_bytes())
    client = client_for(manifest, folder)
    for one in dossier["expert_review"]["pages"]:
        url = urljoin(manifest.base_url, one["path"])
        body = client.send(Ask(method="GET", url=url)).body
        one["sha256"] = text_digest(content_page(body, "text/html; charset=utf-8", read_page(body, url)))
    path.write_text(yaml.safe_dump(dossier, allow_unicode=True, sort_keys=False), "utf-8")
