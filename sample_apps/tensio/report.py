"""The report of a measure as a PDF of one page, with a standard font and no compression (ISO 32000-1)."""

from __future__ import annotations

from sample_apps.tensio.store.measures import Measure
from sample_apps.tensio.words import moment_fr

TOP, LINE = 780, 22


def report(measure: Measure) -> bytes:
    """The bytes of the report."""
    lines = (
        "Tensio : compte rendu d'une mesure",
        f"Date : {moment_fr(measure.taken_at)}",
        f"Tension : {measure.systolic} / {measure.diastolic} mm[Hg]",
        f"Pouls : {measure.pulse or '-'} /min",
        f"Note : {measure.note or '-'}",
    )
    return pdf_of(lines)


def pdf_of(lines: tuple[str, ...]) -> bytes:
    """A page of these lines."""
    shown = "".join(f"1 0 0 1 60 {TOP - LINE * rank} Tm ({_escaped(line)}) Tj\n" for rank, line in enumerate(lines))
    stream = b"BT /F1 12 Tf\n" + shown.encode("cp1252", "replace") + b"ET"
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n" % len(stream) + stream + b"\nendstream",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    )
    made, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(made))
        made += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return made + (
        b"xref\n0 6\n0000000000 65535 f \n" + table + b"trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
        % len(made)
    )


def _escaped(line: str) -> str:
    return line.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)").replace("\n", " ")
