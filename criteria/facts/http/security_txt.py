"""``/.well-known/security.txt`` as RFC 9116 reads it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import msgspec

from criteria.facts.http.exchange import KIND, read_exchange
from criteria.facts.registry import Blob, extractor
from criteria.observation import Observation

PURPOSE = "security_txt"
MOST = 32 * 1024
"""Bytes read of one file."""
SCHEMES = ("mailto:", "https:", "tel:")


class SecurityTxt(msgspec.Struct, frozen=True, omit_defaults=True):
    """What one address answered: the addresses under ``Contact`` (section 2.5.3), and ``Expires`` as written."""

    url: str
    status: int = 0
    contacts: tuple[str, ...] = ()
    expires: str = ""

    @property
    def end(self) -> datetime | None:
        """The time of ``Expires``, ``None`` when it cannot be read."""
        try:
            found = datetime.fromisoformat(self.expires)
        except ValueError:
            return None
        return found if found.tzinfo else None


@extractor(SecurityTxt, kind=KIND, version=1)
def security_txt(seen: Observation, blob: Blob) -> Iterable[SecurityTxt]:
    """The file, from an exchange that asked for it; an HTML page is no such file (section 3)."""
    found = read_exchange(seen)
    if found.purpose != PURPOSE or 300 <= found.status < 400:
        return
    fields = _fields(blob(found.body)[:MOST]) if found.status == 200 and found.body and not found.is_html else []
    contacts = tuple(value for name, value in fields if name == "contact" and value.lower().startswith(SCHEMES))
    expires = next((value for name, value in fields if name == "expires"), "")
    yield SecurityTxt(url=found.url, status=found.status, contacts=contacts[:20], expires=expires[:100])


def _fields(raw: bytes) -> list[tuple[str, str]]:
    lines = (line.partition(":") for line in raw.decode("utf-8", "replace").splitlines() if not line.startswith("#"))
    return [(name.strip().lower(), value.strip()) for name, colon, value in lines if colon]
