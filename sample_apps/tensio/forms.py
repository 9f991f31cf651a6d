"""Reading what people submit: every form carries the token of the page that it came from."""

from __future__ import annotations

import hmac
import re

from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request

from sample_apps.tensio.site import site_of

EMAIL = re.compile(r"[^@\s<>\"]{1,64}@[^@\s<>\"]{1,190}\.[^@\s<>\".]{2,63}")


async def submitted(request: Request) -> dict[str, str]:
    """The fields of a form, trimmed. Raises ``HTTPException``: 403 when its token is not this browser's."""
    return _own_fields(request, await request.form(max_files=0, max_fields=30))


async def submitted_file(request: Request, field: str) -> tuple[dict[str, str], str, str, bytes]:
    """The fields of a form with a file: these, then the file's name, its declared type, and its bytes."""
    form = await request.form(max_files=1, max_fields=30)
    fields, file = _own_fields(request, form), form.get(field)
    if not isinstance(file, UploadFile):
        return fields, "", "", b""
    return fields, file.filename or "", file.content_type or "", await file.read()


def _own_fields(request: Request, form: FormData) -> dict[str, str]:
    fields = {name: value.strip() for name, value in form.items() if isinstance(value, str)}
    site = site_of(request)
    visitor = site.visitor(request)
    token = fields.pop("jeton", "")
    if not visitor.form_name or not hmac.compare_digest(token.encode(), site.form_token(visitor).encode()):
        raise HTTPException(403)
    request.state.fields = fields
    return fields


def whole_number(text: str) -> int:
    """A whole number of at most three digits; 0, which no measure can be, for any other text."""
    return int(text) if re.fullmatch(r"[0-9]{1,3}", text) else 0


def is_email(text: str) -> bool:
    """Whether a text looks like an e-mail address (a rough look: only a letter proves an address)."""
    return EMAIL.fullmatch(text) is not None


def page_number(request: Request) -> int:
    """The ``page`` of the query, from 1. Raises ``HTTPException(400)`` when it is no such number."""
    text = request.query_params.get("page", "1")
    if not re.fullmatch(r"[1-9][0-9]{0,3}", text):
        raise HTTPException(400)
    return int(text)
