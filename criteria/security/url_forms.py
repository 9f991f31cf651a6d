"""Forms that a browser submits in an address (method GET), and what their fields would put there."""

from __future__ import annotations

import re
from collections.abc import Iterator

from criteria.check import Facts, Note, Seen, note
from criteria.crawled import runs
from criteria.facts.dossier_words import plain
from criteria.facts.html import Field, Form, Page
from criteria.security.url_places import Hosts

SECRET = frozenset(("current-password", "new-password", "one-time-code"))
PERSONAL = frozenset(("email", "tel"))
WORDS = re.compile(
    r"\b(?:notes?|mesures?|tension|systol\w*|diastol\w*|poids|glyc\w*|symptom\w*|douleurs?|maladies?|diagnos\w*"
    r"|traitements?|medicaments?|medications?|allerg\w*|grossesse|pregnan\w*|weight|pain|naissance|birth\w*|ins|nir)\b"
)
"""Words of health data and identifiers, in plain lower case."""


def form_notes(facts: Facts) -> Iterator[Note]:
    """One note for each distinct GET form of the candidate's own pages that would send a secret or personal field."""
    hosts = Hosts(facts)
    known: set[tuple[str, str, str]] = set()
    for seen in facts.all(Page):
        if not hosts.own(seen.fact.url):
            continue
        for form in seen.fact.forms:
            # Controls outside any form have no action, and are sent nowhere; other parties belong to GDP-08.
            if form.method == "GET" and form.action and hosts.own(form.action):
                yield from _form_notes(seen, form, known)


def _form_notes(seen: Seen[Page], form: Form, known: set[tuple[str, str, str]]) -> Iterator[Note]:
    scripted = any(map(runs, seen.fact.scripts))
    for field in form.fields:
        clause = _clause(field, scripted, seen.fact.context.startswith("account:"))
        key = (clause, form.action, field.name)
        if clause and key not in known:
            known.add(key)
            yield note(clause, seen, url=seen.fact.url[:300], field=field.name[:60])


def _clause(field: Field, scripted: bool, signed_in: bool) -> str:
    """A script may take over a form, so that its method says nothing for sure; a field without a name is not sent."""
    if not field.name:
        return ""
    if field.type == "password" or field.autocomplete.strip().lower() in SECRET:
        return "form_scripted" if scripted else "form_sends_secret"
    if scripted or field.type not in ("text", "search", "email", "tel", "textarea", "number", "date"):
        return ""
    asked = field.type in PERSONAL or field.autocomplete.strip().lower() in PERSONAL
    health = signed_in and WORDS.search(plain(f"{field.label} {field.name}".replace("_", " "))) is not None
    return "form_sends_personal" if asked or health else ""
