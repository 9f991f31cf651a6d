"""Editorial quality: who answers for a health page (CON-06), when it was reviewed (CON-07), its sources (CON-08)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from criteria.check import Facts, Note, Seen, check, note
from criteria.content import clinical_review as clinical_review
from criteria.content.bylines import signature
from criteria.content.cited_sources import cited
from criteria.content.outside_links import link_notes
from criteria.content.review_dates import review_notes
from criteria.content.sample import CONTENT, Sample, sample_notes
from criteria.facts.content_sample import draw
from criteria.facts.editorial import ContentPage
from criteria.page_kinds import path_of, patterns

Judged = tuple[Seen[ContentPage], str]


@check("CON-06")
def con_06(facts: Facts) -> Iterator[Note]:
    """A person with a qualification, or a known institution, on every health page (HONcode principle 1)."""
    sample, notes = sample_notes(facts)
    yield from notes
    if sample is None:
        return
    declared = sample.declared.institutions if sample.declared else ()
    found = [(seen, signature(seen.fact, declared)) for seen in sample.pages]
    for seen, one in found:
        if one.wrong_rpps:
            yield note("rpps_wrong", seen, url=seen.fact.url, number=one.wrong_rpps)
    yield from share_notes(sample, [(seen, one.state) for seen, one in found], "unsigned", {
        seen.fact.url: one.who for seen, one in found
    })
    yield note("sound", sample.summary, *sample.pages, **counts(sample))


@check("CON-07")
def con_07(facts: Facts) -> Iterator[Note]:
    """A visible date of last review within the declared cycle (HONcode principle 4)."""
    sample, notes = sample_notes(facts)
    yield from notes
    if sample is None:
        return
    states = yield from review_notes(sample)
    yield from share_notes(sample, states, "undated")
    yield note("sound", sample.summary, *sample.pages, **counts(sample))


@check("CON-08")
def con_08(facts: Facts) -> Iterator[Note]:
    """Sources outside the publisher's own domains, whose links work (HONcode principles 4 and 5)."""
    sample, notes = sample_notes(facts)
    yield from notes
    if sample is None:
        return
    found = [(seen, cited(seen.fact, facts.candidate)) for seen in sample.pages]
    yield from share_notes(sample, [(seen, one.state) for seen, one in found], "unsourced")
    yield from link_notes(facts, {url for _, one in found for url in one.links})
    drawn = draw(sample.summary.fact.seed, (seen.fact.url for seen in sample.pages), int(_bounds()["relevance"]))
    yield note("relevance", sample.summary, pages=", ".join(path_of(url).rstrip("?") for url in drawn))
    yield note("sound", sample.summary, *sample.pages, **counts(sample))


def share_notes(
    sample: Sample, states: Sequence[Judged], lacking: str, shown: dict[str, str] | None = None
) -> Iterator[Note]:
    """Whether too many pages lack what they owe (``lacking``), or too few could be read with confidence."""
    sure = [(seen, state) for seen, state in states if state != "unclear"]
    without = [seen for seen, state in sure if state == lacking]
    unsure = [seen for seen, state in states if state == "unclear"]
    if without and len(without) > float(_bounds()[f"{lacking}_share"]) * len(sure):
        first = without[0].fact.url
        who = (shown or {}).get(first) or "-"
        yield note(lacking, *without, pages=len(without), read=len(sure), url=first, shown=who)
    elif without:
        yield note(f"some_{lacking}", *without, pages=len(without), read=len(sure), url=without[0].fact.url)
    every = len(states) + len(sample.unread)
    count = len(unsure) + len(sample.unread)
    if count > float(_bounds()["unsure_share"]) * every:
        url = unsure[0].fact.url if unsure else sample.unread[0]
        yield note("unsure", sample.summary, *unsure, pages=count, read=every, url=url)
    elif count:
        url = unsure[0].fact.url if unsure else sample.unread[0]
        yield note("some_unsure", sample.summary, *unsure, pages=count, read=every, url=url)


def counts(sample: Sample) -> dict[str, object]:
    """What the sentence of a pass says of the sample."""
    return {"pages": len(sample.pages), "population": sample.summary.fact.population or len(sample.pages),
            "seed": sample.summary.fact.seed}


def _bounds() -> dict[str, float]:
    found: dict[str, float] = patterns(CONTENT)["bounds"]
    return found
