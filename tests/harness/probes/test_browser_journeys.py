"""Recorded journeys of a real browser at a site of our own: signed in, typed, seen, signed out, broken, asked again."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from criteria.facts.browser import AxeResult, BrokenStep, BrowserCookie, BrowserJourney, BrowserPage, BrowserRequest
from harness.probes.browser.axe import engine
from harness.probes.browser.corpus import CorpusRequest
from harness.probes.browser.find import LookFailed
from tests.harness.probes.browser_room import CANARY, PASSWORD, Looked, candidate, look, need_browser
from tests.support.browser_sites import Pages, Served, site

pytestmark = pytest.mark.slow
SESSION = "q8Zt0vKJ4mXw7RbN2sY1"
FORM = """<!doctype html><html lang="fr"><title>Connexion</title><form method="post" action="/entrer">
<label>Adresse <input name="mel"></label><label>Mot de passe <input name="mdp" type="password"></label>
<button>Entrer</button></form>"""
DIARY = """<!doctype html><html lang="fr"><title>Carnet</title><p id="carnet"></p><img src="/x.png">
<input aria-label="Note"><button onclick="keep()">Garder</button><a href="/sortir">Sortir</a>
<script src="/d.js"></script>"""
CODE = """
const show = async () => {
  document.getElementById("carnet").textContent = (await (await fetch("/api/notes")).json()).note;
};
async function keep() {
  await fetch("/api/notes", { method: "POST", body: document.querySelector("input").value });
  location.hash = "garde";
  show();
}
show();
"""


def pages() -> Pages:
    return {
        "/": Served("<title>Accueil</title>"),
        "/connexion": Served(FORM),
        "/entrer": Served("", status=303, headers=(("Location", "/carnet"), ("Set-Cookie", f"s={SESSION}; Path=/"))),
        "/carnet": Served(DIARY),
        "/d.js": Served(CODE, "text/javascript"),
        "/api/notes": Served(json.dumps({"note": CANARY}), "application/json"),
        "/sortir": Served("<title>Parti</title><p>Au revoir</p>", headers=(("Set-Cookie", "s=; Path=/; Max-Age=0"),)),
    }


def recorded(folder: Path, **journeys: list[dict[str, Any]]) -> None:
    (folder / "r").mkdir()
    for name, steps in journeys.items():
        (folder / "r" / f"{name}.json").write_text(json.dumps({"steps": steps, "timeout": 2000}))


def go(path: str) -> dict[str, Any]:
    return {"type": "navigate", "url": f"https://dev.example:3000{path}"}


def press(*selectors: str, **more: Any) -> dict[str, Any]:
    return {"type": "click", "selectors": [[one] for one in selectors], **more}


def type_(value: str, *selectors: str) -> dict[str, Any]:
    return {"type": "change", "value": value, "selectors": [[one] for one in selectors]}


NAVIGATES = {"assertedEvents": [{"type": "navigation"}]}
SIGN_IN = [
    {"type": "setViewport", "width": 1000, "height": 700},
    go("/connexion"),
    type_("${account.login}", "aria/Adresse", "[name=mel]"),
    type_("${account.password}", "aria/Mot de passe"),
    press('aria/Entrer[role="button"]', **NAVIGATES),
    {"type": "waitForElement", "selectors": [["text/Garder"]]},
]
ENTER = [
    go("/carnet"),
    type_("${canary.health}", "aria/Note"),
    press("xpath///button[1]"),
    {"type": "keyDown", "key": "End"},
    {"type": "keyUp", "key": "End"},
    {"type": "scroll", "x": 0, "y": 100},
    {"type": "hover", "selectors": [["pierce/a"]]},
]
SIGN_OUT = [
    go("/carnet"),
    press("aria/Sortir", **NAVIGATES),
    {"type": "waitForElement", "selectors": [["text/Au revoir"]]},
]


def walked(folder: Path, **journeys: list[dict[str, Any]]) -> Looked:
    need_browser()
    recorded(folder, **journeys)
    with site(pages()) as running:
        made = candidate(running, recordings="r", signed_in_pages=("/carnet",))
        return look(folder / "b", made, "browser.journeys", files=folder)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Looked:
    """Every journey, replayed."""
    return walked(tmp_path_factory.mktemp("journeys"), sign_in=SIGN_IN, enter_measure=ENTER, sign_out=SIGN_OUT)


def test_the_journeys_end_and_say_what_they_typed(whole: Looked) -> None:
    assert whole.failure == ""
    made = [(one.journey, one.outcome, one.canaries) for one in whole.facts(BrowserJourney)]
    assert made == [("sign_in", "done", ()), ("enter_measure", "done", ("health",)), ("sign_out", "done", ())]


def test_requests_belong_to_their_step_and_their_account(whole: Looked) -> None:
    posted = next(one for one in whole.facts(BrowserRequest) if one.method == "POST" and "/api/notes" in one.url)
    assert (posted.journey, posted.step, posted.context, posted.posted) == ("enter_measure", 3, "account:a", CANARY)
    assert {one.state for one in whole.facts(BrowserRequest)} == {"account", "signed_out"}


def test_pages_are_seen_signed_in_and_signed_out(whole: Looked) -> None:
    states = [(one.state, one.title) for one in whole.facts(BrowserPage)]
    assert states == [("account", "Carnet"), ("signed_out", "Carnet")]
    assert CANARY in whole.facts(BrowserPage)[0].text
    assert [one.name for one in whole.facts(BrowserCookie)] == ["s"]


def test_neither_password_nor_session_is_kept(whole: Looked) -> None:
    assert PASSWORD.encode() not in whole.stored and SESSION.encode() not in whole.stored


def test_what_was_asked_signed_in_stays_in_memory_as_it_was(whole: Looked) -> None:
    corpus: tuple[CorpusRequest, ...] = whole.kept["browser.corpus:a"]
    read = next(one for one in corpus if one.url.endswith("/api/notes") and one.method == "GET")
    assert CANARY.encode() in read.response_body and ("Cookie", f"s={SESSION}") in read.headers and read.status == 200
    assert any(PASSWORD.encode() in one.body for one in corpus)


def test_axe_examines_what_is_signed_in(whole: Looked) -> None:
    try:
        engine()
    except LookFailed:
        pytest.skip("no axe-core here")
    found = whole.facts(AxeResult)[0]
    assert {one.id for one in found.violations} >= {"image-alt"} and "html-has-lang" in found.passes
    assert found.state == "account" and found.violations[0].nodes[0].html


@pytest.mark.parametrize(
    ("steps", "why"),
    [
        ([*SIGN_IN[:2], press('aria/Entrée[role="button"]', "#entree")], "timeout"),
        ([*SIGN_IN[:2], type_("${mail.code}", "[name=mel]")], "nothing stands for mail.code"),
        (
            [{"type": "navigate", "url": "https://a.example/"}, {"type": "navigate", "url": "https://b.example/"}],
            "scope",
        ),
        ([*SIGN_IN[:2], {**press("button"), "frame": [4]}], "no such frame"),
        (
            [*SIGN_IN[:2], {"type": "waitForElement", "selectors": [["input"]], "operator": "==", "count": 9}],
            "2 elements",
        ),
    ],
)
def test_a_step_that_cannot_be_taken_is_told(tmp_path: Path, steps: list[dict[str, Any]], why: str) -> None:
    looked = walked(tmp_path, sign_in=steps)
    (broken,) = looked.facts(BrokenStep)
    assert looked.failure == "recording.broken_step" and why in broken.why and broken.step == len(steps)


def test_a_broken_step_names_the_elements_most_like_it(tmp_path: Path) -> None:
    looked = walked(tmp_path, sign_in=[*SIGN_IN[:2], press('aria/Entrée[role="button"]', "#entree")])
    (broken,) = looked.facts(BrokenStep)
    assert broken.tried == ('aria/Entrée[role="button"]', "#entree") and broken.nearest[0].startswith(
        "Entrer (aria/Entrer"
    )
    assert any("png" in one.blobs for one in looked.found.observations if one.kind == "browser.broken_step")


def test_without_recordings_the_look_says_which_one_it_needs(tmp_path: Path) -> None:
    need_browser()
    (tmp_path / "r").mkdir()
    with site({}) as running:
        assert look(tmp_path / "a", candidate(running), "browser.journeys").failure == "gap.missing_input"
        made = candidate(running, recordings="r")
        assert look(tmp_path / "b", made, "browser.journeys", files=tmp_path).failure == "recording.not_given"
