"""What an answer of the space means for what was asked."""

from __future__ import annotations

import time
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any

from sample_apps.tensio.pairing.wire import Answer
from sample_apps.tensio.store.standing import READ, WRITE

DEFAULT_WAIT_SECONDS, LONGEST_WAIT_SECONDS = 30.0, 3600.0
CONSENT = ("consent",)
SUSPENDED = ("suspend", "suspens", "délist", "delist", "deref", "déréf")
MAX_TEXT = 2000


@dataclass(frozen=True)
class Verdict:
    """``kind`` is ``done``, ``refused`` (never again), ``later`` or ``stopped``; ``reason`` a key of the templates.

    ``stops`` are the purposes that end with it, ``wait`` the seconds before any other call (0 for none).
    """

    kind: str
    reason: str = ""
    stops: frozenset[str] = frozenset()
    wait: float = 0.0


DONE = Verdict("done")


def judged(answer: Answer, purpose: str) -> Verdict:
    """The verdict on a status; a 200 still has to be read."""
    return _by_status(answer.status, _text(answer.body), answer.retry_after, purpose)


def written(answer: Answer) -> Verdict:
    """The verdict on a transaction-response: every entry must say 200 or 201 (FHIR R4 3.1.0.11.2)."""
    entries = answer.body.get("entry")
    if answer.body.get("resourceType") != "Bundle" or answer.body.get("type") != "transaction-response":
        return Verdict("later", "unreadable")
    responses = [one.get("response") for one in entries if isinstance(one, dict)] if isinstance(entries, list) else []
    if not responses or len(responses) != len(entries or []):
        return Verdict("later", "unreadable")
    for response in responses:
        verdict = _of_entry(response)
        if verdict != DONE:
            return verdict
    return DONE


def _of_entry(response: object) -> Verdict:
    status = str(response.get("status", ""))[:3] if isinstance(response, dict) else ""
    if not (status.isascii() and status.isdigit() and len(status) == 3) or not isinstance(response, dict):
        return Verdict("later", "unreadable")
    outcome = response.get("outcome")
    verdict = _by_status(int(status), _text(outcome if isinstance(outcome, dict) else {}), "", WRITE)
    return Verdict("refused", "partial") if verdict.kind == "refused" else verdict


def _by_status(status: int, text: str, retry_after: str, purpose: str) -> Verdict:
    if status in (200, 201):
        return DONE
    if status == 401:
        return Verdict("later", "session")
    if status == 403:
        return _forbidden(text, purpose)
    if status in (429, 503):
        return Verdict("later", "asked_to_wait", wait=seconds_of(retry_after))
    if status < 400 or status >= 500 or status in (408, 425):
        return Verdict("later", "unconfirmed")
    return Verdict("refused", "conflict" if status == 409 else "invalid")


def _forbidden(text: str, purpose: str) -> Verdict:
    """A refusal of consent ends one purpose; any other refusal of a person or a service ends both."""
    if any(word in text for word in SUSPENDED):
        return Verdict("stopped", "suspended", frozenset({WRITE, READ}))
    if any(word in text for word in CONSENT):
        return Verdict("stopped", "consent", frozenset({purpose}))
    return Verdict("stopped", "mismatch", frozenset({WRITE, READ}))


def seconds_of(retry_after: str) -> float:
    """The wait that Retry-After asks for (RFC 9110 10.2.3: seconds or an HTTP date), within an hour."""
    try:
        if retry_after.strip().isdigit():
            wanted = float(retry_after[:12])
        else:
            wanted = parsedate_to_datetime(retry_after).timestamp() - time.time()
    except (ValueError, TypeError, IndexError, OverflowError):
        wanted = DEFAULT_WAIT_SECONDS
    return min(max(wanted, 0.0), LONGEST_WAIT_SECONDS)


def _text(outcome: dict[str, Any]) -> str:
    """What an OperationOutcome says, in lower case."""
    issues = outcome.get("issue")
    said = []
    for issue in issues[:20] if isinstance(issues, list) else []:
        if isinstance(issue, dict):
            details = issue.get("details")
            said += [issue.get("diagnostics"), details.get("text") if isinstance(details, dict) else None]
    return " ".join(one[:MAX_TEXT] for one in said if isinstance(one, str)).lower()
