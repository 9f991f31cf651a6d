"""Pages as a browser renders them, their forms, and what axe-core says of them."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from criteria.browser_record import AxeRecord, FormRecord, KeyboardRecord, PageRecord, VisitsRecord
from criteria.facts.html import Page, read_page
from criteria.facts.registry import Blob, extractor
from criteria.observation import Observation

HTML = "text/html; charset=utf-8"


class BrowserPage(PageRecord, frozen=True, kw_only=True, omit_defaults=True):
    """A ``browser.page``. ``text`` is what is visible; ``html`` the digest of the final DOM."""

    text: str = ""
    html: str = ""

    @property
    def url(self) -> str:
        """Where the page ended, the address opened when it never loaded."""
        return self.ended or self.page


class RenderedPage(msgspec.Struct, frozen=True, kw_only=True):
    """The final DOM read as ``Page`` reads a response, beside the record that it belongs to."""

    record: PageRecord
    page: Page


class BrowserForm(FormRecord, frozen=True, kw_only=True, omit_defaults=True):
    """A ``browser.form``."""


class AxeResult(AxeRecord, frozen=True, kw_only=True, omit_defaults=True):
    """A ``browser.axe``."""


class KeyboardWalk(KeyboardRecord, frozen=True, kw_only=True, omit_defaults=True):
    """A ``browser.keyboard``: one for each page that axe-core examined."""


class Visits(VisitsRecord, frozen=True, kw_only=True, omit_defaults=True):
    """A ``browser.visits_summary``: the visits ended by themselves."""


@extractor(BrowserPage, kind="browser.page", version=1)
def pages(seen: Observation, blob: Blob) -> Iterator[BrowserPage]:
    """One fact for each observation."""
    digest = seen.blobs.get("text", "")
    text = blob(digest).decode("utf-8", "replace") if digest else ""
    yield msgspec.convert({**seen.data, "text": text, "html": seen.blobs.get("html", "")}, BrowserPage)


@extractor(RenderedPage, kind="browser.page", version=1)
def rendered(seen: Observation, blob: Blob) -> Iterator[RenderedPage]:
    """One fact for each page that has a DOM."""
    digest = seen.blobs.get("html", "")
    record = msgspec.convert(seen.data, PageRecord)
    if not digest:
        return
    page = msgspec.structs.replace(
        read_page(blob(digest), record.ended or record.page, HTML),
        status=record.status,
        context=record.context,
        purpose="browser",
        start=record.start,
        cut=record.cut,
    )
    yield RenderedPage(record=record, page=page)


@extractor(BrowserForm, kind="browser.form", version=1)
def forms(seen: Observation, blob: Blob) -> Iterator[BrowserForm]:
    """One fact for each observation."""
    yield msgspec.convert(seen.data, BrowserForm)


@extractor(AxeResult, kind="browser.axe", version=1)
def axe(seen: Observation, blob: Blob) -> Iterator[AxeResult]:
    """One fact for each observation."""
    yield msgspec.convert(seen.data, AxeResult)


@extractor(KeyboardWalk, kind="browser.keyboard", version=1)
def walks(seen: Observation, blob: Blob) -> Iterator[KeyboardWalk]:
    """One fact for each observation."""
    yield msgspec.convert(seen.data, KeyboardWalk)


@extractor(Visits, kind="browser.visits_summary", version=1)
def visits(seen: Observation, blob: Blob) -> Iterator[Visits]:
    """One fact for each observation."""
    yield msgspec.convert(seen.data, Visits)
