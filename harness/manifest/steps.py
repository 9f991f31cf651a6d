"""What a person does at the candidate, as declared steps, and where the candidate's mail to them arrives."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

Method = Literal["GET", "POST", "PUT", "PATCH", "DELETE"]


class StepFile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A file that goes up in ``field`` of a form, under ``name``, declared as ``type``.

    ``content`` is its text with placeholders, or ``${sample.KIND.CANARY}`` alone: a small sound file of the audit that
    holds this canary (see ``harness/sample_files.py``). ``limit`` is the size in bytes that the app says to accept.
    """

    field: str
    name: str
    type: str
    content: str
    limit: int = 0


class Step(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One HTTP act of a person: a form (with a ``file``: as multipart/form-data), or ``json`` as the body, with these
    header fields.

    The path and their values may hold the placeholders of ``harness/probes/exchange/placeholders.py``. ``keep`` names
    values that later steps and journeys of the same person need (``{totp: "${form.secret}"}``), read from this step's
    answer and then known as ``${kept.NAME}``; what is kept as ``totp`` is the seed of ``${account.totp}``."""

    path: str
    method: Method = "GET"
    form: dict[str, str] = {}
    json: dict[str, Any] | None = None
    headers: dict[str, str] = {}
    file: StepFile | None = None
    expect_status: int = 0
    expect_text: str = ""
    keep: dict[str, str] = {}


Journey = tuple[Step, ...]


class Interface(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The candidate's own interface: where its OpenAPI document lies, how a signed-in person gets what its requests
    need (``steps``, whose ``keep`` may hold a token), and the header fields of these requests."""

    openapi: str
    steps: Journey = ()
    headers: dict[str, str] = {}


class MailPlace(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where the audit takes the mail that the candidate sends to its accounts (``HOST:PORT`` on this machine, SMTP)."""

    listen: str
