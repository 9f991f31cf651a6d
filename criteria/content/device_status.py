"""Medical device status: the marking of what is a device, and no claim of what is none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from criteria.check import Facts, Note, Seen, check, note
from criteria.content.claims import claims
from criteria.content.quoted_pages import pages_at
from criteria.crawled import Site, site_of
from criteria.facts.dossier import Declaration, day
from criteria.facts.dossier_device import MedicalDevice
from criteria.facts.html import Page
from criteria.facts.html.pictures import Picture
from criteria.facts.reference_pack import ReferencePack
from criteria.facts.udi import checked

WITHOUT_BODY = frozenset(("I", "A"))
"""Classes for which the manufacturer alone declares conformity (Regulations 2017/745 and 2017/746, annexes VIII)."""
_LABELS = re.compile(r"(?i)(?<![a-z])ce(?![a-z])|mark|marq|label|etiq|udi|iud")
_MARK = re.compile(r"(?<![A-Za-z])CE(?:\s?(?:n°\s?)?([0-9]{4}))?(?![A-Za-z0-9])")


@check("CON-11")
def con_11(facts: Facts) -> Iterator[Note]:
    """CE-marked in the right class where it is a device, no medical claim where it is none (Regulation 2017/745)."""
    site, said = site_of(facts), facts.first(Declaration)
    lists = [seen for seen in facts.all(ReferencePack) if seen.fact.name == "nando"]
    pages = [seen for seen in facts.all(Page) if seen.fact.status == 200]
    if not pages:
        yield note("no_crawl")
        return
    if "mobile" in facts.candidate.faces:
        yield note("mobile_unseen")
    device = said.fact.medical_device if said else None
    if said is None or device is None or not device.status:
        yield note("no_status", *([said] if said else []))
        return
    if device.is_device:
        yield from _marking(said, device, site, facts.candidate.base_url, facts.all(Picture))
        yield from _identifier(said, device)
        yield from _certificate(said, device, lists, facts.as_of.date())
        yield note("sound_device", said, *lists, device_class=device.class_, udi=device.udi_di)
    else:
        yield from _claims(said, pages, facts.candidate.name)
        yield note("sound_other", said, *pages, pages=len(pages))


def _claims(said: Seen[Declaration], pages: Sequence[Seen[Page]], app: str) -> Iterator[Note]:
    """One note for each claim, on the first page that makes it."""
    met: set[str] = set()
    for seen in pages:
        for claim in claims(seen.fact, app):
            if claim.words not in met:
                met.add(claim.words)
                clause = "claim" if claim.sureness == "sure" else "claim_perhaps"
                yield note(clause, said, seen, words=claim.words, url=seen.fact.url)


def _marking(
    said: Seen[Declaration], device: MedicalDevice, site: Site, base: str, pictures: Sequence[Seen[Picture]]
) -> Iterator[Note]:
    """The CE mark on the declared page, or anywhere; with the body's number where the class needs one."""
    label = pages_at(site, base, device.label_page) if device.label_page else []
    if device.label_page and not label:
        yield note("label_unrecorded", said, page=device.label_page)
        return
    looked = label or list(site.pages.values())
    shown_here = {seen.observation.id for seen in looked}
    drawn = [seen for seen in pictures if seen.observation.id in shown_here]
    every: list[Seen[Any]] = [*looked, *drawn]
    marked = [(seen, found[1] or "") for seen in every for found in _MARK.finditer(seen.fact.text)]
    if not marked:
        hidden = any(seen.fact.script_rendered or seen.fact.cut for seen in looked)
        unread = hidden or any(map(_may_be_mark, drawn)) or not (label or site.shows_all)
        yield note("mark_unread" if unread else "no_mark", said, *looked[:5])
        return
    number = device.notified_body.number if device.notified_body else ""
    shown = {one for _, one in marked if one}
    seen = marked[0][0]
    if not device.class_:
        yield note("field_missing", said, field="medical_device.class")
    elif device.class_ in WITHOUT_BODY:
        yield note("class_question", said, device_class=device.class_)
        if shown:
            yield note("number_unasked", said, seen, number=", ".join(sorted(shown)), device_class=device.class_)
    elif not number:
        yield note("no_number", said, device_class=device.class_)
    elif not shown or number not in shown:
        yield note("number_not_shown", said, seen, number=number, shown=", ".join(sorted(shown)) or "-")


def _may_be_mark(seen: Seen[Picture]) -> bool:
    """Whether a picture without a telling text may be the mark or the label."""
    return not seen.fact.text and _LABELS.search(seen.fact.source) is not None


def _identifier(said: Seen[Declaration], device: MedicalDevice) -> Iterator[Note]:
    if not device.udi_di:
        yield note("field_missing", said, field="medical_device.udi_di")
        return
    outcome = checked(device.udi_di)
    if outcome == "wrong":
        yield note("wrong_identifier", said, udi=device.udi_di)
    elif outcome == "unknown":
        yield note("identifier_unknown", said, udi=device.udi_di)


def _certificate(
    said: Seen[Declaration], device: MedicalDevice, lists: Sequence[Seen[ReferencePack]], today: date
) -> Iterator[Note]:
    if not device.class_ or device.class_ in WITHOUT_BODY:
        return
    certificate = device.certificate
    ends = day(certificate.valid_to) if certificate else None
    if certificate is None or ends is None:
        yield note("field_missing", said, field="medical_device.certificate.valid_to")
    elif certificate.legacy:
        yield note("legacy", said, number=certificate.number, day=ends)
    elif ends < today:
        yield note("ended", said, number=certificate.number, day=ends, today=today)
    number = device.notified_body.number if device.notified_body else ""
    if number and not lists:
        yield note("no_list", said, number=number)
    for pinned in lists:
        if number and not pinned.fact.having("number", number):
            yield note("not_listed", said, pinned, number=number, version=pinned.fact.version)
