"""Which pages are personal (shown to a signed-in person): advertising there is judged by CON-04."""

from __future__ import annotations

from criteria.browser_record import Placed

ANONYMOUS = "anonymous"


def is_personal(placed: Placed) -> bool:
    """Whether the page was shown to a signed-in person."""
    return placed.context != ANONYMOUS and placed.state == "account"
