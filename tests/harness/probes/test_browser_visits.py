"""Visits of a real browser at sites of our own: before, after and without a choice."""

from __future__ import annotations

from pathlib import Path

import pytest

from criteria.facts.browser import (
    Banner,
    BrowserCookie,
    BrowserForm,
    BrowserPage,
    BrowserRequest,
    BrowserStorage,
    ConsentChoice,
    FingerprintCall,
    RenderedPage,
    Visits,
)
from tests.harness.probes.browser_room import Looked, candidate, look, need_browser
from tests.support.browser_sites import Served, site

pytestmark = pytest.mark.slow

BANNER = """<!doctype html><html lang="fr"><head><title>Accueil</title></head><body>
<h1>Carnet</h1><a href="/lire">Lire</a><a href="/?lang=en">English</a><div id="tout"></div>
<footer><button id="gerer">Gérer mes cookies</button></footer>
<script src="/app.js"></script></body></html>"""
SCRIPT = """
const said = () => localStorage.getItem("choix");
const load = () => {
  const one = document.createElement("script");
  one.src = "//tag.example:PORT/t.js?id=" + Math.random();
  document.body.append(one);
};
const ask = () => {
  const box = document.createElement("div");
  box.setAttribute("role", "dialog");
  box.style = "position:fixed;bottom:0;left:0;right:0;background:#ffffff;padding:20px";
  box.innerHTML = `<p>Nous utilisons des cookies de mesure d’audience.</p>
    <button id="non" style="color:#767676">Tout refuser</button> <button id="oui">Tout accepter</button>`;
  document.body.append(box);
  const end = (choice) => () => { localStorage.setItem("choix", choice); box.remove(); if (choice === "oui") load(); };
  document.getElementById("non").onclick = end("non");
  document.getElementById("oui").onclick = end("oui");
};
if (!said()) ask();
if (said() === "oui") load();
document.getElementById("gerer").onclick = ask;
document.createElement("canvas").toDataURL();
"""
TAG = """
document.cookie = "tag_id=1; max-age=9000000";
fetch("//tag.example:PORT/collect?u=" + location.pathname, { method: "POST", body: "lu=oui" });
"""


def pages(port: int) -> dict[str, Served]:
    script = "text/javascript"
    return {
        "/": Served(BANNER, headers=(("Set-Cookie", "langue=fr; Path=/; SameSite=Lax"),)),
        "/lire": Served("<title>Lire</title><form action='/s'><label>Nom <input name=n required></label></form>"),
        "/app.js": Served(SCRIPT.replace("PORT", str(port)), script),
        "//tag.example/t.js": Served(TAG.replace("PORT", str(port)), script),
        "//tag.example/collect": Served("{}", "application/json", (("Access-Control-Allow-Origin", "*"),)),
    }


@pytest.fixture(scope="module")
def visited(tmp_path_factory: pytest.TempPathFactory) -> Looked:
    """The site that asks, as visited."""
    need_browser()
    served: dict[str, Served] = {}
    with site(served) as running:
        served.update(pages(running.port))
        world = {"tag.example": f"127.0.0.1:{running.port}"}
        return look(tmp_path_factory.mktemp("visits") / "b", candidate(running, world=world), "browser.visits")


def test_the_visits_end_by_themselves_in_every_state(visited: Looked) -> None:
    (summary,) = visited.facts(Visits)
    assert visited.failure == "" and summary.bounds == () and summary.reached == {"home": True}
    assert set(summary.pages) == {"untouched", "refused", "refused_later", "accepted", "withdrawn"}


def test_the_tag_runs_in_no_state_but_the_accepted_one(visited: Looked) -> None:
    foreign = [one for one in visited.facts(BrowserRequest) if one.host == "tag.example"]
    assert {one.state for one in foreign} == {"accepted"}
    assert {one.moment for one in foreign} == {"choice", "reload"}


def test_a_request_says_who_caused_it_and_what_it_sent(visited: Looked) -> None:
    sent = next(one for one in visited.facts(BrowserRequest) if "/collect" in one.url)
    assert "tag.example" in sent.initiator and "/t.js" in sent.initiator and sent.initiator_type == "script"
    assert (sent.method, sent.posted, sent.status, sent.type) == ("POST", "lu=oui", 200, "fetch")
    assert sent.header("referer").endswith("/") and sent.values("content-type") == ("application/json",)


def test_the_interface_is_described_control_by_control(visited: Looked) -> None:
    asking, other = visited.facts(Banner)[:2]
    assert asking.present and asking.confidence >= 0.8 and not other.present
    (refuse,), (accept,) = asking.of("refuse"), asking.of("accept")
    assert (refuse.text, refuse.clicks, refuse.layer) == ("Tout refuser", 1, 1)
    assert refuse.contrast < 4.5 < accept.contrast and refuse.order < accept.order and refuse.width > 40
    assert 0.05 < asking.covers < 0.3 and not asking.modal
    assert any(one.kind == "browser.screenshot" and "png" in one.blobs for one in visited.found.observations)


def test_the_next_visit_after_a_refusal_is_looked_at_too(visited: Looked, tmp_path: Path) -> None:
    later = [one.present for one in visited.facts(Banner) if one.state == "refused_later"]
    assert later and not any(later)
    served: dict[str, Served] = {}
    with site(served) as running:
        served.update(pages(running.port))
        forgetful = SCRIPT.replace("localStorage", "sessionStorage").replace("PORT", str(running.port))
        served["/app.js"] = Served(forgetful, "text/javascript")
        seen = look(tmp_path / "b", candidate(running), "browser.visits")
    assert any(one.present for one in seen.facts(Banner) if one.state == "refused_later")


def test_a_choice_that_takes_a_moment_is_waited_for(tmp_path: Path) -> None:
    """Under load a form may be sent long after its click: leaving before would take the choice for none."""
    need_browser()
    served: dict[str, Served] = {}
    with site(served) as running:
        served.update(pages(running.port))
        kept = 'localStorage.setItem("choix", choice); box.remove(); if (choice === "oui") load();'
        slow = SCRIPT.replace(kept, f"setTimeout(() => {{ {kept} }}, 700);").replace("PORT", str(running.port))
        served["/app.js"] = Served(slow, "text/javascript")
        seen = look(tmp_path / "b", candidate(running), "browser.visits")
    assert slow.count("setTimeout") == 1
    assert [one.closed for one in seen.facts(ConsentChoice)] == [True, True, True]
    assert not any(one.present for one in seen.facts(Banner) if one.state == "refused_later")


def test_each_choice_says_how_it_was_made(visited: Looked) -> None:
    made = {one.wanted: (one.outcome, one.clicks, one.path, one.closed) for one in visited.facts(ConsentChoice)}
    assert made == {
        "refuse": ("done", 1, ("Tout refuser",), True),
        "accept": ("done", 1, ("Tout accepter",), True),
        "withdraw": ("done", 2, ("Gérer mes cookies", "Tout refuser"), True),
    }


def test_cookies_and_stores_are_those_of_each_state(visited: Looked) -> None:
    cookies = visited.facts(BrowserCookie)
    assert {one.state for one in cookies if one.name == "tag_id"} == {"accepted", "withdrawn"}
    tag = next(one for one in cookies if one.name == "tag_id")
    assert tag.setter == "" and 8_000_000 < tag.lives <= 9_000_000
    language = next(one for one in cookies if one.name == "langue")
    assert language.setter.endswith("/") and language.expires == -1 and language.same_site == "Lax"
    choices = {(one.state, one.value) for one in visited.facts(BrowserStorage) if one.key == "choix"}
    assert choices == {("refused", "non"), ("refused_later", "non"), ("accepted", "oui"), ("withdrawn", "non")}


def test_a_page_is_what_its_scripts_made_of_it(visited: Looked) -> None:
    first = visited.facts(BrowserPage)[0]
    assert (first.title, first.lang, first.start, first.status) == ("Accueil", "fr", "home", 200)
    assert "Tout accepter" in first.text and first.requests == 2 and first.settled and first.weight > 1000
    rendered = visited.facts(RenderedPage)[0].page
    assert [link.text for link in rendered.links] == ["Lire", "English"] and rendered.context == "anonymous"


def test_forms_and_traits_of_the_machine_are_taken_down(visited: Looked) -> None:
    (field,) = visited.facts(BrowserForm)[0].fields
    assert (field.label, field.required, field.type) == ("Nom", True, "text")
    assert {(one.api, one.script.rpartition("/")[2]) for one in visited.facts(FingerprintCall)} == {
        ("canvas", "app.js")
    }
