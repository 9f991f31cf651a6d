"""One line that says what an observation is, for the reader of a finding."""

from __future__ import annotations

from typing import Any

from criteria.observation import Observation
from criteria.text import tamed


def summary(seen: Observation) -> str:
    """``GET https://app.example.fr/ -> 200`` for an exchange, else the kind and target."""
    if seen.kind in ("http.exchange", "space.exchange"):
        return tamed(_exchange(seen.data))
    return tamed(f"{seen.kind} {seen.target}".strip())


def _exchange(data: dict[str, Any]) -> str:
    request = data.get("request") or {}
    response = data.get("response") or {}
    outcome = response.get("status") or data.get("error") or "no answer"
    return f"{request.get('method', '?')} {request.get('url', '?')} -> {outcome}"
