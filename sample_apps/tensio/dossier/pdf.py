"""PDF documents as small as the format allows (ISO 32000-1): one built-in font, text that can be extracted."""

from __future__ import annotations

from collections.abc import Sequence

INVENTED = "Document de démonstration : organismes, numéros et signatures sont inventés."


def pdf(title: str, lines: list[str]) -> bytes:
    """A one-page A4 document; characters outside Windows-1252 raise ``UnicodeEncodeError``."""
    return pdf_of([(title, lines)])


def pdf_of(pages: Sequence[tuple[str, list[str]]]) -> bytes:
    """An A4 document of these pages, each a title and its lines."""
    font = 3 + 2 * len(pages)
    leaves: list[bytes] = []
    for number, (title, lines) in enumerate(pages):
        content = _content(title, lines)
        page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R" % (4 + 2 * number)
        leaves.append(page + b" /Resources << /Font << /F1 %d 0 R >> >> >>" % font)
        leaves.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
    kids = b" ".join(b"%d 0 R" % (3 + 2 * number) for number in range(len(pages)))
    return _file([
        b"<< /Type /Catalog /Pages 2 0 R /Lang (fr-FR) >>",
        b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, len(pages)),
        *leaves,
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ])


def _content(title: str, lines: list[str]) -> bytes:
    shown = [f"BT /F1 14 Tf 60 770 Td ({_text(title)}) Tj ET"]
    shown += [f"BT /F1 11 Tf 60 {730 - 20 * index} Td ({_text(line)}) Tj ET" for index, line in enumerate(lines)]
    return "\n".join(shown).encode("cp1252")


def _text(text: str) -> str:
    return text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


def _file(objects: list[bytes]) -> bytes:
    out, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    tail = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(out))
    return out + head + table + tail
