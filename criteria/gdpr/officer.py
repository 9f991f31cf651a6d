"""The data protection officer: the receipt of the designation, and the contact that the notice shows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from criteria.check import Note, Seen, note
from criteria.facts.dossier import Declaration, DeclaredOfficer, day
from criteria.facts.dossier_document import Document
from criteria.facts.dossier_siren import digits, sirens_in
from criteria.facts.dossier_words import core, plain
from criteria.facts.html import Page
from criteria.facts.html_contacts import emails, shown
from criteria.facts.http.urls import canonical
from criteria.facts.reference_pack import ReferencePack
from criteria.gdpr.notice import NOTICE
from criteria.page_kinds import path_of, patterns

RECEIPT = "dpo.designation"


def receipt_notes(
    said: Seen[Declaration], manifest_siren: str, documents: Sequence[Seen[Document]]
) -> Iterator[Note]:
    """Whether the designation was made under the publisher's SIREN."""
    given = said.fact.dpo.designation if said.fact.dpo else None
    receipt = next((one for one in documents if one.fact.section == RECEIPT), None)
    for field in ("number", "date", "siren", "document"):
        if given is None or not getattr(given, field):
            yield note("no_receipt", said, field=f"{RECEIPT}.{field}")
    if given is None:
        return
    if given.document and receipt is None:
        yield note("no_receipt", said, field=given.document)
    if given.date and day(given.date) is None:
        yield note("no_receipt", said, field=f"{RECEIPT}.date")
    own = digits(said.fact.publisher.siren) if said.fact.publisher else ""
    publishers = {one for one in (own, digits(manifest_siren)) if one}
    if not publishers:
        yield note("no_publisher_siren", said)
    elif len(publishers) > 1:
        yield note("sirens_disagree", said, dossier=own, manifest=digits(manifest_siren))
    else:
        yield from _compared(said, publishers.pop(), digits(given.siren), receipt)


def _compared(said: Seen[Declaration], publisher: str, declared: str, receipt: Seen[Document] | None) -> Iterator[Note]:
    if declared and declared != publisher:
        yield note("other_siren", said, siren=declared, publisher=publisher)
    written = {siren for _, siren in sirens_in(receipt.fact.layer.text)} if receipt else set()
    if receipt and written and publisher not in written:
        yield note("other_siren", said, receipt, siren=", ".join(sorted(written)), publisher=publisher)


def list_notes(said: Seen[Declaration], lists: Sequence[Seen[ReferencePack]]) -> Iterator[Note]:
    """Look the designation's SIREN up in the pinned list of designated officers."""
    given = said.fact.dpo.designation if said.fact.dpo else None
    siren = digits(given.siren) if given else ""
    if siren and not lists:
        yield note("no_list", said, siren=siren)
    for pinned in lists:
        if siren and not pinned.fact.having("siren", siren):
            yield note("not_listed", said, pinned, siren=siren, version=pinned.fact.version)


def contact_notes(said: Seen[Declaration], officer: DeclaredOfficer, notices: Sequence[Seen[Page]]) -> Iterator[Note]:
    """Whether the notice shows the contact that the dossier gives; nothing when it does."""
    if any(_shows(seen.fact, officer.contact) for seen in notices):
        return
    near = {address: seen for seen in notices for address in _near_officer(seen.fact)}
    hidden = [seen for seen in notices if seen.fact.has_script or _hides(seen.fact)]
    if near:
        yield note("contact_differs", said, *near.values(), contact=officer.contact, found=", ".join(sorted(near)))
    elif hidden:
        yield note("contact_unclear", said, *hidden, contact=officer.contact)
    elif _exact(officer.contact) or not any(_officer(seen.fact) for seen in notices):
        yield note("contact_missing", said, *notices, contact=officer.contact)
    else:
        yield note("contact_unclear", said, *notices, contact=officer.contact)


def _exact(contact: str) -> bool:
    """Whether the contact has one spelling: an e-mail address or the address of a page."""
    return "@" in contact or contact.startswith(("https://", "http://", "/"))


def _shows(page: Page, contact: str) -> bool:
    if "@" in contact:
        wanted = contact.lower().removeprefix("mailto:").strip()
        return any(part in emails(page) for part in re.findall(r"[^\s<>,;()]+@[^\s<>,;()]+", wanted))
    if contact.startswith(("https://", "http://")):
        return any(link.url == (canonical(contact) or contact) for link in page.links) or contact in page.text
    if contact.startswith("/"):
        return any(path_of(link.url).partition("?")[0] == plain(contact) for link in page.links)
    return bool(core(contact)) and core(contact) in core(plain(page.text))


def _hides(page: Page) -> bool:
    """Whether an e-mail address is kept from what reads no scripts."""
    return re.search(patterns(NOTICE)["hidden_mail"], shown(page)) is not None


def _officer(page: Page) -> list[int]:
    """Places where the page speaks of the officer."""
    return [found.start() for found in re.finditer(patterns(NOTICE)["speaks_of"]["officer"], shown(page))]


def _near_officer(page: Page) -> list[str]:
    """E-mail addresses just after a mention of the officer; never the authority's."""
    reach, foreign = patterns(NOTICE)["officer_near"], patterns(NOTICE)["foreign_mail"]
    mentions = _officer(page)
    return [
        address
        for address, place in emails(page).items()
        if not re.search(foreign, address) and any(0 <= place - one <= reach for one in mentions)
    ]
