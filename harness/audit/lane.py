"""Running looks: each attempt is opened, made, and closed as observed or failed with its reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import ExitStack

from criteria.audit import EngineError
from criteria.observation import Close, Look
from criteria.runner import attempt
from harness.audit.events import Listener, LookClosed, LookOpened
from harness.audit.needs import require
from harness.clock import now
from harness.errors import LookFailed
from harness.looks import LookKind
from harness.probing import ProbeRoom, Surroundings

AWAITED = frozenset({"dossier.exercise_due"})
"""Reasons of a look that the vendor's answer would mend."""


class Lane:
    """Looks that run one after another at one subject. ``errors`` collects bugs of probes, ``awaited`` the looks that
    an answer of the vendor would mend."""

    def __init__(self, around: Surroundings, kinds: Mapping[str, LookKind], listener: Listener) -> None:
        self._around = around
        self._kinds = kinds
        self._listener = listener
        self.errors: list[EngineError] = []
        self.awaited: list[str] = []

    def run(self, looks: Sequence[Look], attempts: Mapping[str, int]) -> None:
        """Make every look; ``attempts`` says how often each was tried before."""
        with ExitStack() as closing:
            for look in looks:
                self._one(look, attempts.get(look.id, 0) + 1, closing)

    def _one(self, look: Look, number: int, closing: ExitStack) -> None:
        self._listener(LookOpened(look))
        self._around.writer.open_look(look.id, number, now())
        room = ProbeRoom(look, self._around, closing)
        reason, params = self._made(look, room)
        self.awaited += [look.id] if reason in AWAITED else []
        close = Close(
            look=look.id,
            outcome="failed" if reason else "observed",
            attempt=number,
            observations=tuple(room.observed),
            at=now(),
            reason=reason,
            params={name: room.redactor.text(value) for name, value in params.items()},
        )
        self._around.writer.close_look(close)
        self._listener(LookClosed(look, close))

    def _made(self, look: Look, room: ProbeRoom) -> tuple[str, dict[str, str]]:
        def make() -> LookFailed | None:
            try:
                require(look, room)
                self._kinds[look.kind].run(look, room)
            except LookFailed as failed:
                return failed
            return None

        result = attempt(look.id, make)
        if isinstance(result, EngineError):
            self.errors.append(result)
            return "gap.engine_error", {"error": result.error}
        return (result.reason, result.params) if result else ("", {})
