"""From a declared step to what is sent: a form, a JSON body or a query, and the declared header fields."""

from __future__ import annotations

import json
from urllib.parse import urlencode

import msgspec

from criteria.http_exchange import Headers
from harness.manifest.steps import Method, Step
from harness.net import Answer
from harness.probes.exchange.placeholders import Known, filled, filled_json, inside_json
from harness.probing import ProbeRoom

FORM_TYPE = "application/x-www-form-urlencoded"
JSON_TYPE = "application/json"
MAIL = "mail.code"


class StepRequest(msgspec.Struct, frozen=True):
    """One request without its redirects. ``url`` has the query already."""

    method: Method
    url: str
    headers: Headers
    body: bytes


def step_request(step: Step, url: str, known: Known) -> StepRequest:
    """What ``step`` sends to ``url``. Raises ``Unfilled`` when a placeholder stands for nothing."""
    form = urlencode({name: filled(value, known) for name, value in step.form.items()})
    extra = tuple((name, _one_line(filled(value, known))) for name, value in step.headers.items())
    if step.method == "GET" or (step.method == "DELETE" and step.json is None and not form):
        address = f"{url}{'&' if '?' in url else '?'}{form}" if form else url
        return StepRequest(step.method, address, extra, b"")
    if step.json is None:
        return StepRequest(step.method, url, (("Content-Type", FORM_TYPE), *extra), form.encode())
    body = json.dumps(filled_json(step.json, known), ensure_ascii=False).encode()
    return StepRequest(step.method, url, (("Content-Type", JSON_TYPE), *extra), body)


def needs_mail(steps: tuple[Step, ...]) -> bool:
    """Whether any of these steps waits for a mail."""
    return any(f"${{{MAIL}}}" in part for step in steps for part in (*step.form.values(), json.dumps(step.json)))


def in_answer(answer: Answer | None, path: str) -> str | int | float | bool | None:
    """The value at ``path`` in a JSON answer; ``None`` when the answer is something else."""
    declared = (answer.values("content-type") or ("",))[0].lower() if answer else ""
    return inside_json(answer.body, path) if answer and "json" in declared else None


def mailed_code(room: ProbeRoom, login: str) -> str | None:
    """The newest code mailed to this address, registered as a secret; ``None`` when none came in time."""
    box = room.around.mailbox
    code = box.code(login) if box else None
    if code:
        room.redactor.add(code, "one_time_code")
    return code


def _one_line(value: str) -> str:
    """A header value: what an answer gave must not open another header field."""
    return "".join(letter for letter in value if letter.isprintable())[:2000]
