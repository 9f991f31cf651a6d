"""Everything that was exchanged at the space, in order."""

from __future__ import annotations

from collections.abc import Callable
from threading import Condition

import msgspec

Headers = tuple[tuple[str, str], ...]


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """An HTTP answer: status, headers as sent, whole body; ``cut`` when it breaks off before its announced length."""

    status: int
    headers: Headers
    body: bytes
    cut: bool = False

    def header(self, name: str) -> str:
        """Return the first header of this name (any case), or an empty string."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), "")


class Exchange(msgspec.Struct, frozen=True, kw_only=True):
    """One exchange at the space, as it was on the wire.

    ``operation`` names the endpoint (``authorize``, ``token``, ``write``...). ``person`` (login) and ``client``
    (client_id) are empty while unknown. ``scenario`` and ``step`` are those of the play that was on for this person.
    ``right`` is the space's own answer, when the lab altered it; ``instead`` says that the lab answered and that the
    space was not asked.
    ``at`` is UTC, RFC 3339 with milliseconds; ``mono_ns`` the monotonic clock, both when the request came.
    """

    operation: str
    method: str
    url: str
    request_headers: Headers
    request_body: bytes
    answer: Answer
    at: str
    mono_ns: int
    person: str = ""
    client: str = ""
    scenario: str = ""
    step: str = ""
    right: Answer | None = None
    instead: bool = False
    number: int = -1

    @property
    def altered(self) -> bool:
        """Whether this is not the space's own answer."""
        return self.instead or self.right is not None


Listener = Callable[[Exchange], None]
Wanted = Callable[[Exchange], bool]


class Journal:
    """A list of exchanges that many threads may read. An exchange is in it before its answer reaches the caller."""

    def __init__(self) -> None:
        self._exchanges: list[Exchange] = []
        self._listeners: list[Listener] = []
        self._changed = Condition()

    def __len__(self) -> int:
        return len(self._exchanges)

    def since(self, number: int = 0) -> tuple[Exchange, ...]:
        """Return the exchanges from this number on."""
        with self._changed:
            return tuple(self._exchanges[number:])

    def listen(self, listener: Listener) -> None:
        """Call ``listener`` with every exchange to come, in the space's own thread: it must be quick."""
        self._listeners.append(listener)

    def add(self, exchange: Exchange) -> Exchange:
        """Write down an exchange; return it with its number, which is its place."""
        with self._changed:
            numbered = msgspec.structs.replace(exchange, number=len(self._exchanges))
            self._exchanges.append(numbered)
            self._changed.notify_all()
        for listener in tuple(self._listeners):
            listener(numbered)
        return numbered

    def wait(self, wanted: Wanted, seconds: float, since: int = 0) -> Exchange | None:
        """Return the first wanted exchange from ``since`` on, as soon as there is one; ``None`` after ``seconds``."""

        def found() -> Exchange | None:
            return next((one for one in self._exchanges[since:] if wanted(one)), None)

        with self._changed:
            return self._changed.wait_for(found, seconds)
