"""The hand of a person: guided journeys performed by somebody who is asked, each act recorded with its answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from criteria.facts.guided_step import STEP_KIND, GuidedStep
from criteria.text import Text
from harness.errors import LookFailed
from harness.guided.asker import Act, Reply
from harness.manifest.guided import Instruction, shown
from harness.probes.exchange.placeholders import Known, Unfilled
from harness.probes.exchange.step_request import MAIL
from harness.probes.exchange.telling import Told, parts, told
from harness.probing import ProbeRoom

EXPECTED = "guided.expected"
"""Where the number of acts that the look is expected to take is kept."""


class GuideEndedError(LookFailed):
    """Nobody confirms any more: the look ends here, and nothing else can mend it."""


class Hand:
    """The person of one ``account``, asked act by act in one look."""

    def __init__(self, room: ProbeRoom, account: str) -> None:
        self._room = room
        self.account = account
        self._total: int = room.around.kept.get(EXPECTED, 0)
        self._number = 0

    def perform(
        self, journeys: Sequence[str], known: Known, tags: Mapping[str, str], remarks: Sequence[Text] = ()
    ) -> None:
        """Have these guided journeys performed, in one act unless an instruction needs a fresh value.

        Raises ``LookFailed`` with the person's reason when they could not, ``GuideEndedError`` when nobody confirms.
        """
        said: list[Instruction] = [one for journey in journeys for one in self._room.manifest.guided[journey]]
        for part in parts(said):
            self._number += 1
            reply = self._asked(journeys, [self._told(one, known) for one in part], tags, remarks)
            self._require(journeys, reply)

    def _told(self, instruction: Instruction, known: Known) -> Told:
        try:
            return told(instruction, known)
        except Unfilled as error:
            if error.name == MAIL:
                raise LookFailed("exchange.no_mail", account=self.account) from error
            raise LookFailed("gap.missing_input", input=error.name) from error

    def _asked(
        self, journeys: Sequence[str], said: Sequence[Told], tags: Mapping[str, str], remarks: Sequence[Text]
    ) -> Reply:
        asker = self._room.around.asker
        if asker is None:
            raise GuideEndedError("gap.nobody_to_ask", input=f"guided.{journeys[0]}", look=self._room.look.id)
        asked_at = self._room.now()
        reply = asker.ask(
            Act(
                look=self._room.look.kind,
                number=self._number,
                total=max(self._total, self._number),
                person=f"{self.account} ({self._room.account(self.account).login})",
                journeys=tuple(journeys),
                instructions=tuple(one.shown for one in said),
                remarks=tuple(remarks),
            )
        )
        self._room.observe(
            kind=STEP_KIND,
            data=GuidedStep(
                tags=dict(tags),
                journeys=tuple(journeys),
                person=self.account,
                instructions=tuple(one.recorded.in_(asker.language) for one in said),
                number=self._number,
                asked_at=asked_at,
                outcome=reply.outcome,
                reason=shown(reply.reason),
            ),
        )
        return reply

    def _require(self, journeys: Sequence[str], reply: Reply) -> None:
        about = {"journeys": ", ".join(journeys), "number": self._number, "total": max(self._total, self._number)}
        if reply.outcome == "unanswered":
            raise GuideEndedError("exchange.guided_unanswered", **about)
        if reply.outcome == "stopped":
            raise GuideEndedError("exchange.guided_stopped", **about)
        if reply.outcome == "cannot":
            raise LookFailed("exchange.guided_cannot", journeys=about["journeys"], why=shown(reply.reason) or "-")
