"""What GDP-21 states: a security contact, a procedure for breaches, and the answer to the exercise."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from criteria.check import Note, Seen, note
from criteria.crawled import Site
from criteria.facts.dossier import Declaration
from criteria.facts.dossier_words import core
from criteria.facts.exercise import Answer, Scenario, moment
from criteria.facts.html_contacts import emails
from criteria.facts.http.security_txt import SecurityTxt
from criteria.page_kinds import path_of, plain_text

PROCEDURE = ("decides", "register", "notification", "persons")
NOTIFY_WITHIN = timedelta(hours=72)
"""GDPR article 33(1)."""
ABOUT = 0.1
"""How far an approximate number may lie from the scenario's (article 33(3)(a) asks for approximate ones)."""
_SECURITY = re.compile(r"securite|vulnerabilit|faille|security")


def contact_notes(
    found: Sequence[Seen[SecurityTxt]], contact: str, site: Site, said: Sequence[Seen[Declaration]]
) -> Iterator[Note]:
    """Whether a security contact is published: a valid ``security.txt``, or a page that shows the dossier's contact."""
    held = [seen for seen in found if seen.fact.contacts]
    for seen in held:
        end = seen.fact.end
        if not seen.fact.expires or end is None:
            yield note("no_expires", seen, expires=seen.fact.expires or "—")
        elif end < datetime.fromisoformat(seen.observation.at):
            yield note("security_txt_expired", seen, expires=seen.fact.expires, at=seen.observation.at)
    if held or (contact and _shown(contact, site)):
        return
    if site.shows_all and site.summary:
        yield note("no_contact", *found, site.summary, *said, contact=contact or "—")
    else:
        yield note("contact_unclear", *found, *said, contact=contact or "—")


def _shown(contact: str, site: Site) -> bool:
    """Whether a page that speaks of security shows the contact."""
    pages = [seen.fact for seen in site.pages.values() if _SECURITY.search(plain_text(seen.fact.text))]
    if "@" in contact:
        return any(contact.lower() in emails(page) for page in pages)
    return any(path_of(link.url).partition("?")[0] == contact.lower() for page in pages for link in page.links)


def procedure_notes(said: Seen[Declaration]) -> Iterator[Note]:
    """Fields of the procedure, the register and the list of authorities that are not there."""
    incidents = said.fact.incidents
    if incidents is None:
        yield note("no_incidents", said)
        return
    for name in PROCEDURE:
        if incidents.procedure is None or not getattr(incidents.procedure, name):
            yield note("procedure_field", said, field=f"incidents.procedure.{name}")
    for name in ("register_template", "authorities"):
        if not getattr(incidents, name):
            yield note("procedure_field", said, field=f"incidents.{name}")


def exercise_notes(scenarios: Sequence[Seen[Scenario]], answers: Sequence[Seen[Answer]]) -> Iterator[Note]:
    """What the last answer says of the scenario; ``exercise_due`` without one."""
    if not scenarios:
        yield note("no_exercise")
        return
    task = scenarios[-1]
    if not answers:
        drawn = task.fact
        about = {"exercise": drawn.exercise, "event_en": drawn.event.en, "event_fr": drawn.event.fr}
        categories = ", ".join(drawn.categories)
        yield note("exercise_due", task, **about, categories=categories, persons=drawn.persons, records=drawn.records)
        return
    answer = answers[-1]
    for name in answer.fact.missing():
        yield note("answer_field", task, answer, field=name)
    yield from _content_notes(task, answer)
    yield from _time_notes(task, answer)


def _content_notes(task: Seen[Scenario], answer: Seen[Answer]) -> Iterator[Note]:
    wanted, given = task.fact.categories, answer.fact.categories
    if given and {core(one) for one in given} != {core(one) for one in wanted}:
        yield note("answer_differs", task, answer, field="categories", asked=", ".join(wanted), given=", ".join(given))
    for name in ("persons", "records"):
        asked, told = getattr(task.fact, name), getattr(answer.fact, name)
        if told is not None and abs(told - asked) > asked * ABOUT:
            yield note("answer_differs", task, answer, field=name, asked=asked, given=told)


def _time_notes(task: Seen[Scenario], answer: Seen[Answer]) -> Iterator[Note]:
    if not answer.fact.aware or not answer.fact.notified:
        return
    aware, notified = moment(answer.fact.aware), moment(answer.fact.notified)
    times = {"aware": answer.fact.aware, "notified": answer.fact.notified}
    if aware is None or notified is None or notified < aware:
        yield note("times_unusable", task, answer, **times)
    elif notified - aware > NOTIFY_WITHIN:
        yield note("too_late", task, answer, **times)
