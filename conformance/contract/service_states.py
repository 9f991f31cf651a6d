"""The states of a service (``service_states.yaml``), typed."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Literal

import msgspec

from conformance.contract.documents import document

State = Literal["EN_LIGNE", "HORS_LIGNE", "DEREFERENCEE", "PRESERIE", "SUSPENDUE"]


class StateRule(msgspec.Struct, frozen=True, kw_only=True):
    """What a state allows: who may pair, whether tokens are renewed, whether FHIR calls are answered."""

    title: dict[Literal["en", "fr"], str]
    pair: Literal["everyone", "pilots", "nobody"]
    refresh: bool
    exchange: bool
    ends_tokens: bool = False


class _States(msgspec.Struct, frozen=True):
    source: str
    states: dict[State, StateRule]


@cache
def service_states() -> Mapping[State, StateRule]:
    """Return what each state allows. Raises ``msgspec.ValidationError`` when the file is wrong."""
    return msgspec.convert(document("service_states.yaml"), _States).states
