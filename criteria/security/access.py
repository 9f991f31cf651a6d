"""Who reaches whose data: other accounts (SEC-14), and callers without an account (SEC-15)."""

from __future__ import annotations

from collections.abc import Iterator

from criteria.check import Facts, Note, Seen, check, note
from criteria.facts.canary import CanarySearch
from criteria.facts.http import Crawl
from criteria.facts.replays import Replay, ReplaySummary
from criteria.http_answers import HELD_BACK
from criteria.security.access_trials import Trial, changed_pages, folded, trials_of
from criteria.security.shown_pages import shown_pages
from criteria.security.sign_in import login_exists

WORTHLESS = ("altered", "invented", "unsigned", "foreign")
OTHER, NOBODY = "as_other", "anonymous"


@check("SEC-14")
def sec_14(facts: Facts) -> Iterator[Note]:
    """Requests that name an object of A, with B's session: data decide, not the status (ASVS V8.2.2, V8.3.1)."""
    summary = _summary(facts, OTHER)
    yield from _ground_notes(facts, summary)
    trials = trials_of(facts, OTHER)
    echo = _Echo(facts)
    judged = list(_judged(trials, "other", echo))
    written = [trial for trial in trials if trial.of("write")]
    yield from folded(found for trial in judged for found in _other_notes(trial, echo))
    yield from folded(found for trial in written for found in _changed_by_other(trial))
    if summary is None or not summary.fact.accounts:
        return
    if not summary.fact.reads and not summary.fact.writes:
        yield note("no_object", summary, requests=summary.fact.requests)
    elif not judged:
        yield note("no_control", summary, reads=summary.fact.reads)
    elif not any(seen.fact.canaries for trial in trials for seen in trial.of("alive")):
        yield note("other_lost", summary)
    elif not written:
        yield note("no_write", summary)
    if judged:
        yield note(
            "sound", *(seen for trial in judged for seen in trial.all), reads=len(judged), writes=len(written)
        )


class _Echo:
    """What the address of a request bears itself: an answer that repeats it (a search, an error) gives nothing away."""

    def __init__(self, facts: Facts) -> None:
        self._search = CanarySearch(facts.candidate.canaries.get("a", {}), slugs=False)

    def shown(self, seen: Seen[Replay]) -> set[str]:
        """Names of the canaries that the answer holds of its own."""
        return set(seen.fact.canaries) - {hit.name for hit in self._search.hits(seen.fact.url)}


def _unanswered(seen: Seen[Replay]) -> Iterator[Note]:
    """A replay that got no answer, or only that the server had no time."""
    if not seen.fact.status:
        yield note("unanswered", seen, url=seen.fact.url, error=seen.fact.error)
    elif seen.fact.status in HELD_BACK:
        yield note("unanswered", seen, url=seen.fact.url, error=seen.fact.status)


def _other_notes(trial: Trial, echo: _Echo) -> Iterator[Note]:
    own, other, nobody = (trial.first(role) for role in ("own", "other", "nobody"))
    if own is None or other is None or nobody is None:
        return
    if not echo.shown(other) & echo.shown(own):
        yield from _unanswered(other)
        return
    named = {"method": other.fact.method, "url": other.fact.url, "status": other.fact.status}
    if echo.shown(nobody):
        yield note("open_to_all", own, other, nobody, **named)
    elif silent := list(_unanswered(nobody)):
        yield from silent
    else:
        yield note("read_by_other", own, other, nobody, **named)


@check("SEC-15")
def sec_15(facts: Facts) -> Iterator[Note]:
    """What A alone may see and do, with no or with worthless credentials (ASVS V8.2.1, V9.2.1)."""
    summary = _summary(facts, NOBODY)
    yield from _ground_notes(facts, summary)
    trials = trials_of(facts, NOBODY)
    echo = _Echo(facts)
    judged = list(_judged(trials, "nobody", echo))
    written = [trial for trial in trials if trial.of("write")]
    yield from folded(found for trial in judged for found in _nobody_notes(trial, echo))
    yield from folded(found for trial in written for found in _written_notes(trial, "changed_by_nobody"))
    if summary is None or not summary.fact.accounts:
        return
    if not judged:
        yield note("no_control", summary, reads=summary.fact.reads)
        return
    yield note("sound", *(seen for trial in judged for seen in trial.all), reads=len(judged), writes=len(written))


def _nobody_notes(trial: Trial, echo: _Echo) -> Iterator[Note]:
    own, nobody = trial.first("own"), trial.first("nobody")
    assert own is not None and nobody is not None
    named = {"method": own.fact.method, "url": own.fact.url}
    if echo.shown(nobody):
        yield note("open_read", own, nobody, status=nobody.fact.status, **named)
        return
    silent = list(_unanswered(nobody))
    yield from silent
    for role in WORTHLESS:
        for seen in trial.of(role):
            if not echo.shown(seen):
                yield from _unanswered(seen)
            elif not silent:
                yield note(f"{role}_accepted", own, nobody, seen, status=seen.fact.status, **named)


def _changed_by_other(trial: Trial) -> Iterator[Note]:
    """What B changed; what nobody could change as well is SEC-15's, and is told only as a remark."""
    nobody = trial.first("nobody")
    if nobody is None or not trial.of("between"):
        return
    by_nobody = next(changed_pages(trial, "between"), None)
    if by_nobody:
        yield note("open_write", nobody, *by_nobody, method=nobody.fact.method, url=nobody.fact.url)
    else:
        yield from _written_notes(trial, "changed_by_other", "between")


def _written_notes(trial: Trial, clause: str, since: str = "before") -> Iterator[Note]:
    write = trial.first("write")
    assert write is not None
    if not write.fact.status:
        yield note("unanswered", write, url=write.fact.url, error=write.fact.error)
        return
    changed = next(changed_pages(trial, "after", since), None)
    if not changed:
        yield from _unanswered(write)
    if changed:
        named = {"method": write.fact.method, "url": write.fact.url, "status": write.fact.status}
        more = trial.of("nobody") + trial.of("before")[:1] if since != "before" else []
        yield note(clause, *more, write, *changed, page=changed[0].fact.url, **named)
    elif not trial.reread:
        yield note("not_reread", *trial.of("before"), write, *trial.of("after"), url=write.fact.url)


def _judged(trials: tuple[Trial, ...], role: str, echo: _Echo) -> Iterator[Trial]:
    """Trials with a positive control: A's own replay returned a canary, and the other one was made."""
    for trial in trials:
        own = trial.first("own")
        if own is not None and echo.shown(own) and trial.first(role) is not None:
            yield trial


def _ground_notes(facts: Facts, summary: Seen[ReplaySummary] | None) -> Iterator[Note]:
    """Whether there was anything to replay, and what of it could not be walked."""
    if summary is None:
        yield note("not_replayed")
    elif not summary.fact.accounts:
        known = login_exists(facts.candidate, shown_pages(facts))
        crawls = facts.all(Crawl)
        bounded = not crawls or any(seen.fact.truncated for seen in crawls)
        yield note("no_account", summary) if known or bounded else note("no_data_sent", summary)
    elif summary.fact.refused:
        yield note("journey_refused", summary, journeys=", ".join(summary.fact.refused))


def _summary(facts: Facts, purpose: str) -> Seen[ReplaySummary] | None:
    return next((seen for seen in facts.all(ReplaySummary) if seen.fact.purpose == purpose), None)
