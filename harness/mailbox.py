"""A mailbox for one audit: takes the mail that a candidate sends to its seeded accounts, over SMTP, and forwards none.

What comes in is hostile: only mail to a known account is taken, of bounded size and number. Here nothing of it is read
but its plain text, for a six-digit code; the look ``outside.mail`` records the rest when everything else was looked at.
"""

from __future__ import annotations

import re
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.errors import MessageError
from email.message import EmailMessage
from urllib.parse import urlsplit

import msgspec
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from harness.errors import ConfigurationError

WAIT_S = 10.0
"""Longest wait for a mail (an event, not a pause)."""
LARGEST_MAIL = 512 * 1024
MOST_MAILS = 50
"""Codes kept for each account; older ones make room."""
MOST_MESSAGES, MOST_BYTES = 500, 8 * 1024 * 1024
"""Messages kept whole for the record, and their bytes in all; later ones are counted alone."""
MOST_TEXT = 64 * 1024
"""Bytes of a mail that are read for a code."""
MOST_ADDRESSES = 200
LOOPBACK = ("127.0.0.1", "::1", "localhost")
_CODE = re.compile(r"(?<!\d)(\d{3}) ?(\d{3})(?!\d)")


class Received(msgspec.Struct, frozen=True):
    """One message as it came: to which of the accounts, from whom by its envelope, and its bytes."""

    to: tuple[str, ...]
    envelope_from: str
    raw: bytes


class Mailbox:
    """The mail of the accounts, and the wait for it."""

    def __init__(self, accounts: Iterable[str]) -> None:
        self._kept: dict[str, deque[str]] = {login.lower(): deque(maxlen=MOST_MAILS) for login in accounts}
        self._messages: list[Received] = []
        self._left = 0
        self._came = threading.Condition()

    def expect(self, login: str) -> None:
        """Take mail to this address too: somebody signs up with it in this audit."""
        with self._came:
            if len(self._kept) < MOST_ADDRESSES:
                self._kept.setdefault(login.lower(), deque(maxlen=MOST_MAILS))

    def forget(self, login: str) -> None:
        """Drop what came for this account so far: only a newer mail counts from now on."""
        with self._came:
            self._kept.get(login.lower(), deque()).clear()

    def code(self, login: str, wait_s: float = WAIT_S) -> str | None:
        """The newest code that came for this account, each mail once; ``None`` when none comes in time."""
        mails = self._kept.get(login.lower())
        if mails is None:
            return None
        with self._came:
            self._came.wait_for(lambda: bool(mails), wait_s)
            newest = mails[-1] if mails else None
            mails.clear()
        return newest

    def take(self, recipients: Iterable[str], raw: bytes, envelope_from: str = "") -> None:
        """Keep a mail for the record, and its code, if it has one, for its recipients."""
        code = code_in(raw)
        with self._came:
            known = tuple(name for name in dict.fromkeys(map(str.lower, recipients)) if name in self._kept)
            self._keep(Received(known, envelope_from, raw))
            for name in known if code is not None else ():
                self._kept[name].append(code or "")
            self._came.notify_all()

    def _keep(self, one: Received) -> None:
        size = sum(len(kept.raw) for kept in self._messages)
        if len(self._messages) < MOST_MESSAGES and size + len(one.raw) <= MOST_BYTES:
            self._messages.append(one)
        else:
            self._left += 1

    def received(self, wait_s: float) -> tuple[tuple[Received, ...], int]:
        """Every message so far, waiting for a first one at most ``wait_s``; and how many more came than are kept."""
        with self._came:
            self._came.wait_for(lambda: bool(self._messages), wait_s)
            return tuple(self._messages), self._left

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Refuse mail to anybody but the accounts (RFC 5321 section 4.2.3)."""
        if address.lower() not in self._kept:
            return "550 No such mailbox here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Take one mail."""
        raw = envelope.content if isinstance(envelope.content, bytes) else b""
        self.take(envelope.rcpt_tos, raw, envelope.mail_from or "")
        return "250 OK"


def code_in(raw: bytes) -> str | None:
    """The first six-digit number in the plain text of a mail."""
    try:
        mail = message_from_bytes(raw[:MOST_TEXT], policy=policy.default)
        part = mail.get_body(("plain",)) if isinstance(mail, EmailMessage) else None
        text = str(part.get_content()) if part else ""
    except (MessageError, LookupError, ValueError, KeyError, AttributeError):
        return None
    found = _CODE.search(text)
    return found[1] + found[2] if found else None


@contextmanager
def listening(listen: str, accounts: Iterable[str]) -> Iterator[Mailbox | None]:
    """A mailbox at ``HOST:PORT`` while the block lasts; none when ``listen`` is empty.

    Raises ``ConfigurationError`` when it cannot listen there, or the address is not this machine's own.
    """
    if not listen:
        yield None
        return
    where = urlsplit(f"//{listen}")
    host, port = where.hostname or "", where.port or 0
    if host not in LOOPBACK:
        raise ConfigurationError("audit.mailbox_elsewhere", listen=listen)
    box = Mailbox(accounts)
    controller = Controller(box, hostname=host, port=port, data_size_limit=LARGEST_MAIL, ready_timeout=5.0)
    try:
        controller.start()
    except (OSError, TimeoutError) as error:
        raise ConfigurationError("audit.mailbox_closed", listen=listen, why=error) from error
    try:
        yield box
    finally:
        controller.stop()
