"""The documents of the dossier: what was read, with its text layer, and what was refused."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from criteria.facts.dossier_text import TextLayer, pdf_text
from criteria.facts.registry import Blob, extractor
from criteria.observation import Observation


class Document(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A document that the declaration names in ``section``. ``layer`` is empty for what is not a PDF with text."""

    name: str
    section: str
    size: int
    sha256: str = ""
    layer: TextLayer = TextLayer()


class RefusedDocument(msgspec.Struct, frozen=True, kw_only=True):
    """A named document that was not read: ``why`` is ``name``, ``missing``, ``link``, ``not_a_file``, ``too_large``,
    ``too_many`` or ``unreadable``."""

    name: str
    section: str
    why: str


@extractor(Document, kind="dossier.document", version=2)
def document(seen: Observation, blob: Blob) -> Iterable[Document]:
    """The document with its text layer."""
    read = msgspec.convert(seen.data, Document)
    yield msgspec.structs.replace(read, layer=pdf_text(blob(seen.blobs["document"])))


@extractor(RefusedDocument, kind="dossier.refused", version=1)
def refused(seen: Observation, blob: Blob) -> Iterable[RefusedDocument]:
    """The refusal as the probe recorded it."""
    yield msgspec.convert(seen.data, RefusedDocument)
