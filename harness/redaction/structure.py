"""Where secrets stand by structure: JWTs and private keys anywhere, and values beside their names.

All texts are bytes seen as latin-1, so that places are places of bytes too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from harness.redaction.named import Place, named_values

JWT = re.compile(r"(?<![A-Za-z0-9_-])eyJ[A-Za-z0-9_-]{8,8000}(?:\.[A-Za-z0-9_-]{0,8000}){2,4}")
_PEM = re.compile(r"-----BEGIN [A-Z ]{0,20}PRIVATE KEY-----")
_PEM_END = "-----END "


def in_text(text: str, oauth: bool = False) -> Iterator[Place]:
    """Secrets in a text of any kind. ``oauth`` says that parameters of doubtful names are known to be OAuth's."""
    for found in JWT.finditer(text):
        yield Place(found.start(), found.end(), found.group(), "jwt")
    for found in _PEM.finditer(text):
        end = text.find(_PEM_END, found.end(), found.end() + 8000)
        if end > 0:
            yield Place(found.start(), end, text[found.start() : end], "private_key")
    yield from named_values(text, oauth)
