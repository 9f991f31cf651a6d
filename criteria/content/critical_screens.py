"""What a person is told after they entered a critical value (CON-10): never good news, and where to turn."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, Literal

from criteria.check import Facts, Note, Seen, note
from criteria.content.care import CARE, advises, speaks
from criteria.facts.critical_entry import AFTER, AROUND, BEFORE, FIRST, CriticalEntries, Screen, ScriptTexts
from criteria.facts.dossier import Declaration
from criteria.facts.dossier_words import plain
from criteria.page_kinds import patterns
from criteria.security.scopes import asks_to

MEASURING = frozenset(("enter_measure", "share_measure"))
Tone = Literal["praise", "doubtful", "plain"]
Screens = Sequence[Seen[Screen]]


def critical_notes(facts: Facts, said: Seen[Declaration] | None) -> Iterator[Note]:
    """Judge every entry; nothing when all is well."""
    summary = facts.first(CriticalEntries)
    if summary is None:
        yield note("entries_missing")
        return
    if not summary.fact.entries:
        yield note("entry_undeclared" if _measures(facts) else "no_entry", summary)
        return
    screens = facts.all(Screen)
    accepted = [one for one in summary.fact.entries if one.outcome == "accepted"]
    for one in summary.fact.entries:
        if one.outcome != "accepted":
            clause = "entry_refused" if accepted else "entry_failed"
            yield note(clause, summary, set=one.set, status=one.status or one.outcome, detail=one.detail or "-")
        yield from _tone_notes(one.set, one.values, screens)
    if accepted:
        yield from _advice_notes([one.set for one in accepted], screens, said)
        yield from _script_notes(screens, facts.all(ScriptTexts))


def _measures(facts: Facts) -> bool:
    """Whether the candidate says that it takes measures."""
    space = facts.candidate.space
    writes = space is not None and bool(space.scopes) and asks_to("write", space)
    return writes or bool(MEASURING & set(facts.candidate.journeys))


def _tone_notes(name: str, values: dict[str, int], screens: Screens) -> Iterator[Note]:
    """Good news on the screens after this entry: new lines fail, lines that stood there before are for a person."""
    before = [seen for seen in screens if seen.fact.stage == FIRST or _at(seen.fact, name, BEFORE)]
    stood = {line for seen in before for line in seen.fact.lines}
    compared = bool(before)
    shown = ", ".join(f"{quantity} {value}" for quantity, value in values.items())
    for seen in screens:
        if seen.fact.set != name or seen.fact.stage not in (AFTER, AROUND):
            continue
        careful = advises(map(plain, (line for line in seen.fact.lines if line not in stood)))
        for line in seen.fact.lines:
            tone, old = _tone(line), line in stood
            if tone == "praise" and not old and compared:
                yield note("trivialised", seen, *before[:1], values=shown, phrase=line[:160], url=seen.fact.url)
            elif (tone == "praise" and not re.search("[0-9]", line)) or (tone == "doubtful" and not (old or careful)):
                yield note("tone_unclear", seen, values=shown, phrase=line[:160], url=seen.fact.url)


def _at(screen: Screen, name: str, stage: str) -> bool:
    return screen.set == name and screen.stage == stage


def _tone(line: str) -> Tone:
    bare = plain(line)
    found = list(re.finditer(patterns(CARE)["praise"], bare))
    if not found:
        return "plain"
    guarded = [re.search(patterns(CARE)["guard"], bare[: one.start()]) is not None for one in found]
    return "doubtful" if all(guarded) else "praise"


def _advice_notes(names: list[str], screens: Screens, said: Seen[Declaration] | None) -> Iterator[Note]:
    """Advice after the entry for a device; a standing notice on the entry screen is enough for what is none."""
    if said is None:
        return
    status = said.fact.medical_device.status if said.fact.medical_device else ""
    entry = [seen for seen in screens if seen.fact.stage in (FIRST, BEFORE) and not seen.fact.json]
    notice = any(speaks("general", map(plain, _joined(seen.fact))) for seen in entry)
    for name in names:
        after = [seen for seen in screens if _at(seen.fact, name, AFTER)]
        around = [seen for seen in screens if _at(seen.fact, name, AROUND)]
        standing = {line for seen in entry for line in seen.fact.lines}
        new = [plain(line) for seen in (*after, *around) for line in seen.fact.lines if line not in standing]
        advice = advises(new)
        about: list[Seen[Any]] = [*after, said]
        if status in ("medical_device", "in_vitro_device") and not advice:
            yield note("no_advice", *about, set=name)
        elif status == "not_a_device" and not advice and not notice:
            yield note("no_entry_notice", *entry[:2], *about, set=name)
        elif not status and not advice:
            yield note("status_unknown" if notice else "no_entry_notice", *about, set=name)


def _joined(screen: Screen) -> Iterator[str]:
    """Lines, and all of them as one: a number may stand on a line of its own."""
    yield " ".join(screen.lines)


def _script_notes(screens: Screens, scripts: Sequence[Seen[ScriptTexts]]) -> Iterator[Note]:
    """Where an answer is JSON or says nothing, scripts draw what the person sees: their texts are searched as well."""
    drawn = [seen for seen in screens if seen.fact.stage == AFTER and (seen.fact.json or not seen.fact.lines)]
    if not drawn:
        return
    praising = [(seen, text) for seen in scripts for text in seen.fact.texts if _tone(text) == "praise"]
    if praising:
        seen, text = praising[0]
        yield note("script_tone", seen, url=seen.fact.url, phrase=text[:160])
    elif not scripts:
        yield note("screen_unseen", *drawn[:1])
    else:
        yield note("drawn_by_scripts", *drawn[:1], scripts=len(scripts))
