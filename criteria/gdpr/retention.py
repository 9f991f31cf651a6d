"""What GDP-14 states: a period for every category, published on the notice, and kept by the cookies."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from criteria.candidate import Candidate
from criteria.check import Note, Seen, note
from criteria.crawled import Site
from criteria.facts.dossier import Declaration
from criteria.facts.dossier_inventory import InventoryItem, Period
from criteria.facts.dossier_words import core
from criteria.facts.durations import durations_in, ends_with_browser, is_vague, names_event, same_periods
from criteria.facts.http import SetCookie
from criteria.facts.http.urls import host_of
from criteria.gdpr.notice_quotes import Notices, doubtful, on_notice
from criteria.security.first_party import is_first_party

DAY = 86_400
FEWEST = 15
"""Letters and digits that a quote of the notice must have: a bare « 12 mois » stands there for anything."""


def period_notes(
    said: Seen[Declaration], inventory: Sequence[InventoryItem], table: Sequence[Period]
) -> Iterator[Note]:
    """Categories of the inventory without a row, and rows from which no period can be worked out."""
    known = {core(row.category) for row in table}
    for category in sorted({item.row for item in inventory}):
        if not category:
            yield note("no_category", said)
        elif core(category) not in known:
            yield note("no_row", said, category=category)
    for row in table:
        words = f"{row.period} {row.criterion}".strip()
        if any(durations_in(words)) or names_event(words):
            continue
        if not words or is_vague(words):
            yield note("no_period", said, category=row.category, words=words[:200] or "—")
        else:
            yield note("period_unclear", said, category=row.category, words=words[:200])


def publication_notes(said: Seen[Declaration], table: Sequence[Period], site: Site, notices: Notices) -> Iterator[Note]:
    """Rows whose period the notice does not give, or gives otherwise."""
    unsure = doubtful(site, notices)
    for row in table:
        period = row.period or row.criterion
        about = {"category": row.category, "words": (row.published or period)[:200]}
        if on_notice(row.published or period, notices):
            if len(core(row.published)) < FEWEST:
                yield note("no_published", said, **about)
            elif any(durations_in(row.period)) and not same_periods(row.period, row.published):
                yield note("published_differs", said, **about, period=row.period)
        elif period:
            clause = "publication_unclear" if unsure else "not_published"
            yield note(clause, said, *(unsure or notices), **about)


def cookie_notes(
    said: Seen[Declaration], table: Sequence[Period], cookies: Sequence[Seen[SetCookie]], candidate: Candidate
) -> Iterator[Note]:
    """Cookies of the service that outlive the period of their row; one note for each cookie."""
    rows = {name: row for row in table for name in row.cookies}
    own = [seen for seen in cookies if is_first_party(host_of(seen.fact.url), candidate)]
    for name in sorted({seen.fact.name for seen in own} & rows.keys()):
        lives = {_seconds(seen): seen for seen in own if seen.fact.name == name}
        longest = max(lives)
        yield from _outliving(said, rows[name], lives[longest], longest)


def _outliving(said: Seen[Declaration], row: Period, seen: Seen[SetCookie], seconds: float) -> Iterator[Note]:
    words = row.period or row.criterion
    allowed = max((one.most * DAY for one in durations_in(words)), default=0.0)
    about = {"cookie": seen.fact.name, "days": f"{seconds / DAY:.1f}", "period": words}
    if seconds > 0 and not allowed and not ends_with_browser(words):
        yield note("cookie_unclear", said, seen, **about)
    elif seconds > allowed * 1.001 + 60:
        yield note("cookie_outlives", said, seen, **about)


def _seconds(seen: Seen[SetCookie]) -> float:
    """How long a browser keeps the cookie from the look on; 0 for one that ends with it (RFC 6265 section 5.3)."""
    if seen.fact.max_age is not None:
        return max(0.0, float(seen.fact.max_age))
    try:
        until = parsedate_to_datetime(seen.fact.expires.replace("-", " "))
    except (ValueError, OverflowError):
        return 0.0
    aware = until if until.tzinfo else until.replace(tzinfo=UTC)
    return max(0.0, (aware - datetime.fromisoformat(seen.observation.at)).total_seconds())
