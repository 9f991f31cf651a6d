"""What one synthetic person knows and says: login, password, codes, and what pages gave them to keep."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date

from harness.probes.exchange.placeholders import Value
from harness.probes.exchange.step_request import mailed_code
from harness.probes.person.authenticator import Authenticator
from harness.probing import ProbeRoom

KEPT = "kept."
GROWN_UP = date(1980, 5, 17)
"""When everybody was born who is not said to be younger."""
BIRTH = {"date": "%Y-%m-%d", "year": "%Y", "month": "%m", "day": "%d"}
Change = Callable[[Callable[[], Value | None]], Value | None]
"""What is said in place of a right value, which is only made (a mail read, a code used) when it is asked for."""


class Person:
    """One synthetic person: login, password, canaries, and what the steps of their journeys kept for later.

    ``name`` is ``a`` or ``b`` for the seeded accounts, ``fresh1`` and so on for those that signed up in this audit.
    """

    def __init__(
        self, room: ProbeRoom, name: str, login: str, password: str, canaries: dict[str, str], totp: str = ""
    ) -> None:
        self._room = room
        self.name = name
        self.login = login
        self.password = password
        self.canaries = canaries
        self.kept: dict[str, str] = {"totp": totp} if totp else {}
        self.born = GROWN_UP
        self.authenticator = Authenticator(totp) if totp else None
        self._chosen = ""
        self._instead: dict[str, Change] = {}
        self.said: dict[str, Value] = {}
        for value, kind in ((password, "password"), (totp, "totp_seed")):
            if value:
                room.redactor.add(value, kind)

    def known(self, name: str) -> Value | None:
        """The value of a placeholder that stands for something of this person; ``None`` when there is none.

        ``said`` remembers the last right value of each.
        """
        if name in self._instead:
            return self._instead[name](lambda: self._right(name))
        value = self._right(name)
        if value is not None:
            self.said[name] = value
        return value

    @contextmanager
    def saying(self, changes: Mapping[str, Change]) -> Iterator[None]:
        """While the block lasts, these placeholders give what the change makes of the right value."""
        self._instead = dict(changes)
        try:
            yield
        finally:
            self._instead = {}

    def _right(self, name: str) -> Value | None:
        kind, _, part = name.partition(".")
        match name:
            case "account.login":
                return self.login
            case "account.password":
                return self.password
            case "account.new_password":
                return self.new_password()
            case "account.totp":
                return self.code()
            case "mail.code":
                return mailed_code(self._room, self.login)
        if kind == "birth":
            return self.born.strftime(BIRTH[part])
        if kind == "canary":
            return self.canaries.get(part, "")
        return self.kept.get(part) if kind == "kept" else None

    def keep(self, name: str, value: Value) -> None:
        """Remember a value that a page gave; the seed of an authenticator is registered as a secret."""
        if name == "totp":
            self._room.redactor.add(str(value), "totp_seed")
            if self.authenticator is None or value != self.kept.get("totp"):
                self.authenticator = Authenticator(str(value))
        self.kept[name] = str(value)

    def code(self) -> str | None:
        """The next code of the authenticator (a right server takes each only once); ``None`` without one."""
        if self.authenticator is None:
            return None
        value = self.authenticator.code()
        self._room.redactor.add(value, "one_time_code")
        return value

    def new_password(self) -> str:
        """What the person chooses next in place of their password; ``renew`` makes it the password."""
        if not self._chosen:
            self._chosen = strong_password()
            self._room.redactor.add(self._chosen, "password")
        return self._chosen

    def renew(self) -> None:
        """The new password was taken."""
        self.password, self._chosen = self.new_password(), ""

    def forget_mail(self) -> None:
        """From now on only newer mail counts."""
        if self._room.around.mailbox:
            self._room.around.mailbox.forget(self.login)


def strong_password() -> str:
    """A long passphrase with every kind of character that a form may ask for."""
    return f"Cerf-{secrets.token_hex(8)}-{secrets.randbelow(90) + 10}!"
