"""What a person does at the candidate, as declared steps, and where the candidate's mail to them arrives."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

Method = Literal["GET", "POST", "PUT", "PATCH", "DELETE"]


class Step(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One HTTP act of a person: a form, or ``json`` as the body, with these header fields.

    Their values may hold the placeholders of ``harness/probes/exchange/placeholders.py``. ``keep`` names values that
    later steps and journeys of the same person need (``{totp: "${form.secret}"}``), read from this step's answer and
    then known as ``${kept.NAME}``; what is kept as ``totp`` is the seed of ``${account.totp}``."""

    path: str
    method: Method = "GET"
    form: dict[str, str] = {}
    json: dict[str, Any] | None = None
    headers: dict[str, str] = {}
    expect_status: int = 0
    expect_text: str = ""
    keep: dict[str, str] = {}


Journey = tuple[Step, ...]


class MailPlace(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where the audit takes the mail that the candidate sends to its accounts (``HOST:PORT`` on this machine, SMTP)."""

    listen: str
