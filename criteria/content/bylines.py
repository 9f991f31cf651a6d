"""Who answers for a page: the byline as people read it, whatever its shape, checked against the structured data."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Literal

import msgspec

from criteria.content.sentences import in_prose, of_others
from criteria.facts.dossier_siren import luhn
from criteria.facts.dossier_words import core, plain
from criteria.facts.editorial import Block, ContentPage, Named
from criteria.page_kinds import patterns

BYLINES, INSTITUTIONS, CONTENT = "byline_patterns", "health_institutions", "health_content"
State = Literal["signed", "unsigned", "unclear"]
_WORD = r"(?:[A-ZÀ-ÖØ-Þ][\w'’.-]{0,40}|[A-ZÀ-ÖØ-Þ]\.)"
_NAME = re.compile(rf"{_WORD}(?:\s+(?:(?:de la|de|du|des|la|le|van der|van|von|der|den|El|d['’])\s*)?{_WORD}){{0,4}}")


class Signature(msgspec.Struct, frozen=True):
    """What was found on one page: ``who`` as shown, how sure that is, and a wrong RPPS number if one is shown."""

    state: State
    confidence: float
    who: str = ""
    wrong_rpps: str = ""


def signature(page: ContentPage, declared: Sequence[str] = ()) -> Signature:
    """The strongest signature of the page; ``declared`` are the institutions of the dossier."""
    sure = float(patterns(CONTENT)["bounds"]["confidence"])
    if page.thin or page.words < int(patterns(CONTENT)["bounds"]["readable"]):
        return Signature("unclear", 0.0)
    found = [*_shown(page, declared), *_structured(page, declared)]
    rpps = next(_wrong_rpps(page), "")
    for fits in (
        lambda one: one.state == "signed" and one.confidence >= sure,
        lambda one: one.state != "unsigned",
        lambda one: True,
    ):
        best = max(filter(fits, found), key=lambda one: one.confidence, default=None)
        if best is not None:
            state = "unclear" if best.confidence < sure else best.state
            return Signature(state, best.confidence, best.who, rpps)
    return Signature("unsigned", _confidence("nothing"), "", rpps)


def _shown(page: ContentPage, declared: Sequence[str]) -> Iterator[Signature]:
    blocks = page.main
    teasers = re.compile(patterns(BYLINES)["teasers"])
    for rank, block in enumerate(blocks):
        if teasers.search(block.hints):
            continue
        after = blocks[rank + 1].text if rank + 1 < len(blocks) and not blocks[rank + 1].heading else ""
        for rest in _led(block):
            yield from _read(rest, block, after, declared)


def _led(block: Block) -> Iterator[str]:
    """What follows each word that announces a signature."""
    found = False
    for pattern in _leads():
        for lead in pattern.finditer(block.text):
            if of_others(plain(block.text[: lead.start()])) or in_prose(lead[0], block.text[lead.end() :][:80]):
                continue
            found = True
            yield block.text[lead.end() :][:400]
    if not found and len(block.text) < 300 and re.search(patterns(BYLINES)["hints"], block.hints):
        yield block.text


def _read(rest: str, block: Block, after: str, declared: Sequence[str]) -> Iterator[Signature]:
    """One signature from the words that follow its lead."""
    known = patterns(BYLINES)
    reach = int(known["reach"])
    if re.match(known["collective"], plain(rest)):
        yield Signature("unsigned", _confidence("collective"), rest[:60])
        return
    if institution(re.split(known["follows"], rest[:120])[0], declared):
        yield Signature("signed", _confidence("institution"), rest[:80])
        return
    title = re.match(known["title"], rest, re.IGNORECASE)
    name = _NAME.match(rest, title.end() if title else 0)
    if name is None or (title is None and " " not in name[0]):
        return
    who = rest[: name.end()]
    here, there = plain(rest[name.end() :][:reach]), plain(after[:reach])
    if re.search(known["qualification"]["sure"], f"{here} "):
        yield Signature("signed", _confidence("same_block"), who)
    elif len(after) < 300 and re.search(known["qualification"]["sure"], f"{there} "):
        yield Signature("signed", _confidence("next_block"), who)
    elif re.match(known["medical_title"], plain(who)):
        yield Signature("signed", _confidence("title_only"), who)
    elif re.search(known["qualification"]["weak"], here):
        yield Signature("unclear", _confidence("weak_qualification"), who)
    elif any(core(name[0]) and core(name[0]) in core(link.text) for link in block.links):
        yield Signature("unclear", _confidence("profile_linked"), who)
    else:
        yield Signature("unsigned", _confidence("name_alone"), who)


def _structured(page: ContentPage, declared: Sequence[str]) -> Iterator[Signature]:
    text = core(" ".join(block.text for block in page.main))
    for one in page.structured.named:
        if institution(one.name, declared):
            yield Signature("signed", _confidence("institution"), one.name)
        elif _qualified(one):
            shown = core(one.name) and core(one.name) in text
            yield Signature("signed", _confidence("structured_shown" if shown else "structured_only"), one.name)
        elif not one.organisation:
            yield Signature("unsigned", _confidence("name_alone"), one.name)


def _qualified(one: Named) -> bool:
    said = f"{plain(f'{one.qualification}, {one.name}')} "
    return re.search(patterns(BYLINES)["qualification"]["sure"], said) is not None


def institution(text: str, declared: Sequence[str]) -> bool:
    """Whether the text names an institution of the pinned or the declared list."""
    bare = plain(text)
    own = any(core(name) and core(name) in core(text) for name in declared)
    return own or any(re.search(name, bare) for name in patterns(INSTITUTIONS)["names"])


def _wrong_rpps(page: ContentPage) -> Iterator[str]:
    """RPPS numbers without the eleven digits and the key of Luhn that every one has."""
    for block in page.main:
        for found in re.finditer(patterns(BYLINES)["rpps"], plain(block.text)):
            number = re.sub("[^0-9]", "", found[1])
            if len(number) != 11 or not luhn(number):
                yield number


def _confidence(name: str) -> float:
    return float(patterns(BYLINES)["confidence"][name])


@cache
def _leads() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in patterns(BYLINES)["lead"])
