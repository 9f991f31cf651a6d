"""What GDP-15 states of the export of account A: that there is one, that programs can read it, and what is in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from criteria.check import Facts, Note, Seen, note
from criteria.facts.canary import CanarySearch
from criteria.facts.export_file import ExportFile
from criteria.facts.rights import Act
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
    if not files:
        yield from _as_page(facts, tried)
        return
    formats = ", ".join(dict.fromkeys(one for seen in files for one in seen.fact.formats))
    readable = [seen for seen in files if seen.fact.structured]
    if not readable:
        yield note("not_structured", *files, formats=formats, name=files[0].fact.name)
    if any(not seen.fact.whole for seen in files):
        yield note("export_cut", *files)
    yield from _content(facts, tried, readable or files)
    yield note("export_sound", tried, *readable, formats=formats)


def _as_page(facts: Facts, tried: Seen[Act]) -> Iterator[Note]:
    """Nothing but pages of the app: the data shown there are no file; else a file may come later."""
    shown = bearing(at(facts, LOOK, "export"), facts.candidate.canaries.get("a", {}))
    if shown:
        yield note("not_structured", *(seen for seen, _ in shown), formats="html", name=shown[0][0].fact.url)
    else:
        yield note("not_delivered", tried, url=tried.fact.url)


def _content(facts: Facts, tried: Seen[Act], files: Sequence[Seen[ExportFile]]) -> Iterator[Note]:
    """What A entered and the app shows must be there; nothing of B may be."""
    own, other = (facts.candidate.canaries.get(name, {}) for name in ("a", "b"))
    kept = {name for _, name in bearing(at(facts, LOOK, "before"), own)}
    held = {hit.name for seen in files for hit in CanarySearch(own).hits(seen.fact.text)}
    if not kept:
        yield note("canary_unseen", tried)
    for name in sorted(kept - held):
        yield note("export_lacks", *files, canary=name, value=own[name])
    if not other:
        yield note("no_other_account", tried)
    for seen in files:
        if CanarySearch(other).hits(seen.fact.text):
            yield note("export_holds_other", seen, name=seen.fact.name)
