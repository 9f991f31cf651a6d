"""What GDP-15 states of the export of account A: that there is one, that programs can read it, and what is in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from criteria.check import Facts, Note, Seen, note
from criteria.facts.canary import CanarySearch
from criteria.facts.export_file import ExportFile
from criteria.facts.export_formats import UNREAD
from criteria.facts.rights import Act, Told
from criteria.gdpr.rights_evidence import (
    acts_of,
    at,
    bearing,
    latest,
    pages_at,
    speaking,
    turned_away,
    undriven,
    without_accounts,
)

LOOK, JOURNEY = "rights.export", "export_data"
WORDS = frozenset(("json", "text"))
MOST_WORDS = 2000
"""Characters of an answer that may be no more than word of an export to come."""


def export_notes(facts: Facts) -> Iterator[Note]:
    """Every fault and doubt; ``export_sound`` when there is none."""
    tried = latest(acts_of(facts, LOOK), JOURNEY)
    if tried is None:
        yield note("export_untried")
    elif tried.fact.outcome == "not_declared":
        yield from _undeclared(facts, tried)
    elif turned_away(tried.fact):
        yield note("undriven", tried, **undriven(tried))
    elif tried.fact.declined:
        yield note("export_refused", tried, status=tried.fact.status, url=tried.fact.url)
    else:
        yield from _delivered(facts, tried)


def _undeclared(facts: Facts, tried: Seen[Act]) -> Iterator[Note]:
    """No journey: does a page of the account speak of an export?"""
    pages = pages_at(facts, LOOK)
    named, scripted = speaking(pages, "export"), [seen for seen in pages if seen.fact.has_script]
    if not pages and without_accounts(facts):
        yield note("nothing_kept", tried)
    elif named:
        yield note("export_undeclared", *named, url=named[0].fact.url)
    elif scripted or not pages:
        yield note("export_unseen", tried, *scripted)
    else:
        yield note("no_export", tried, *pages, pages=len(pages))


def _delivered(facts: Facts, tried: Seen[Act]) -> Iterator[Note]:
    files = list(facts.all(ExportFile))
    own = facts.candidate.canaries.get("a", {})
    if all(_is_word(seen, own) for seen in files):
        yield from _as_page(facts, tried, files)
        return
    formats = ", ".join(dict.fromkeys(one for seen in files for one in seen.fact.formats))
    readable = [seen for seen in files if seen.fact.structured]
    if not readable:
        yield note(_unstructured(files), *files, formats=formats, name=files[0].fact.name)
    if any(not seen.fact.whole for seen in files):
        yield note("export_cut", *files)
    if any(set(seen.fact.formats) - UNREAD for seen in files):
        yield from _content(facts, tried, readable or files)
    yield note("export_sound", tried, *readable, formats=formats)


def _is_word(seen: Seen[ExportFile], own: Mapping[str, str]) -> bool:
    """Whether this answer only tells a program how far its export is (``{"status": "pending"}``)."""
    one = seen.fact
    return not one.handed and len(one.text) <= MOST_WORDS and set(one.formats) <= WORDS and not _held(seen, own)


def _unstructured(files: Sequence[Seen[ExportFile]]) -> str:
    """What files are worth of which none is one of the four formats."""
    formats = {one for seen in files for one in seen.fact.formats}
    if formats & UNREAD:
        return "export_unread"
    return "spreadsheet_only" if "spreadsheet" in formats else "not_structured"


def _as_page(facts: Facts, tried: Seen[Act], files: Sequence[Seen[ExportFile]]) -> Iterator[Note]:
    """Nothing but pages of the app, and words to a program: all the data shown on the last page are no file; else a
    file may come later."""
    own = facts.candidate.canaries.get("a", {})
    kept = _kept(facts, own)
    last = [seen for seen in at(facts, LOOK, "export") if seen.fact.step >= tried.fact.steps]
    shown = [seen for seen in last if kept and kept <= {name for _, name in _all_bearing([seen], own)}]
    if shown and not files:
        yield note("not_structured", *shown, formats="html", name=shown[0].fact.url)
    else:
        yield note("not_delivered", tried, *files, url=tried.fact.url)


def _all_bearing(told: Sequence[Seen[Told]], own: Mapping[str, str]) -> list[tuple[Seen[Told], str]]:
    """Every canary of these answers, where ``bearing`` names one of each."""
    return [pair for name, value in own.items() for pair in bearing(told, {name: value})]


def _kept(facts: Facts, own: Mapping[str, str]) -> set[str]:
    """Names of the canaries that the app showed before the export."""
    return {name for _, name in _all_bearing(at(facts, LOOK, "before"), own)}


def _held(seen: Seen[ExportFile], own: Mapping[str, str]) -> set[str]:
    """Names of the canaries in a file; a digest of one gives nobody their data back."""
    return {hit.name for hit in CanarySearch(own).hits(seen.fact.text) if hit.form != "hashed"}


def _content(facts: Facts, tried: Seen[Act], files: Sequence[Seen[ExportFile]]) -> Iterator[Note]:
    """What A entered and the app shows must be there; nothing of B may be."""
    own, other = (facts.candidate.canaries.get(name, {}) for name in ("a", "b"))
    kept = _kept(facts, own)
    held = {name for seen in files for name in _held(seen, own)}
    if not kept:
        yield note("canary_unseen", tried)
    for name in sorted(kept - held):
        yield note("export_lacks", *files, canary=name, value=own[name])
    if not other:
        yield note("no_other_account", tried)
    for seen in files:
        if CanarySearch(other).hits(seen.fact.text):
            yield note("export_holds_other", seen, name=seen.fact.name)
