"""What can be said of a legal notice: its items, and the publisher's SIREN."""

from __future__ import annotations

from collections.abc import Iterator

from criteria.check import Note, Seen, note
from criteria.content.legal_notice import LEGAL, LegalText, announcing, legal_pages, plain_length, states
from criteria.crawled import Site, address
from criteria.facts.dossier import Declaration
from criteria.facts.dossier_siren import digits, sirens_in, valid_siren
from criteria.page_kinds import patterns


def legal_notes(site: Site, said: Seen[Declaration] | None, publisher: str, siren: str) -> Iterator[Note]:
    """Judge the legal notice; ``publisher`` and ``siren`` are the manifest's. Nothing when it is sound."""
    pages = legal_pages(site)
    if not pages:
        yield from _absent(site)
        return
    declared = said.fact.publisher if said else None
    host = said.fact.hosting.web_host if said and said.fact.hosting else None
    name = (declared.name if declared else "") or publisher
    text = LegalText(tuple(pages.values()), name, host.name if host else "")
    if any(seen.fact.script_rendered for seen in text.pages):
        yield note("legal_unread", *text.pages, notice=text.pages[0].fact.url, why="script")
        return
    yield from _items(text)
    yield from _siren(text, said, digits(declared.siren if declared and declared.siren else siren))


def _absent(site: Site) -> Iterator[Note]:
    """No legal notice: is one announced that was not read, or could one be hidden from the instrument?"""
    for seen in site.pages.values():
        for link in announcing(seen.fact):
            answer = site.answers.get(site.end_of(address(link)))
            if answer is None or answer.fact.status not in (404, 410):
                yield note("legal_unread", seen, notice=link.url, why=str(answer.fact.status) if answer else "-")
                return
    summary = [site.summary] if site.summary else []
    if site.shows_all:
        yield note("no_legal_notice", *summary, pages=len(site.pages))
    else:
        yield note("legal_not_all_seen", *summary, pages=len(site.pages))


def _items(text: LegalText) -> Iterator[Note]:
    short = plain_length(text) < int(patterns(LEGAL)["ordinary_words"])
    for item, state in states(text):
        if state == "missing" and not short:
            yield note(f"missing_{item}", *text.pages, notice=text.pages[0].fact.url)
        elif state != "given":
            yield note(f"unclear_{item}", *text.pages, notice=text.pages[0].fact.url)


def _siren(text: LegalText, said: Seen[Declaration] | None, expected: str) -> Iterator[Note]:
    found = list(dict.fromkeys(siren for _, siren in sirens_in(text.own)))
    everywhere = {siren for _, siren in sirens_in(text.whole)}
    known = {str(one) for one in patterns(LEGAL)["siren_exceptions"]}
    for siren in found:
        if not valid_siren(siren) and siren not in known:
            yield note("siren_key", *text.pages, siren=siren, notice=text.pages[0].fact.url)
    if expected and found and expected not in everywhere:
        rests_on = [said] if said else []
        yield note("siren_differs", *text.pages, *rests_on, siren=", ".join(found), expected=expected)
