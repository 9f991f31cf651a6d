"""What SEC-11 states of the passwords that a sign-up takes."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from criteria.check import Facts, Note, Seen, note
from criteria.facts.http import Crawl
from criteria.facts.identity import Trial
from criteria.rights_acts import says_nothing
from criteria.security.framing import asks_password
from criteria.security.shown_pages import shown_pages
from criteria.security.trials import Trials

WEAK = {"common": "common_taken", "short": "short_taken", "derived": "derived_taken"}
BETWEEN_BITS = round(8 * math.log2(26))
"""Entropy of eight lower-case letters, the item between (CNIL, deliberation 2022-100, counts it so)."""


def password_notes(trials: Trials, facts: Facts) -> Iterator[Note]:
    """Which items were taken or refused, between two sound ones that were taken."""
    none = trials.one("no_password")
    if none is not None:
        yield from _passwordless(none, facts)
        return
    tried = trials.of("sign_up")
    sound = [seen for seen in tried if seen.fact.kind == "strong"]
    if len(sound) < 2 or any(seen.fact.outcome != "accepted" for seen in sound):
        yield note("no_positive_control", *(sound or trials.all), status=sound[-1].fact.status if sound else "-")
        return
    for seen in tried:
        yield from _item_notes(seen)
    missing = {"phrase", "common", "short", "derived"} - {seen.fact.kind for seen in tried}
    if missing:
        yield note("not_all_tried", *tried, kinds=", ".join(sorted(missing)))
    yield from _login_notes(trials, sound)
    weak = [seen for seen in tried if seen.fact.kind in WEAK]
    yield note("sound", *trials.all, weak=len(weak), tried=len(tried))


def _passwordless(none: Seen[Trial], facts: Facts) -> Iterator[Note]:
    """No journey gives a password: there is none, where a whole crawl met no field for one."""
    shown, crawls = shown_pages(facts), facts.all(Crawl)
    asking = [one for one in shown if asks_password(one.page)]
    unsure = not crawls or any(seen.fact.truncated for seen in crawls) or any(one.page.script_rendered for one in shown)
    if asking:
        yield note("password_undriven", none, *(one.exchange for one in asking), url=asking[0].url)
    elif unsure:
        yield note("password_undriven", none, *crawls, url="-")
    else:
        yield note("no_password", none, *crawls)


def _decided(trial: Trial) -> bool:
    """Whether the app took or refused the password; a busy or failing server, or a form that was not there, did not."""
    return trial.outcome == "accepted" or (trial.outcome == "refused" and not says_nothing(trial.status))


def _item_notes(seen: Seen[Trial]) -> Iterator[Note]:
    trial = seen.fact
    if not _decided(trial):
        yield note("unanswered", seen, kind=trial.kind, status=trial.status)
    elif trial.outcome == "accepted" and trial.kind in WEAK:
        yield note(WEAK[trial.kind], seen, item=trial.item)
    elif trial.outcome == "accepted" and trial.kind == "between":
        yield note("between_taken", seen, bits=BETWEEN_BITS)
    elif trial.outcome != "accepted" and trial.kind == "phrase":
        yield note("phrase_refused", seen, status=trial.status)


def _login_notes(trials: Trials, sound: Sequence[Seen[Trial]]) -> Iterator[Note]:
    """The whole password opens, another does not: only then does it say something that a changed one opens too."""
    phrase = [seen for seen in trials.of("sign_up") if seen.fact.kind == "phrase" and seen.fact.outcome == "accepted"]
    if not phrase:
        return
    found = {name: trials.one(name) for name in ("whole", "wrong", "cut", "case")}
    told = [seen for seen in found.values() if seen is not None]
    outcomes = {name: seen.fact.outcome if seen else "" for name, seen in found.items()}
    unsure = [name for name, seen in found.items() if seen is None or not _decided(seen.fact)]
    if outcomes["whole"] != "accepted" or outcomes["wrong"] != "refused" or unsure:
        yield note("login_unsure", *(told or sound))
        return
    for name, clause in (("cut", "cut_opens"), ("case", "case_opens")):
        seen = found[name]
        if seen is not None and outcomes[name] == "accepted":
            yield note(clause, *phrase, seen)
