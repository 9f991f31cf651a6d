"""Whether the candidate has a sign-in at all, and which recorded pages lie behind it."""

from __future__ import annotations

from collections.abc import Sequence

from criteria.candidate import Candidate
from criteria.security.framing import asks_password, sign_in_address
from criteria.security.shown_pages import Shown

SIGNED_IN = "signed_in"


def login_exists(candidate: Candidate, shown: Sequence[Shown]) -> bool:
    """Whether the manifest speaks of a sign-in or a recorded page asks for a password."""
    declared = candidate.accounts or "sign_in" in candidate.journeys or candidate.pages.get("sign_in")
    return bool(declared) or any(asks_password(one.page) for one in shown)


def authenticated_pages(candidate: Candidate, shown: Sequence[Shown]) -> list[Shown]:
    """Pages that an account was shown. One that sends it back to the sign-in page is none."""
    sign_in = sign_in_address(candidate)
    return [one for one in shown if _is_behind(one, sign_in)]


def _is_behind(shown: Shown, sign_in: str) -> bool:
    answer = shown.exchange.fact
    if answer.purpose != SIGNED_IN or not 200 <= answer.status < 300:
        return False
    return bool(answer.tags.get("canary")) or (shown.url != sign_in and not asks_password(shown.page))
