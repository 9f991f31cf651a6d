"""Whether the candidate has a sign-in at all, and which recorded pages lie behind it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from criteria.candidate import Candidate
from criteria.check import Seen
from criteria.facts.html import Page
from criteria.security.framing import asks_password, sign_in_address
from criteria.security.shown_pages import Shown

SIGNED_IN = "signed_in"


def login_exists(candidate: Candidate, shown: Sequence[Shown]) -> bool:
    """Whether the manifest speaks of a sign-in or a recorded page asks for a password."""
    declared = candidate.accounts or "sign_in" in candidate.journeys or candidate.pages.get("sign_in")
    return bool(declared) or any(asks_password(one.page) for one in shown)


def unseen_behind(candidate: Candidate, pages: Iterable[Seen[Page]]) -> list[Seen[Page]] | None:
    """The pages that ask for a password, where the manifest gives no way in: what lies behind was not looked at.

    ``None`` when there is a way in, or no sign of a sign-in; empty when the manifest alone speaks of one.
    """
    if "sign_in" in candidate.journeys or "sign_up" in candidate.journeys:
        return None
    asking = [one for one in pages if asks_password(one.fact)]
    return asking if asking or candidate.accounts or candidate.pages.get("sign_in") else None


def authenticated_pages(candidate: Candidate, shown: Sequence[Shown]) -> list[Shown]:
    """Pages that an account was shown. One that sends it back to the sign-in page is none."""
    sign_in = sign_in_address(candidate)
    return [one for one in shown if _is_behind(one, sign_in)]


def _is_behind(shown: Shown, sign_in: str) -> bool:
    answer = shown.exchange.fact
    if answer.purpose != SIGNED_IN or not 200 <= answer.status < 300:
        return False
    return bool(answer.tags.get("canary")) or (shown.url != sign_in and not asks_password(shown.page))
