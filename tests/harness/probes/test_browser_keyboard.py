"""Walks of a real keyboard: through a page, out of it, and into a trap."""

from __future__ import annotations

from pathlib import Path

import pytest

from criteria.facts.browser import KeyboardWalk
from tests.harness.probes.browser_room import candidate, look, need_browser
from tests.support.browser_sites import Served, site

pytestmark = pytest.mark.slow

PAGE = """<!doctype html><html lang="fr"><head><title>Accueil</title></head><body><h1>Carnet</h1>{}</body></html>"""
PLAIN = '<a href="/a">Un</a> <input type="datetime-local" id="quand"> <button>Deux</button>'
TRAP = '<a href="/a">Un</a> <input id="q"> <a href="/b">Deux</a><script src="/trap.js"></script>'
HOLD = 'document.getElementById("q").addEventListener("keydown", (event) => event.preventDefault());'
FRAME = '<iframe srcdoc="' + "<button>x</button>" * 20 + '"></iframe><a href="/b">Deux</a>'


@pytest.mark.parametrize(
    ("body", "trapped"), [(PLAIN, ""), (TRAP, "input#q"), (FRAME, "")], ids=["plain", "trap", "frame"]
)
def test_a_focus_that_is_caught_is_told(body: str, trapped: str, tmp_path: Path) -> None:
    need_browser()
    served = {"/": Served(PAGE.format(body)), "/trap.js": Served(HOLD, media="text/javascript")}
    with site(served) as there:
        seen = look(tmp_path, candidate(there), "browser.axe")
    assert seen.failure == ""
    (walk,) = [one for one in seen.facts(KeyboardWalk) if one.page.rstrip("/") == there.url]
    assert (walk.ended == "trapped", walk.trap) == (bool(trapped), trapped)
    assert walk.reached > 1 or trapped
