"""From a declared step to what is sent: a form, a JSON body or a query, and the declared header fields."""

from __future__ import annotations

import json
from collections.abc import Mapping
from urllib.parse import quote, urlencode

import msgspec

from criteria.http_exchange import Headers
from harness.manifest.steps import Method, Step, StepFile
from harness.net import Answer
from harness.probes.exchange.placeholders import PLACEHOLDER, Known, Unfilled, filled, filled_json, inside_json
from harness.probing import ProbeRoom
from harness.sample_files import SAMPLE, sample_file

FORM_TYPE = "application/x-www-form-urlencoded"
JSON_TYPE = "application/json"
MAIL = "mail.code"
BOUNDARY = "probant-form-data-9f61c2d7"
MULTIPART = f"multipart/form-data; boundary={BOUNDARY}"


class StepRequest(msgspec.Struct, frozen=True):
    """One request without its redirects. ``url`` has the query already."""

    method: Method
    url: str
    headers: Headers
    body: bytes


def step_request(step: Step, url: str, known: Known) -> StepRequest:
    """What ``step`` sends to ``url``. Raises ``Unfilled`` when a placeholder stands for nothing."""
    fields = {name: filled(value, known) for name, value in step.form.items()}
    form = urlencode(fields)
    extra = tuple((name, _one_line(filled(value, known))) for name, value in step.headers.items())
    if step.method == "GET" or (step.method == "DELETE" and step.json is None and not form):
        address = f"{url}{'&' if '?' in url else '?'}{form}" if form else url
        return StepRequest(step.method, address, extra, b"")
    if step.file is not None:
        body = _multipart(fields, step.file, known)
        return StepRequest(step.method, url, (("Content-Type", MULTIPART), *extra), body)
    if step.json is None:
        return StepRequest(step.method, url, (("Content-Type", FORM_TYPE), *extra), form.encode())
    text = json.dumps(filled_json(step.json, known), ensure_ascii=False)
    return StepRequest(step.method, url, (("Content-Type", JSON_TYPE), *extra), text.encode())


def path_of(step: Step, known: Known) -> str:
    """The path of a step; a value in it is one segment, whatever it holds. Raises ``Unfilled``."""
    return PLACEHOLDER.sub(lambda found: quote(filled(found[0], known), safe=""), step.path)


def _multipart(fields: Mapping[str, str], file: StepFile, known: Known) -> bytes:
    """A form with a file (RFC 7578); names are escaped as browsers do."""
    parts = [f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{_quoted(name)}"\r\n\r\n{value}\r\n'.encode()
             for name, value in fields.items()]
    about = f'name="{_quoted(file.field)}"; filename="{_quoted(filled(file.name, known))}"'
    head = f"--{BOUNDARY}\r\nContent-Disposition: form-data; {about}\r\nContent-Type: {file.type}\r\n\r\n"
    return b"".join([*parts, head.encode(), content_of(file, known), f"\r\n--{BOUNDARY}--\r\n".encode()])


def content_of(file: StepFile, known: Known) -> bytes:
    """The bytes of a declared file. Raises ``Unfilled``."""
    sample = SAMPLE.fullmatch(file.content)
    if sample is None:
        return filled(file.content, known).encode()
    made = sample_file(sample[1], str(known(f"canary.{sample[2]}") or "") if sample[2] else "", file.limit)
    if made is None:
        raise Unfilled(f"sample.{sample[1]}")
    return made


def _quoted(name: str) -> str:
    return name.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")


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
