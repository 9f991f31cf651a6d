"""The scenarios that the lab can play (``scenarios.yaml``), typed."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Literal

import msgspec
import yaml

Words = dict[Literal["en", "fr"], str]
Step = Literal["authorization_response", "token_response", "business_response"]


class Scenario(msgspec.Struct, frozen=True, kw_only=True):
    """One scripted exchange: what the space does, what a right client does, and what shows it.

    ``step`` is the answer concerned; ``actor`` who does the unusual thing; ``scope`` whom it touches.
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


@cache
def scenarios() -> Mapping[str, Scenario]:
    """Return every scenario by its id. Raises ``msgspec.ValidationError`` when the file is wrong."""
    text = files(__package__).joinpath("scenarios.yaml").read_text(encoding="utf-8")
    return {one.id: one for one in msgspec.convert(yaml.safe_load(text), tuple[Scenario, ...])}
