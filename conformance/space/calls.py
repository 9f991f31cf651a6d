"""One FHIR call from end to end: answered or refused, and written down exactly once if one knows whom it concerns."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from conformance.space.accesses import Note, record
from conformance.space.answers import RefusedCall, outcome
from conformance.space.reading import RefusedBody, parse_fhir, read_body


class Call:
    """A call in progress. What it finds out about itself is left here, for the note.

    ``operation`` is a FHIR RESTful interaction (``search-type``, ``read``, ``transaction``…) or empty.
    """

    def __init__(self, request: Request, operation: str, kind: str = "") -> None:
        self.request, self.operation, self.kind = request, operation, kind
        self.state = request.app.state
        self.code = self.query = ""
        self.targets: tuple[str, ...] = ()
        self.noted = False

    def note(self, connection: Connection, status: int, error: str = "", targets: tuple[str, ...] = ()) -> None:
        """Write the note in the caller's transaction (which may be done again)."""
        note = Note(
            login=self._left("person"),
            client_id=self._left("client"),
            operation=self.operation,
            kind=self.kind,
            code=self.code,
            status=status,
            error=error,
            targets=targets or self.targets,
            query=self.query,
            request_id=self._left("request_id"),
        )
        record(connection, note, datetime.fromtimestamp(self.state.store.now(), UTC))

    @property
    def concerns_someone(self) -> bool:
        """Tell whether it is known whom the call concerns."""
        return bool(self._left("person"))

    def _left(self, name: str) -> str:
        """What was left in the request's state under a name."""
        return str(getattr(self.request.state, name, ""))


def answer(call: Call, work: Callable[[Call], Response]) -> Response:
    """Do ``work``; turn a refusal into an OperationOutcome; write the note unless ``work`` did (``call.noted``)."""
    status, error = 500, ""  # what is written down if the space itself fails
    try:
        response = work(call)
        status = response.status_code
    except RefusedCall as refused:
        response, error = outcome(*refused.issues, headers=refused.headers), refused.issues[0].error
        status = response.status_code
    finally:
        if not call.noted and call.concerns_someone:
            call.state.store.commit(lambda connection: call.note(connection, status, error))
    return response


def parse(call: Call, body: bytes | RefusedCall) -> Any:
    """Return the JSON value of a body that ``body_of`` read. Raises ``RefusedCall``."""
    if isinstance(body, RefusedCall):
        raise body
    try:
        return parse_fhir(body, call.state.settings.max_depth)
    except RefusedBody as refused:
        raise RefusedCall(refused.issue) from refused


async def body_of(request: Request, types: tuple[str, ...], limit: int) -> bytes | RefusedCall:
    """Return the body, or why it is not read: told only after it is known who calls."""
    try:
        return await read_body(request, types, limit)
    except RefusedBody as refused:
        return RefusedCall(refused.issue)
    except ClientDisconnect:
        return b""  # cut off: nobody waits for the answer, but the attempt is written down
