"""What a person tried to do with their own data, as the probe of rights writes it (observation kind ``rights.act``)."""

from __future__ import annotations

import msgspec

ACT_KIND = "rights.act"
PURPOSE = "rights."
"""What the purpose of every exchange of this probe begins with; its tag ``stage`` says at what point it was made."""


TOO_MANY, BROKEN = 429, 500


def says_nothing(status: int) -> bool:
    """Whether an answer tells nothing of what is allowed or kept: none at all, no time, or a server that fails."""
    return status == 0 or status == TOO_MANY or status >= BROKEN


class Act(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One journey that was tried, or that the manifest does not declare.

    ``stage`` names the point of the look (``given``, ``withdrawn``...), ``person`` is the context of the exchanges.
    ``outcome`` is ``accepted``, ``refused``, ``form_missing``, ``no_answer`` (at ``step`` of ``steps``), ``seen`` (no
    journey, only pages were visited) or ``not_declared``. ``canaries`` are what the person knew at this moment, by
    name, ``borne`` the names of those that the steps bear. ``age`` is in whole years, 0 when it does not matter;
    ``field`` names a control that was left alone.
    """

    act: str
    stage: str
    person: str = ""
    outcome: str = ""
    step: int = 0
    steps: int = 0
    status: int = 0
    url: str = ""
    detail: str = ""
    canaries: dict[str, str] = {}
    borne: tuple[str, ...] = ()
    age: int = 0
    field: str = ""

    @property
    def accepted(self) -> bool:
        """Whether the journey was walked to its end."""
        return self.outcome == "accepted"

    @property
    def sent_away(self) -> bool:
        """Whether some step answered no, and not because the server was busy or failed. Where the same journey lets
        somebody else in, that is meant for this person."""
        return self.outcome == "refused" and not says_nothing(self.status)

    @property
    def declined(self) -> bool:
        """Whether the last step answered no, which is the app's own decision."""
        return self.outcome == "refused" and self.step == self.steps
