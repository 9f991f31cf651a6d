"""Trials of sign-ins as evidence: sound ones by experiment, of which a test changes some."""

from __future__ import annotations

from typing import Any

import msgspec

from criteria.facts.identity import TRIAL_KIND, Trial
from tests.support.evidence import (
    CANDIDATE,
    Looked,
    MemoryEvidence,
    Sight,
    bundle_of,
    crawl_summary,
    looked,
    page,
    sight,
)

APP = msgspec.structs.replace(
    CANDIDATE, accounts=("a",), journeys=("sign_in",), pages={"sign_in": "/connexion"}, canaries={"a": {"h": "canari"}}
)
Trials = dict[str, Trial]


def trial(experiment: str, **told: Any) -> Trial:
    """One trial that was accepted, where nothing else is told."""
    return Trial(experiment=experiment, **{"outcome": "accepted", "status": 200, **told})


def changed(sound: Trials, **changes: dict[str, Any] | None) -> list[Trial]:
    """The sound trials with the named ones changed, or (``None``) left out."""
    kept = {name: one for name, one in sound.items() if changes.get(name, {}) is not None}
    return [msgspec.structs.replace(one, **(changes.get(name) or {})) for name, one in kept.items()]


def seen(trials: list[Trial], *more: Sight) -> list[Sight]:
    """The observations of these trials."""
    return [*(sight(TRIAL_KIND, one) for one in trials), *more]


def evidence(
    kind: str,
    sights: list[Sight],
    control: list[Sight],
    *,
    candidate: Any = APP,
    also: tuple[Looked, ...] = (),
    home: str = "",
) -> MemoryEvidence:
    """A bundle with a crawl of a page (with ``home`` on it), one look of this kind, and the same at the control app."""
    crawl = looked("http.crawl", page("/", f"<h1>Accueil</h1>{home}"), crawl_summary())
    at_control = looked("http.crawl", page("/", "x"), crawl_summary(), subject="control")
    return bundle_of(
        crawl, looked(kind, *sights), at_control, looked(kind, *control, subject="control"), *also, candidate=candidate
    )
