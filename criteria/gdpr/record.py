"""What GDP-18 states: the record of processing has every field, is reviewed, and agrees with the dossier's lists."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date

from criteria.check import Note, Seen, note
from criteria.facts.dossier import Declaration, day
from criteria.facts.dossier_accountability import Activity, ProcessingRecord, RecordedRecipient
from criteria.facts.dossier_inventory import Recipient
from criteria.facts.dossier_words import core, name_words
from criteria.facts.durations import same_periods
from criteria.gdpr.eea import in_eea

NEEDED = ("purposes", "persons", "categories", "recipients", "transfers", "retention", "security")
"""What GDPR article 30(1) asks of each activity."""
NEEDED_OF_PROCESSOR = ("categories", "transfers", "security")
"""What GDPR article 30(2) asks of an activity on behalf of another controller."""
Said = Seen[Declaration]


def field_notes(said: Said, record: ProcessingRecord) -> Iterator[Note]:
    """Fields of article 30 that the record lacks."""
    for name, one in (("controller", record.controller), ("officer", record.officer)):
        if one is None or not one.name or not one.contact:
            yield note("field_missing", said, field=f"processing_record.{name}")
    if not record.activities:
        yield note("field_missing", said, field="processing_record.activities")
    for rank, activity in enumerate(record.activities):
        needed = NEEDED_OF_PROCESSOR if activity.on_behalf_of else NEEDED
        for name in ("name", *needed):
            value = getattr(activity, name)
            if value is None or (name not in ("recipients", "transfers") and not value):
                yield note("field_missing", said, field=f"processing_record.activities.{rank}.{name}")


def review_notes(said: Said, record: ProcessingRecord, today: date) -> Iterator[Note]:
    """Whether the record was reviewed in the last twelve months."""
    reviewed = day(record.reviewed)
    if reviewed is None or reviewed > today:
        yield note("review_undated", said, reviewed=record.reviewed or "—")
    elif (reviewed.year + 1, reviewed.month, reviewed.day) < (today.year, today.month, today.day):
        yield note("review_old", said, reviewed=record.reviewed, today=today.isoformat())


def list_notes(said: Said, record: ProcessingRecord) -> Iterator[Note]:
    """Entries of the dossier's own lists that the record lacks, or gives another value."""
    yield from _recipient_notes(said, record.activities)
    yield from _category_notes(said, record.activities)
    yield from _period_notes(said, record.activities)


def _recipient_notes(said: Said, activities: Sequence[Activity]) -> Iterator[Note]:
    known: dict[str, list[RecordedRecipient]] = defaultdict(list)
    for one in (one for activity in activities for one in activity.recipients or ()):
        for key in _keys(one.name):
            known[key].append(one)
    sent = {core(one.country) for activity in activities for one in activity.transfers or ()}
    for recipient in said.fact.recipients or ():
        found = [one for key in _keys(recipient.name) for one in known.get(key, ())]
        if not found:
            yield note("entry_absent", said, list="recipients", entry=recipient.name)
            continue
        yield from _country_notes(said, recipient, found)
        if recipient.country and not in_eea(recipient.country) and core(recipient.country) not in sent:
            yield note("entry_absent", said, list="transfers", entry=f"{recipient.name} ({recipient.country})")


def _keys(name: str) -> set[str]:
    """What two names of one company share: their letters, or the words that distinguish them."""
    return {core(name), " ".join(sorted(name_words(name)))} - {""}


def _country_notes(said: Said, recipient: Recipient, found: Sequence[RecordedRecipient]) -> Iterator[Note]:
    for other in sorted({one.country for one in found if one.country} - {recipient.country}):
        if recipient.country:
            about = {"list": "recipients", "entry": recipient.name, "value": recipient.country, "other": other}
            yield note("entry_differs", said, **about)


def _category_notes(said: Said, activities: Sequence[Activity]) -> Iterator[Note]:
    known = {core(one) for activity in activities for one in activity.categories}
    aims = {core(one) for activity in activities for one in activity.purposes}
    inventory = said.fact.inventory or ()
    for category in sorted({item.category for item in inventory if item.category}):
        if core(category) not in known:
            yield note("entry_absent", said, list="inventory", entry=category)
    for purpose in sorted({item.purpose for item in inventory if item.purpose}):
        if core(purpose) not in aims:
            yield note("purpose_unmatched", said, purpose=purpose)


def _period_notes(said: Said, activities: Sequence[Activity]) -> Iterator[Note]:
    limits: dict[str, set[str]] = defaultdict(set)
    for one in (one for activity in activities for one in activity.retention):
        limits[core(one.category)].add(one.period)
    for row in said.fact.retention or ():
        words = row.period or row.criterion
        found = sorted(limits.get(core(row.category), ()))
        if not found:
            yield note("entry_absent", said, list="retention", entry=row.category)
        for other in found:
            if core(other) != core(words) and not same_periods(words, other):
                yield note("entry_differs", said, list="retention", entry=row.category, value=words, other=other)
