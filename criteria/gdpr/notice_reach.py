"""Whether a privacy notice in French lies within two clicks of a start page."""

from __future__ import annotations

import re
from collections.abc import Iterator

from criteria.check import Note, Seen, note
from criteria.crawled import CLICKS, Site, address
from criteria.facts.html import Page
from criteria.gdpr.notice import NOTICE, announcing, names_notice, notices, spoken
from criteria.page_kinds import labelled, path_of, patterns


def reach_notes(site: Site, start: str, url: str) -> Iterator[Note]:
    """What can be said of the notice as seen from ``start`` (``home``, ``sign_up``) at ``url``; nothing when sound."""
    near = site.within(url)
    reachable = [seen for one, seen in notices(site).items() if one in near]
    tongues = {spoken(seen.fact) for seen in reachable}
    if "fr" in tongues:
        return
    about = {"start": start, "url": url}
    if "unclear" in tongues:
        yield note("language_unclear", *reachable, **about)
    elif reachable and site.shows_all:
        yield note("not_french", *reachable, **about, notice=reachable[0].fact.url)
    elif reachable:
        yield _not_all_seen(site, about)
    else:
        yield from _unreached(site, about, url)


def _unreached(site: Site, about: dict[str, str], url: str) -> Iterator[Note]:
    """No notice within two clicks: does a link announce one, and where does it lead?"""
    links = [(page, link) for page, link in site.links_near(url, CLICKS) if link in set(announcing(page.fact))]
    perhaps = notices(site, "perhaps")
    for page, link in links:
        end = site.end_of(address(link))
        if names_notice(link) and (gate := _gate(site, end)):
            yield note("needs_login", page, site.answers[gate], **about, notice=link.url)
            return
    for page, link in links:
        end = site.end_of(address(link))
        if end in perhaps or (end in site.pages and site.pages[end].fact.script_rendered):
            yield note("notice_unclear", perhaps.get(end, page), **about, notice=end)
            return
        if end not in site.pages and not _gone(site, end):
            yield note("notice_unread", page, **about, notice=link.url)
            return
    if site.shows_all and site.summary:
        yield note("not_found", site.summary, **about, pages=len(site.pages))
    else:
        yield _not_all_seen(site, about)


def _gate(site: Site, end: str) -> str:
    """The address of the answer that asks to sign in, ``""`` when nothing does."""
    answer = site.answers.get(end)
    if answer is not None and answer.fact.status in (401, 403):
        return end
    page = site.pages.get(end)
    redirected = end in site.redirects.values()
    return end if page is not None and answer is not None and redirected and asks_password(page.fact) else ""


def _gone(site: Site, url: str) -> bool:
    """Whether the address answered that nothing is there: a dead link announces no notice."""
    answer = site.answers.get(url)
    return answer is not None and answer.fact.status in (404, 410)


def _not_all_seen(site: Site, about: dict[str, str]) -> Note:
    scripted = site.scripted
    seen: list[Seen[Page]] = [scripted] if scripted else []
    summary = [site.summary] if site.summary else []
    why = site.summary.fact.why if site.summary and not site.whole else "script"
    return note("not_all_seen", *summary, *seen, **about, why=why)


def asks_password(page: Page) -> bool:
    """Whether the page has a field for a password."""
    return any(field.type == "password" for form in page.forms for field in form.fields)


def sign_up_pages(site: Site) -> dict[str, Seen[Page] | None]:
    """Where links to an account's creation lead, with the page found there (``None``: it was not recorded)."""
    known = patterns(NOTICE)["sign_up"]
    found: dict[str, Seen[Page] | None] = {}
    for seen in site.pages.values():
        for link in seen.fact.links:
            end = site.end_of(address(link))
            if labelled(link, known["label"], known["path"]) and not _gone(site, end):
                found[end] = site.pages.get(end)
    for url, seen in site.pages.items():
        if asks_password(seen.fact) and re.search(known["path"], path_of(url)):
            found[url] = seen
    return found
