"""Answers that tell nothing of what an app does with a request (RFC 9110 section 15, RFC 6585 section 4)."""

from __future__ import annotations

HELD_BACK = (429, 502, 503, 504)
"""The server had no time, or could not be reached behind its gateway."""
NOT_TRIED = (0, 401, 403, *HELD_BACK)
"""None at all, not allowed, or held back: what was sent was not looked at."""
