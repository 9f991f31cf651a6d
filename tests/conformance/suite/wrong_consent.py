"""Wrong spaces: what the person allows and takes back."""

from __future__ import annotations

from typing import Any

from conformance.space import (
    authorize,
)
from conformance.space.consents import Consents
from tests.conformance.suite.altering import Passing, words
from tests.conformance.suite.wrong_space import Wrong, around, replaced


def _ticked(passing: Passing) -> None:
    passing.body = passing.body.replace(b'type="checkbox"', b'type="checkbox" checked')


def _disconnect_all(disconnect: Any) -> Any:
    def everything(self: Any, client_id: str, login: str) -> None:
        for row in self._pairings.of(login):
            disconnect(self, row.client_id, login)

    return everything


def _disconnect_half(_disconnect: Any) -> Any:
    def consents_only(self: Any, client_id: str, login: str) -> None:
        """Withdraw every consent, and leave the tokens alive."""
        for action in ("write", "read"):
            self.withdraw(client_id, login, "MESURES", action)

    return consents_only


WRONG_CONSENTS = (
    Wrong(name="boxes-ticked", breaks="consent.nothing-ticked", change=_ticked),
    Wrong(
        name="forged-form",
        breaks="consent.not-by-forged-form",
        patch=replaced(authorize, "right_form", lambda *_: True),
    ),
    Wrong(
        name="consent-unchecked",
        breaks="consent.writing-withdrawn-next-call",
        patch=replaced(Consents, "covered", lambda *_: None),
        too=(
            "consent.reading-withdrawn-next-call",
            "consent.read-only",
            "consent.write-only",
            "consent.narrowed-next-call",
        ),
        why="no consent is looked at, and the scope alone refuses in other words",
    ),
    Wrong(
        name="withdrawal-without-effect",
        breaks="consent.writing-withdrawn-next-call",
        patch=replaced(Consents, "withdraw", lambda *_, **__: None),
        too=("consent.reading-withdrawn-next-call",),
        why="one function withdraws both",
    ),
    Wrong(
        name="disconnection-keeps-tokens",
        breaks="consent.disconnected-no-refresh",
        patch=around(Consents, "disconnect", _disconnect_half),
    ),
    Wrong(
        name="disconnection-of-all", breaks="consent.of-one-app", patch=around(Consents, "disconnect", _disconnect_all)
    ),
    Wrong(
        name="other-words-of-consent",
        breaks="consent.write-only",
        change=words("Consent not given, access refused.", "No consent."),
        too=(
            "consent.read-only",
            "consent.narrowed-next-call",
            "consent.writing-withdrawn-next-call",
            "consent.reading-withdrawn-next-call",
        ),
        why="each clause on consent is told in these words",
    ),
)
