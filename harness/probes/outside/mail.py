"""Records the mail that came to the audit's people while everything else was looked at."""

from __future__ import annotations

from criteria.facts.message import MESSAGE_KIND, MESSAGES_KIND, MessagesTaken
from criteria.fresh_person import FRESH_KIND, FreshPerson
from criteria.observation import Look
from harness.errors import LookFailed
from harness.mail_reading import read_message
from harness.mailbox import code_in
from harness.probes.person.one import Person
from harness.probing import ProbeRoom

WAIT_S = 2.0
"""Longest wait for a first message (an event, not a pause): apps write mail beside their answers."""


def run(look: Look, room: ProbeRoom) -> None:
    """One ``mail.message`` for each message, the disposable people who may be named in it, then ``mail.summary``.

    Raises ``LookFailed`` when the mailbox is not open. Codes in a message are secrets, whether anybody used them.
    """
    box = room.around.mailbox
    if box is None:
        raise LookFailed("gap.missing_input", input="mailbox")
    taken, left = box.received(WAIT_S)
    for one in taken:
        code = code_in(one.raw)
        for written in (code, f"{code[:3]} {code[3:]}") if code else ():
            room.redactor.add(written, "one_time_code")
        record, blobs = read_message(one.raw, one.to, one.envelope_from)
        room.observe(kind=MESSAGE_KIND, data=record, blobs=blobs, target=", ".join(one.to))
    for kept in room.around.kept.values():
        if isinstance(kept, Person) and kept.name.startswith("fresh"):
            person = FreshPerson(name=kept.name, login=kept.login, canaries=dict(kept.canaries))
            room.observe(kind=FRESH_KIND, data=person, target=kept.name)
    room.observe(kind=MESSAGES_KIND, data=MessagesTaken(taken=len(taken), left=left), target=look.target)
