"""Claims of a medical purpose in a page's own words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Literal

import msgspec

from criteria.facts.dossier_words import plain
from criteria.facts.html import Page
from criteria.page_kinds import patterns, plain_text

CLAIMS = "medical_claims"
_SENTENCE = re.compile(r"[^.!?;]{1,600}")


Sureness = Literal["sure", "perhaps"]


class Claim(msgspec.Struct, frozen=True):
    """One claim as the page words it (in plain lower case)."""

    sureness: Sureness
    words: str


def claims(page: Page, app: str) -> Iterator[Claim]:
    """Every claim of the page, sentence by sentence; ``app`` is the name of the service."""
    about_data = patterns(CLAIMS)["about_data"]
    for sentence in _SENTENCE.findall(plain_text(page.text)):
        for sureness, pattern in _patterns(plain(app)):
            found = pattern.search(sentence)
            if found is None or _told_otherwise(sentence, found, app):
                continue
            if not re.search(about_data, found[0]):
                yield Claim(sureness, found[0][:160])
                break


def _told_otherwise(sentence: str, found: re.Match[str], app: str) -> bool:
    """Whether the sentence denies it, quotes it, or says it of someone else."""
    return _denied(sentence, found) or _quoted(sentence, found) or _of_others(sentence, found, app)


def _denied(sentence: str, found: re.Match[str]) -> bool:
    before, after = sentence[max(0, found.start() - 30) : found.start()], sentence[found.start() : found.end() + 15]
    here = re.split("[,:]", before)[-1] + after
    known = patterns(CLAIMS)
    return bool(re.search(known["denied"], before + after) or re.search(known["denied_here"], here))


def _quoted(sentence: str, found: re.Match[str]) -> bool:
    """Whether the words stand between quotation marks: they are someone else's."""
    before = sentence[: found.start()]
    return before.count("«") > before.count("»") or before.count("“") > before.count("”")


def _of_others(sentence: str, found: re.Match[str], app: str) -> bool:
    """Whether someone else is the last to be named as the one who does it (« votre médecin adapte… »)."""
    before = sentence[: found.start()]
    others = [one.end() for one in re.finditer(patterns(CLAIMS)["others"], before)]
    own = [one.end() for one in re.finditer(rf"(?<!\w){_subject(plain(app))}(?!\w)", before)]
    return bool(others) and max(others) > max(own, default=-1)


@lru_cache(maxsize=16)
def _subject(app: str) -> str:
    return "(?:" + "|".join(patterns(CLAIMS)["subject"]).replace("{app}", re.escape(app) or "l'application") + ")"


@lru_cache(maxsize=16)
def _patterns(app: str) -> tuple[tuple[Sureness, re.Pattern[str]], ...]:
    known = patterns(CLAIMS)
    words = ("sure", "perhaps", "dosing", "disease", "medicine")
    either = {name: f"(?:{'|'.join(known[name])})" for name in words}
    subject = _subject(app)
    some = rf"[^,:]{{0,{int(known['gap'])}}}?"
    own = rf"{known['own']} (?:[\w'-]{{1,20}} ){{0,2}}"
    does = f"(?:{either['perhaps']}|{either['dosing']})"
    about = f"(?:{either['disease']}|{either['medicine']})"
    made: tuple[tuple[Sureness, str], ...] = (
        ("sure", rf"{either['sure']} {own}{either['disease']}"),
        ("sure", rf"{either['dosing']} {own}{either['medicine']}"),
        ("sure", rf"{subject} {some}\b{either['sure']} {some}\b{either['disease']}"),
        ("perhaps", rf"{either['perhaps']} {own}{either['disease']}"),
        ("perhaps", rf"{subject} {some}\b{does} {some}\b{about}"),
    )
    return tuple((sureness, re.compile(rf"(?<!\w){pattern}(?!\w)")) for sureness, pattern in made)
