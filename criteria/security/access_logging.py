"""SEC-33: every act of the script in the log, with who, what, when and how it ended, and without secrets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from criteria.account_canaries import health_canaries
from criteria.check import Facts, Note, Seen, check, note
from criteria.facts.access_log import Action, LogEntry, LogFile
from criteria.facts.canary import CanarySearch
from criteria.facts.people import FreshPerson
from criteria.security.log_match import Matched, matched
from criteria.security.shown_pages import shown_pages
from criteria.security.sign_in import login_exists

PLAYED = ("done", "refused")
HARMLESS = frozenset(("csrf", "exposed"))
"""Kinds of a secret that only a guess calls one: in a log such a value is more often an identifier."""
WITHOUT_OBJECT = frozenset(("sign_in",))
"""What a sign-in is about is its actor."""


@check("SEC-33")
def sec_33(facts: Facts) -> Iterator[Note]:
    """The acts of the script against the log handed in (ASVS 5.0.0 V16.2.1, V16.2.5, V16.3.1, V16.3.2)."""
    acts, file = facts.all(Action), facts.first(LogFile)
    if not acts:
        known = login_exists(facts.candidate, shown_pages(facts))
        yield note("no_script") if known or facts.candidate.canaries else note("no_login")
        return
    for one in acts:
        if one.fact.outcome not in PLAYED:
            yield note("act_failed", one, number=one.fact.number, act=one.fact.name, detail=one.fact.detail)
    if file is None:
        yield note("no_extract", *acts)
        return
    entries = facts.all(LogEntry)
    yield from _leaks(entries, facts)
    if file.fact.unread:
        yield note("unread_lines", file, unread=file.fact.unread, lines=file.fact.lines)
    played = [one for one in acts if one.fact.outcome in PLAYED]
    found = matched(played, entries, file.fact.shape)
    names = ", ".join(dict.fromkeys(one.fact.name for one in played))
    yield from _gaps(played, found, file)
    yield note("script_of", *played, names=names)
    if not found.missing(played):
        yield note("sound", *played, file, acts=len(played), names=names, entries=len(entries))


def _gaps(played: Sequence[Seen[Action]], found: Matched, file: Seen[LogFile]) -> Iterator[Note]:
    """Acts that no entry tells of, and entries that do not say all."""
    for one in found.missing(played):
        act = one.fact
        yield note(
            "not_logged", one, file,
            number=act.number, act=act.name, outcome=act.outcome, at=act.ended,
            matched=len(found.entries), acts=len(played),
        )  # fmt: skip
    for one in played:
        entry = found.entries.get(one.fact.number)
        if entry is not None:
            yield from _entry_notes(one, entry)


def _entry_notes(act: Seen[Action], entry: Seen[LogEntry]) -> Iterator[Note]:
    said = {"number": act.fact.number, "act": act.fact.name, "line": entry.fact.line}
    needed = ("actor",) if act.fact.name in WITHOUT_OBJECT else ("actor", "object")
    lacking = [member for member in needed if not getattr(entry.fact, member)]
    if lacking:
        yield note("incomplete_entry", act, entry, members=", ".join(lacking), **said)
    if entry.fact.at is not None and entry.fact.at.tzinfo is None:
        yield note("no_offset", act, entry, **said)


def _leaks(entries: Sequence[Seen[LogEntry]], facts: Facts) -> Iterator[Note]:
    """Secrets and health canaries in any entry, each line once."""
    search = CanarySearch(health_canaries(facts.candidate, (one.fact for one in facts.all(FreshPerson))))
    for one in entries:
        kinds = [kind for kind in one.fact.secrets if kind not in HARMLESS]
        if kinds:
            yield note("secret_logged", one, line=one.fact.line, action=one.fact.action, kinds=", ".join(kinds))
        for hit in search.hits(one.fact.text):
            yield note("health_logged", one, line=one.fact.line, action=one.fact.action, canary=hit.name)
