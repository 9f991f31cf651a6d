"""Clinical soundness: the gate that an expert review file must pass, before two reviewers decide."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

from criteria.check import Facts, Note, Seen, check, note
from criteria.content.people import authors, known, qualified, valid_rpps
from criteria.content.sample import Sample, sample_notes
from criteria.content.vectors import calculations
from criteria.crawled import site_of
from criteria.facts.content_sample import draw
from criteria.facts.dossier import Declaration, day
from criteria.facts.dossier_card import ExpertReview, Reviewer
from criteria.facts.dossier_words import core
from criteria.facts.editorial import ContentPage
from criteria.facts.html import Page
from criteria.facts.reference_pack import ReferencePack
from criteria.facts.reviewed_text import text_digest
from criteria.page_kinds import plain_text

DRAWN = 5
"""Pages of the sample that two reviewers decide on."""


@check("CON-09")
def con_09(facts: Facts) -> Iterator[Note]:
    """Reviewed by qualified experts who did not write it (CSP R.1111-37); the decision itself is two persons'."""
    site, said = site_of(facts), facts.first(Declaration)
    lists = [seen for seen in facts.all(ReferencePack) if seen.fact.name == "guidelines"]
    sample, notes = sample_notes(facts)
    calculating = [seen for seen in site.pages.values() if _calculates(seen.fact)]
    yield from (one for one in notes if not (one.clause == "none_found" and calculating))
    if sample is None and not calculating:
        return
    if said is None:
        yield note("no_dossier")
        return
    review = said.fact.expert_review
    if review is None:
        yield note("no_file", said, pages=len(sample.pages) if sample else 0)
        return
    yield from _gate(said, review, sample, lists)
    urls = [seen.fact.url for seen in sample.pages] if sample else [seen.fact.url for seen in calculating]
    seed = sample.summary.fact.seed if sample else "-"
    ground = [sample.summary] if sample else []
    yield note("awaiting", said, *ground, *lists, seed=seed, pages=", ".join(draw(seed, urls, DRAWN)))


def _calculates(page: Page) -> bool:
    """Whether a page speaks of a calculator and has a form to type in (as CON-12 recognises one)."""
    return any(form.fields for form in page.forms) and bool(
        re.search(calculations().calculator, plain_text(page.text))
    )


def _gate(
    said: Seen[Declaration], review: ExpertReview, sample: Sample | None, lists: Sequence[Seen[ReferencePack]]
) -> Iterator[Note]:
    for field in ("reviewers", "method", "guidelines", "pages"):
        if not getattr(review, field):
            yield note("field_missing", said, field=f"expert_review.{field}")
    if not review.user_involvement:
        yield note("no_involvement", said)
    pages = {_path(seen.fact.url): seen for seen in sample.pages} if sample else {}
    institutions = sample.declared.institutions if sample and sample.declared else ()
    writers = {name: seen for seen in pages.values() for name in authors(seen.fact, institutions)}
    yield from _reviewers(said, review.reviewers, writers)
    yield from _pages(said, review, pages)
    yield from _guidelines(said, review, lists)


def _reviewers(
    said: Seen[Declaration], reviewers: Sequence[Reviewer], writers: dict[str, Seen[ContentPage]]
) -> Iterator[Note]:
    able = []
    for one in reviewers:
        wrong = bool(one.rpps) and not valid_rpps(one.rpps)
        if wrong:
            yield note("rpps_wrong", said, person=one.name, number=one.rpps)
        if qualified(one.qualification) and not wrong:
            able.append(one.name)
        if not one.interests:
            yield note("interests_missing", said, person=one.name)
    if not reviewers:
        return
    if not able:
        yield note("none_qualified", said, persons=", ".join(one.name for one in reviewers))
    elif all(known(name, writers) for name in able):
        seen = next(page for name in able for writer, page in writers.items() if known(name, [writer]))
        yield note("none_independent", said, seen, persons=", ".join(able), url=seen.fact.url)


def _pages(said: Seen[Declaration], review: ExpertReview, pages: dict[str, Seen[ContentPage]]) -> Iterator[Note]:
    names = [one.name for one in review.reviewers]
    for one in review.pages:
        seen = pages.get(one.path.rstrip("/") or "/")
        if not known(one.reviewer, names) or day(one.date) is None:
            yield note("field_missing", said, field=f"expert_review.pages: {one.path}")
        if seen is None:
            yield note("page_unrecorded", said, page=one.path)
        elif (found := text_digest(seen.fact)) != one.sha256.lower():
            yield note("text_changed", said, seen, page=one.path, reviewed=one.sha256[:16], recorded=found)
    listed = {one.path.rstrip("/") or "/" for one in review.pages}
    left = [seen for path, seen in pages.items() if path not in listed]
    if left and review.pages:
        first = left[0].fact
        yield note("page_unreviewed", said, *left, count=len(left), url=first.url, digest=text_digest(first))


def _path(url: str) -> str:
    return urlsplit(url).path.rstrip("/") or "/"


def _guidelines(
    said: Seen[Declaration], review: ExpertReview, lists: Sequence[Seen[ReferencePack]]
) -> Iterator[Note]:
    if review.guidelines and not lists:
        yield note("no_list", said)
    for pinned in lists:
        states = {core(str(one.get("id", ""))): str(one.get("state", "")) for one in pinned.fact.entries}
        for one in review.guidelines:
            state = states.get(core(one.id))
            about = {"id": one.id, "title": one.title, "version": pinned.fact.version}
            if state == "withdrawn":
                yield note("guideline_withdrawn", said, pinned, **about)
            elif state is None:
                yield note("guideline_unknown", said, pinned, **about)
