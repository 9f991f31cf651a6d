"""Faults of the access log."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from sample_apps.tensio.build import Build

Fault = Callable[[Build], None]


def _log(**changes: Any) -> Fault:
    def fault(build: Build) -> None:
        build.log = replace(build.log, **changes)

    return fault


FAULTS: dict[str, Fault] = {
    "log_without_failures": _log(keeps=lambda entry: entry["outcome"] == "success"),
    "log_with_notes": _log(adds=lambda fields: {"note": fields["note"]} if "note" in fields else {}),
    "log_in_local_time": _log(clock=lambda: datetime.now().isoformat(timespec="milliseconds")),
    "log_with_more": _log(adds=lambda fields: {"fields": ", ".join(sorted(fields))}),
}
