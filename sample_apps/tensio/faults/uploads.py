"""Faults of files that come in, and variants that only look like one."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from sample_apps.tensio.build import Build
from sample_apps.tensio.faults.objects import objects
from sample_apps.tensio.faults.replacing import Fault
from sample_apps.tensio.files import KNOWN_MALWARE, Refusal, checked
from sample_apps.tensio.objects import own_document
from sample_apps.tensio.store.accounts import Account
from sample_apps.tensio.store.documents import Document, Documents

PNG = b"\x89PNG\r\n\x1a\n"


def believed(declared: str, content: bytes) -> str | Refusal:
    """The type is what the sender says."""
    return declared or "application/octet-stream"


def believed_if_clean(declared: str, content: bytes) -> str | Refusal:
    """Likewise, but for known malware."""
    return "malware" if any(mark in content for mark in KNOWN_MALWARE) else believed(declared, content)


def with_png(declared: str, content: bytes) -> str | Refusal:
    """One more type is taken, by its content."""
    return "image/png" if content.startswith(PNG) else checked(declared, content)


def taken_then_scanned(declared: str, content: bytes) -> str | Refusal:
    """Known malware comes in at first, as the PDF that its name says."""
    return "application/pdf" if any(mark in content for mark in KNOWN_MALWARE) else checked(declared, content)


def inline(document: Document) -> Mapping[str, str]:
    """Shown in the browser under its type."""
    return {"Content-Type": document.type, "X-Content-Type-Options": "nosniff"}


class _Scanner:
    """Takes malware away once it has been looked at: the scan is late."""

    def __init__(self) -> None:
        self._seen: set[str] = set()

    def found(self, documents: Documents, account: Account | None, document_id: str) -> Document | None:
        document = own_document(documents, account, document_id)
        if document is None or document_id not in self._seen:
            self._seen.add(document_id)
            return document
        if any(mark in documents.content(document) for mark in KNOWN_MALWARE):
            documents.remove(document)
            return None
        return document


def scans_later(build: Build) -> None:
    """Malware is found a moment after the upload."""
    objects(checked=taken_then_scanned, file=_Scanner().found)(build)


def name_escapes(build: Build) -> None:
    """Files are also laid into a folder under the name that they were given, beside the folder of public files."""
    objects(kept_in_folder=True, stored_name=lambda given, kind: given)(build)
    folder = build.settings.data / "fichiers"

    async def answer(request: Request) -> Response:
        wanted = folder / Path(request.url.path).name
        if not wanted.is_file():
            raise HTTPException(404)
        return FileResponse(wanted)

    build.routes.append(Route("/{name:str}.pdf", answer))


FAULTS: Mapping[str, Fault] = {
    "upload_unscreened": objects(checked=believed),
    "upload_shown_inline": objects(checked=believed_if_clean, served=inline),
    "upload_without_limit": objects(largest=1 << 30),
    "upload_name_escapes": name_escapes,
    "upload_scanned_late": scans_later,
    "upload_takes_png": objects(checked=with_png),
}
