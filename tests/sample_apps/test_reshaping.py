"""A page in another hand says the same, is whole, and shares neither names nor words with the first one."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

import sample_apps.tensio
from sample_apps.reshaping.addresses import inward, outward
from sample_apps.reshaping.folder import reshape_folder, reshape_selector
from sample_apps.reshaping.front import Front
from sample_apps.reshaping.names import rename_css
from sample_apps.reshaping.page import reshape_html
from sample_apps.reshaping.shape import Shape
from sample_apps.reshaping.tree import parse
from sample_apps.tensio.application import application
from tests.sample_apps.asgi import ask, faulty

SEEDS = range(1, 13)
PATHS = (
    *("/", "/inscription", "/connexion", "/mentions-legales", "/confidentialite", "/articles/sel-et-tension", "/aide"),
    *("/contact", "/droits", "/assistant", "/accessibilite", "/a-propos", "/financement", "/articles"),
)
NAMED = ("for", "aria-labelledby", "aria-describedby")


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Tensio's pages as it serves them."""
    app = application(faulty(tmp_path_factory.mktemp("data")))
    return {path: ask(app, path).text for path in PATHS}


def fields(html: str) -> list[tuple[str, ...]]:
    """What the forms of a page send, in order: the names, kinds and bounds of their fields."""
    tree = LexborHTMLParser(html)
    wanted = ("name", "type", "required", "maxlength", "value")
    shown = (one.attributes for one in tree.css("input[name], select, textarea"))
    found = [one for one in shown if one.get("name") != "jeton"]
    return [tuple(repr(one.get(name, "-") or "") for name in wanted) for one in found]


@pytest.mark.parametrize("seed", SEEDS)
def test_the_same_seed_gives_the_same_bytes_and_another_gives_others(pages: dict[str, str], seed: int) -> None:
    first = {path: reshape_html(html, Shape(seed)) for path, html in pages.items()}
    assert first == {path: reshape_html(html, Shape(seed)) for path, html in pages.items()}
    assert first["/"] != reshape_html(pages["/"], Shape(seed + 1))


@pytest.mark.parametrize("seed", SEEDS)
def test_forms_send_the_same(pages: dict[str, str], seed: int) -> None:
    for path, html in pages.items():
        assert fields(reshape_html(html, Shape(seed))) == fields(html), path


@pytest.mark.parametrize("seed", SEEDS)
def test_every_name_is_another_one_and_still_leads_somewhere(pages: dict[str, str], seed: int) -> None:
    for path, html in pages.items():
        before, after = LexborHTMLParser(html), LexborHTMLParser(reshape_html(html, Shape(seed)))
        ids = {str(one.attributes["id"]) for one in after.css("[id]")}
        assert ids.isdisjoint(str(one.attributes["id"]) for one in before.css("[id]")), path
        for attribute in NAMED:
            named = [str(one.attributes[attribute]) for one in after.css(f"[{attribute}]")]
            assert set(" ".join(named).split()) <= ids, path
        fragments = [str(one.attributes["href"])[1:] for one in after.css("a[href^='#']")]
        assert fragments and set(fragments) <= ids
        classes = {name for one in before.css("[class]") for name in str(one.attributes["class"]).split()}
        assert classes.isdisjoint(name for one in after.css("[class]") for name in str(one.attributes["class"]).split())


@pytest.mark.parametrize("seed", SEEDS)
def test_the_text_of_an_article_stays_word_for_word(pages: dict[str, str], seed: int) -> None:
    body = parse(reshape_html(pages["/articles/sel-et-tension"], Shape(seed))).text()
    bare = re.sub(r"\s+", " ", body).replace("'", "’")
    for sentence in ("Le sel fait partie de ce qui peut faire monter la tension.", "Goûter avant de saler"):
        assert sentence in bare


def test_each_habit_is_some_seed_s(pages: dict[str, str]) -> None:
    """Among a dozen seeds every way of saying it occurs, so that what is run with them means something."""
    shown = [reshape_html(pages[path], Shape(seed)).lower() for seed in SEEDS for path in pages]
    for markup in ("<dl", "<main", "&eacute;", "<button", "itemprop", "href=/", "mentions légales", "aria-level"):
        holds = [markup in one for one in shown]
        assert any(holds) and not all(holds), markup


def test_a_style_sheet_keeps_its_numbers_and_colours() -> None:
    css = "@media (min-width: 1.5rem) { .card > p:not(.meta) { margin: .5rem; color: #abc123 } #top { top: 0 } }"
    shape = Shape(1)
    made = rename_css(css, shape)
    for kept in ("@media (min-width: 1.5rem)", "margin: .5rem", "#abc123", f".{shape.name('class', 'card')} > p"):
        assert kept in made
    assert ".meta" not in made and "#top" not in made


def seed_that(way: str) -> Shape:
    """The first seed with this habit of addresses."""
    return next(Shape(seed) for seed in SEEDS if outward("/contact", Shape(seed)).startswith(way))


@pytest.mark.parametrize("way", ["/message", "/p"])
def test_addresses_lead_back(way: str) -> None:
    shape = seed_that(way)
    for path in ("/contact?sujet=erreur", "/articles/sel-et-tension", "https://tensio.example:8443/journal/modifier"):
        assert outward(path, shape) != path
        assert inward(outward(path, shape), shape) == path
    elsewhere = "https://autre.example/a/contact"
    for path in ("/api/v1/documents", "/static/tensio.css", "documents/contract.pdf", elsewhere, "/"):
        assert outward(path, shape) == path


def test_the_front_answers_at_the_new_addresses(tmp_path: Path) -> None:
    seed = seed_that("/message").seed
    app = Front(application(faulty(tmp_path)), seed)
    assert ask(app, "/message").status == 200
    assert "charset" in ask(app, "/message").text
    home = ask(app, "/")
    assert home.headers["content-length"] == str(len(home.text.encode()))
    css = re.search(r"/static/tensio\.css[^\"' >]*", home.text)
    assert css and Shape(seed).name("class", "card") in ask(app, css[0]).text


def test_a_recording_names_the_reshaped_elements(pages: dict[str, str]) -> None:
    for seed in SEEDS:
        shape = Shape(seed)
        shown = LexborHTMLParser(reshape_html(pages["/connexion"], shape))
        assert shown.css_first(reshape_selector("#mot_de_passe", shape)) is not None
        assert shown.css_first(reshape_selector("main form button", shape)) is not None
        name = reshape_selector("aria/Mot de passe", shape).removeprefix("aria/")
        assert name in [one.text(deep=True).strip() for one in shown.css("label")]
        submit = reshape_selector('aria/Se connecter[role="button"]', shape).removesuffix('[role="button"]')
        buttons = shown.css("button, [type=submit]")
        assert submit.removeprefix("aria/") in [one.attributes.get("value") or one.text().strip() for one in buttons]


def test_the_files_of_a_vendor_follow(tmp_path: Path) -> None:
    source, seed = Path(sample_apps.tensio.__file__).parent, seed_that("/p").seed
    for part in ("recordings", "dossier"):
        shutil.copytree(source / part, tmp_path / part)
    shutil.copy(source / "candidate.yaml", tmp_path)
    reshape_folder(tmp_path, seed)
    manifest, dossier = ((tmp_path / name).read_text("utf-8") for name in ("candidate.yaml", "dossier/dossier.yaml"))
    assert "/connexion" not in manifest and "/espace-sante/retour" in manifest
    assert "page: /a-propos" not in dossier and "documents/hds-certificate.pdf" in dossier
    steps = json.loads((tmp_path / "recordings" / "sign_in.json").read_text("utf-8"))["steps"]
    assert not any("#email" in str(step) or "/connexion" in str(step) for step in steps)
