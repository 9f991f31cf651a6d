"""What Tensio says of itself agrees with what it hands in: quotes, funders, statements, reviewed texts, components."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

import sample_apps.sommeil
import sample_apps.tensio
from criteria.facts.editorial import content_page
from criteria.facts.html import read_page
from criteria.facts.reviewed_text import text_digest
from criteria.facts.sbom import read_sbom
from sample_apps.tensio.articles import ARTICLES
from sample_apps.tensio.pages.openness import PEOPLE
from tests.sample_apps.conftest import Running

HOME = Path(sample_apps.tensio.__file__).parent
DOSSIER: dict[str, Any] = yaml.safe_load((HOME / "dossier" / "dossier.yaml").read_text("utf-8"))
SIGNING = {one for article in ARTICLES for one in (article.author.name, article.reviewer.name)}


@pytest.mark.parametrize("item", ["purpose", "audience", "limits", "data", "price", "ending"])
def test_the_card_quotes_the_page(tensio: Running, item: str) -> None:
    told = DOSSIER["card"][item]
    page = tensio.visitor().get(told["page"])
    text = read_page(page.content, page.url, page.headers["Content-Type"]).text
    assert told["quote"] in " ".join(text.split())


@pytest.mark.parametrize("sample", [sample_apps.tensio, sample_apps.sommeil])
def test_the_card_lists_the_categories_of_the_inventory(sample: Any) -> None:
    told = yaml.safe_load((Path(sample.__file__).parent / "dossier" / "dossier.yaml").read_text("utf-8"))
    assert set(told["card"]["data_categories"]) == {one["category"] for one in told["inventory"]}


def test_funders_and_statements_are_on_the_page(tensio: Running) -> None:
    text = " ".join(tensio.visitor().get(DOSSIER["funding"]["page"]).text.split())
    assert all(one["name"] in text for one in DOSSIER["funding"]["funders"])
    people = {name for name, _ in PEOPLE}
    assert people == {one["person"] for one in DOSSIER["funding"]["statements"]}
    assert people >= SIGNING
    assert all(name in text for name in people)


def test_every_article_is_as_it_was_reviewed(tensio: Running) -> None:
    """Whoever changes an article has it reviewed again: the digest of its new text then goes into the dossier."""
    served = {}
    for article in ARTICLES:
        page = tensio.visitor().get(f"/articles/{article.slug}")
        kind = page.headers["Content-Type"]
        read = content_page(page.content, kind, read_page(page.content, page.url, kind))
        served[f"/articles/{article.slug}"] = text_digest(read)
    review = DOSSIER["expert_review"]
    assert served == {one["path"]: one["sha256"] for one in review["pages"]}
    assert not SIGNING & {one["name"] for one in review["reviewers"]}


@pytest.mark.parametrize("sample", [sample_apps.tensio, sample_apps.sommeil])
def test_the_inventory_is_valid_and_whole(sample: Any) -> None:
    folder = Path(sample.__file__).parent / "dossier"
    dossier = yaml.safe_load((folder / "dossier.yaml").read_text("utf-8"))
    (file,) = dossier["sbom"]["files"]
    found = read_sbom((folder / file["document"]).read_bytes())
    assert (found.format, found.problem, found.release) == ("cyclonedx", "", str(dossier["release"]["version"]))
    listed = yaml.safe_load((folder / "components.yaml").read_text("utf-8"))
    assert [one.name for one in found.components] == [one["name"] for one in listed]


def test_sommeil_lists_what_its_lock_file_locks() -> None:
    folder = Path(sample_apps.sommeil.__file__).parent
    locked = json.loads((folder / "package-lock.json").read_text("utf-8"))["packages"]
    listed = yaml.safe_load((folder / "dossier" / "components.yaml").read_text("utf-8"))
    wanted = {name.removeprefix("node_modules/"): one["version"] for name, one in locked.items() if name}
    assert {one["name"]: str(one["version"]) for one in listed} == wanted


@pytest.mark.parametrize("name", ["osv", "passi", "guidelines", "nando", "transparence_sante"])
def test_pinned_data_are_marked_as_invented(name: str) -> None:
    pack = yaml.safe_load((HOME / "reference" / f"{name}.yaml").read_text("utf-8"))
    assert pack["name"] == name
    assert "Invented for the lab" in pack["source"]
