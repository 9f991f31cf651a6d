"""What a person does at the candidate, as declared steps, and where the candidate's mail to them arrives."""

from __future__ import annotations

from typing import Any, Literal

import msgspec


class Step(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One HTTP act of a person: a form, or ``json`` as the body, with these header fields.

    Their values may hold the placeholders of ``harness/probes/exchange/placeholders.py``."""

    path: str
    method: Literal["GET", "POST"] = "GET"
    form: dict[str, str] = {}
    json: dict[str, Any] | None = None
    headers: dict[str, str] = {}
    expect_status: int = 0
    expect_text: str = ""


Journey = tuple[Step, ...]


class MailPlace(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where the audit takes the mail that the candidate sends to its accounts (``HOST:PORT`` on this machine, SMTP)."""

    listen: str
