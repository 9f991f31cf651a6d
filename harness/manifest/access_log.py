"""The vendor's log of security events, as the manifest describes it."""

from __future__ import annotations

import msgspec

from criteria.log_record import LogShape


class LogFields(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The members of an entry by what they mean; a path with dots for a member inside a member."""

    time: str = "time"
    actor: str = "actor"
    action: str = "action"
    object: str = "object"
    outcome: str = "outcome"


class LogOutcomes(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which values of the outcome say that an act was done, and which that it was refused."""

    done: tuple[str, ...] = ("success",)
    refused: tuple[str, ...] = ("failure",)


class AccessLog(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``file``: JSON lines beside the manifest. ``actions``: its names for ``sign_in``, ``read`` and journeys."""

    file: str
    actions: dict[str, tuple[str, ...]]
    fields: LogFields = LogFields()
    outcomes: LogOutcomes = LogOutcomes()

    def shape(self) -> LogShape:
        """What the evidence keeps of it."""
        return LogShape(
            **msgspec.to_builtins(self.fields),
            actions=self.actions,
            outcomes={"done": self.outcomes.done, "refused": self.outcomes.refused},
        )
