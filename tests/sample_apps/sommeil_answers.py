"""Answers of the space that are not the right ones, for Sommeil to meet."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from tests.sample_apps.sommeil_bench import Said


def error(status: int, text: str = "", **headers: str) -> Callable[[Said], None]:
    """Say this instead of what the space says."""

    def change(said: Said) -> None:
        issue = {"severity": "error", "code": "processing", "diagnostics": text}
        said.status, said.answer = status, json.dumps({"resourceType": "OperationOutcome", "issue": [issue]}).encode()
        more = ((name.replace("_", "-").encode(), value.encode()) for name, value in headers.items())
        said.headers = (*said.headers, *more)

    return change


NO_CONSENT = error(403, "Consent not given, access refused.")
MISMATCH = error(403, "idPe requested do not match authorized idPe.")
NOT_VALID = error(422, "Observation resource not valid.")
BUSY = error(429, retry_after="3600")


def cut(said: Said) -> None:
    said.cut = True


def too_large(said: Said) -> None:
    said.answer += b" " * 2_000_000


def nonsense(said: Said) -> None:
    said.answer = b"[" * 100_000


def once(change: Callable[[Said], None]) -> Callable[[Said], None]:
    left = [change]
    return lambda said: left.pop()(said) if left else None


def doctored(change: Callable[[dict[str, Any]], None]) -> Callable[[Said], None]:
    """Change the Bundle that a search gives."""

    def on(said: Said) -> None:
        if said.path == "/fhir/Observation":
            bundle = json.loads(said.answer)
            change(bundle)
            said.answer = json.dumps(bundle).encode()

    return on


def every_member(name: str, value: Any) -> Callable[[Said], None]:
    return doctored(lambda bundle: [entry["resource"].update({name: value}) for entry in bundle["entry"]] and None)


# Each says whether the app is wrong in one way.
