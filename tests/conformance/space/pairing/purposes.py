"""Purposes that a service might declare, for tests."""

from __future__ import annotations

from conformance.space.purposes import Action, Exchange, Purpose

FOLLOW, RESEARCH = "SUIVI", "RECHERCHE"


def purpose(code: str, label: str, **exchanges: tuple[str, ...]) -> Purpose:
    """Return a purpose; ``write`` and ``read`` name the measures (none: all)."""
    actions: tuple[Action, ...] = ("write", "read")
    return Purpose(
        code=code,
        label={"en": label, "fr": f"{label} (fr)"},
        description={"en": f"Why: {label}", "fr": f"Pourquoi : {label}"},
        exchanges=tuple(Exchange(action=one, categories=exchanges[one]) for one in actions if one in exchanges),
    )


def two() -> tuple[Purpose, ...]:
    """Following blood pressure (write and read), and research on steps (read)."""
    return (
        purpose(FOLLOW, "Follow", write=("blood_pressure",), read=("blood_pressure",)),
        purpose(RESEARCH, "Research", read=("steps_by_day",)),
    )
