"""Faults of who reaches which object, and variants that only look like one."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sample_apps.tensio.build import Build
from sample_apps.tensio.faults.replacing import Fault
from sample_apps.tensio.pairing.keys import ClientKey
from sample_apps.tensio.store.accounts import Account
from sample_apps.tensio.store.documents import Document, Documents
from sample_apps.tensio.store.measures import Measure, Measures


def objects(**changes: Any) -> Fault:
    """A fault that replaces these decisions of the :class:`.ObjectPolicy`."""

    def fault(build: Build) -> None:
        build.objects = replace(build.objects, **changes)

    return fault


def any_measure(measures: Measures, account: Account, measure_id: str) -> Measure | None:
    """Whoever is signed in reaches any measure whose name they know."""
    return measures.find_any(measure_id)


def any_document(documents: Documents, account: Account | None, document_id: str) -> Document | None:
    """Whoever is signed in reaches any document."""
    return documents.find(document_id) if account else None


def open_document(documents: Documents, account: Account | None, document_id: str) -> Document | None:
    """Whoever knows its address reaches a document."""
    return documents.find(document_id)


def unverified_email(key: ClientKey, token: str) -> str:
    """What the token says, whoever signed it."""
    claims = [*token.split("."), ""][1]
    try:
        found = json.loads(base64.urlsafe_b64decode(claims + "=" * (-len(claims) % 4)))
    except ValueError:
        return ""
    return str(found.get("sub", "")) if isinstance(found, dict) else ""


FAULTS: Mapping[str, Fault] = {
    "report_of_anybody": objects(report=any_measure),
    "interface_of_anybody": objects(by_interface=any_measure),
    "renames_of_anybody": objects(renamed=any_document),
    "file_without_session": objects(file=open_document),
    "token_unverified": objects(owner_of_token=unverified_email),
    "renames_without_session": objects(renamed=open_document),
    "forbidden_not_hidden": objects(refused_status=403),
}
