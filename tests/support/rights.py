"""What the probe of rights records, in a few lines: acts of people, and the exchanges around them."""

from __future__ import annotations

from typing import Any

from criteria.rights_acts import ACT_KIND, Act
from tests.support.evidence import BASE, Looked, Sight, crawl_summary, exchange, looked, page, sight

OLD, NEW = {"health": "canari-health-11aa22bb"}, {"health": "canari-health-33cc44dd"}
SIGN_UP_FORM = (
    '<form method="post" action="/inscription"><input name="email" type="email" required>'
    '<input name="mdp" type="password"><label><input name="cgu" type="checkbox">J’ai lu.</label>{box}</form>'
)
BOX = (
    '<label><input name="sante" type="checkbox"{more}>J’accepte que mes données de santé soient enregistrées pour mon '
    "carnet.</label>"
)


def act(name: str, stage: str, outcome: str = "accepted", **more: Any) -> Sight:
    """An act of two steps that came to its second."""
    told = {"person": "person:fresh1", "step": 2, "steps": 2, "status": 200, "url": f"{BASE}/x", "canaries": OLD}
    return sight(ACT_KIND, Act(act=name, stage=stage, outcome=outcome, **{**told, **more}))


def seen(look: str, stage: str, path: str, body: str | bytes = "", **more: Any) -> Sight:
    """An exchange of this look. ``journey``, ``step`` and ``clicks`` become tags."""
    tags = {"stage": stage} | {name: str(more.pop(name)) for name in ("journey", "step", "clicks") if name in more}
    return exchange(f"{BASE}{path}", body, purpose=look, context="person:fresh1", tags=tags, **more)


def html(text: str) -> str:
    """A page of this text, with enough of it to stand on its own."""
    return f"<!doctype html><title>Carnet</title><main>{text}</main>"


def crawl(*pages: Sight) -> Looked:
    """A whole crawl of a home page and these."""
    return looked("http.crawl", page("/", html("<p>Votre carnet.</p>")), *pages, crawl_summary(1 + len(pages)))


def arrived(look: str, stage: str) -> tuple[Sight, ...]:
    """Somebody signed up and entered a measure, which a page then shows."""
    return (
        act("sign_up", "sign_up" if look == "rights.sign_up" else stage),
        act("enter_measure", stage),
        seen(look, stage, "/journal", html(f"<p>{OLD['health']}</p>")),
    )
