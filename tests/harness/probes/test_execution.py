"""Markers in a browser: what ran, what only stands as markup, and what stayed text, in sites made for each."""

from __future__ import annotations

from pathlib import Path

import pytest

from criteria.facts.executions import Executions, MarkedPage
from tests.harness.probes.browser_room import candidate, look, need_browser
from tests.support.browser_sites import Served, site

pytestmark = pytest.mark.slow
KIND = "hostile.execution"
FRAGMENT = "decodeURIComponent(location.hash.slice(1))"
ASKED = "new URLSearchParams(location.search).get('onglet')"
POLICY = (("Content-Security-Policy", "default-src 'none'; script-src 'self'"),)


@pytest.fixture(autouse=True)
def _browser() -> None:
    need_browser()


def scripted(script: str, markup: str = "<p id=ici></p>") -> Served:
    return Served(f"<!doctype html><title>Essai</title>{markup}<script>{script}</script>")


def seen(folder: Path, **pages: Served) -> tuple[list[MarkedPage], Executions]:
    paths = {f"/{name}" if name != "home" else "/": served for name, served in pages.items()}
    declared = {name: path for name, path in zip(pages, paths, strict=True) if name not in ("js",)}
    with site(paths) as there:
        looked = look(folder, candidate(there, pages=declared), KIND)
    assert looked.failure == ""
    (end,) = looked.facts(Executions)
    return looked.facts(MarkedPage), end


RUNS = {
    "the fragment as markup": (f"ici.innerHTML = {FRAGMENT}", "element", "fragment"),
    "the fragment in an attribute": (
        f"ici.innerHTML = '<input value=\"' + {FRAGMENT}.replaceAll('<', '&lt;') + '\">'", "attribute", "fragment",
    ),
    "the fragment as an address": (
        f"const a = document.createElement('a'); a.href = {FRAGMENT}; ici.append(a)", "address", "fragment",
    ),
    "the fragment as a script": (f"eval({FRAGMENT})", "address", "fragment"),
    "the fragment in a string of a script": (f"eval('const a = \"' + {FRAGMENT} + '\"')", "double_quote", "fragment"),
    "the fragment in a template literal": (f"eval('const a = `' + {FRAGMENT} + '`')", "template", "fragment"),
    "a fragment that changes later": (
        f"addEventListener('hashchange', () => {{ ici.innerHTML = {FRAGMENT} }})", "element", "fragment",
    ),
    "a parameter that a script asks for": (f"ici.innerHTML = {ASKED}", "element", "query"),
    "a parameter of the fragment": (
        "ici.innerHTML = new URLSearchParams(location.hash.slice(1)).get('vue')", "element", "fragment",
    ),
}


@pytest.mark.parametrize(("script", "slot", "way"), RUNS.values(), ids=RUNS.keys())
def test_a_marker_runs(tmp_path: Path, script: str, slot: str, way: str) -> None:
    pages, end = seen(tmp_path, home=scripted(script))
    ran = {(place, one.way) for page in pages for one in page.markers for place in one.ran}
    assert (slot, way) in ran
    assert len(pages) == end.planned


STAYS = {
    "the fragment as text": f"ici.textContent = {FRAGMENT}",
    "the fragment as a value": f"ici.innerHTML = '<input>'; ici.firstChild.value = {FRAGMENT}",
    "the fragment as it stands, encoded": "ici.innerHTML = location.hash.slice(1)",
    "an address of the app alone": f"const a = document.createElement('a'); a.href = '/' + {FRAGMENT}; ici.append(a)",
    "a parameter as text": f"ici.textContent = {ASKED}",
    "no use of it": "ici.textContent = 'Bonjour'",
    "a frame that is alone": (
        f"const f = document.createElement('iframe'); f.sandbox = 'allow-scripts'; f.srcdoc = {FRAGMENT}; ici.append(f)"
    ),
}


@pytest.mark.parametrize("script", STAYS.values(), ids=STAYS.keys())
def test_a_marker_stays_text(tmp_path: Path, script: str) -> None:
    pages, end = seen(tmp_path, home=scripted(script))
    assert [one for page in pages for one in page.markers if one.ran or one.stood] == []
    assert len(pages) == end.planned > 1


def test_a_policy_stops_it_and_it_still_stands(tmp_path: Path) -> None:
    page = Served("<!doctype html><title>Essai</title><p id=ici></p><script src=/js></script>", headers=POLICY)
    script = Served(f"ici.innerHTML = {FRAGMENT}", media="text/javascript")
    pages, _ = seen(tmp_path, home=page, js=script)
    standing = [one for page in pages for one in page.markers if one.stood]
    assert standing and all(one.blocked and not one.ran for one in standing)
    assert "pbt-" in standing[0].around
    assert not any(one.defused for one in standing)


def test_what_a_sanitiser_leaves_stands_without_anything_that_runs(tmp_path: Path) -> None:
    """Markup is allowed there, handlers and images are not."""
    parsed = f"const d = new DOMParser().parseFromString({FRAGMENT}, 'text/html')"
    cleaned = "d.querySelectorAll('img,script,title,textarea').forEach((one) => one.remove())"
    pages, _ = seen(tmp_path, home=scripted(f"{parsed}; {cleaned}; ici.innerHTML = d.body.innerHTML"))
    standing = [one for page in pages for one in page.markers if one.stood]
    assert standing and all(one.defused and not one.ran for one in standing)
