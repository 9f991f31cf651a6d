"""Files that an audit sends up: sound ones, and those that no app should keep, each built at run time."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from html import escape

SAMPLE = re.compile(r"\$\{sample\.([a-z]{1,20})(?:\.([a-z_]{1,40}))?\}")
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-" + b"ANTIVIRUS-TEST-FILE!$H+H*"
"""The test text of the antivirus makers (68 bytes, harmless); in parts, so that no scanner takes this file for it."""
MARKER = "probant-marker"
"""Name of the element and of the function that a marker would bring to life; no page has it."""
BOMB_BYTES = 24 * 1024 * 1024
"""Size of the archive once expanded; packed it has some 24 kB."""
_JPEG = bytes.fromhex(
    "ffd8ffe000104a46494600010100000100010000ffdb004300" + "10" * 64
    + "ffc0000b080001000101011100ffc40014000100000000000000000000000000000009"
    "ffc40014100100000000000000000000000000000000ffda0008010100003f0054dfffd9"
)
_PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b550000000a49444154789c63600000000200015e2ea2"
    "5a0000000049454e44ae426082"
)


def sample_file(kind: str, mark: str = "", limit: int = 0) -> bytes | None:
    """A file of this kind that holds ``mark``; ``None`` for a kind that nobody knows.

    ``large`` is a sound PDF of one byte more than ``limit``.
    """
    if kind == "large":
        return (_pdf(mark) + b"\n" * max(0, limit + 1))[: max(limit + 1, 1)]
    made = KINDS.get(kind)
    return made(mark) if made else None


def _pdf(mark: str) -> bytes:
    shown = mark.encode("latin-1", "replace").replace(b"(", b" ").replace(b")", b" ").replace(b"\\", b" ")
    stream = b"BT /F1 12 Tf 60 780 Td (" + shown + b") Tj ET"
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
        b"<< /Length %d >>\nstream\n" % len(stream) + stream + b"\nendstream",
    )
    made, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(made))
        made += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    table = b"0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer\n<< /Size 5 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % len(made)
    return made + b"xref\n0 5\n" + table + end


def _jpeg(mark: str) -> bytes:
    """A grey pixel with the mark as its comment."""
    comment = mark.encode()[:500]
    return _JPEG[:2] + b"\xff\xfe" + (len(comment) + 2).to_bytes(2, "big") + comment + _JPEG[2:]


def _html(mark: str) -> bytes:
    return f"<!doctype html><title>{escape(mark)}</title><{MARKER}></{MARKER}><script>{_call()}</script>".encode()


def _svg(mark: str) -> bytes:
    text = f"<text>{escape(mark)}</text><script>{_call()}</script>"
    return f'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">{text}</svg>'.encode()


def _call() -> str:
    return f"window[{MARKER!r}]=1"


def _bomb(mark: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo("essai.txt"), b"0" * BOMB_BYTES, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


KINDS: dict[str, Callable[[str], bytes]] = {
    "pdf": _pdf,
    "jpeg": _jpeg,
    "png": lambda mark: _PNG,
    "text": lambda mark: f"Fichier d’essai d’un audit de conformité. {mark}\n".encode(),
    "html": _html,
    "svg": _svg,
    "eicar": lambda mark: EICAR,
    "bomb": _bomb,
}
