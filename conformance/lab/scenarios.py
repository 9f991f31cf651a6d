"""The scenarios that the lab can play (``scenarios.yaml``), typed."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Literal

import msgspec
import yaml

Words = dict[Literal["en", "fr"], str]
Step = Literal[
    "authorization_response",
    "token_response",
    "business_response",
    "write_response",
    "read_response",
    "session_response",
]
OPERATIONS: Mapping[Step, frozenset[str]] = {
    "authorization_response": frozenset(("authorize",)),
    "token_response": frozenset(("token",)),
    "business_response": frozenset(("read", "write")),
    "write_response": frozenset(("write",)),
    "read_response": frozenset(("read",)),
    "session_response": frozenset(("read", "write", "token")),
}
"""The endpoints whose answers each step is about; ``session_response``: business calls and refreshes."""


class Scenario(msgspec.Struct, frozen=True, kw_only=True):
    """One scripted exchange: what the space does, what a right client does, and what shows it.

    ``step`` is the answer concerned; ``actor`` who does the unusual thing; ``scope`` whom it touches. ``lasting``: it
    applies to every such answer until it ends, not to the first alone. ``instead``: the space is not asked at all.
    ``audit_only``: what is unusual lies outside the lab (a certificate, a person's choice), so no console can play it.
    """

    id: str
    title: Words
    step: Step
    actor: Literal["space", "person"]
    scope: Literal["person", "client", "issuer"]
    space: Words
    right_client: Words
    shown_by: Words
    source: str
    lasting: bool = False
    instead: bool = False
    audit_only: bool = False


@cache
def scenarios() -> Mapping[str, Scenario]:
    """Return every scenario by its id. Raises ``msgspec.ValidationError`` when the file is wrong."""
    text = files(__package__).joinpath("scenarios.yaml").read_text(encoding="utf-8")
    found = msgspec.convert(yaml.safe_load(text), tuple[Scenario, ...])
    by_id = {one.id: one for one in found}
    if len(by_id) < len(found):
        raise msgspec.ValidationError("two scenarios of scenarios.yaml have the same id")
    return by_id
