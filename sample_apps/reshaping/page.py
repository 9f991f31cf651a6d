"""A page or a style sheet in another hand."""

from __future__ import annotations

from sample_apps.reshaping.addresses import readdress
from sample_apps.reshaping.dates import reword_dates
from sample_apps.reshaping.layout import lay_out
from sample_apps.reshaping.names import rename, rename_css
from sample_apps.reshaping.shape import Shape
from sample_apps.reshaping.tree import merge, parse
from sample_apps.reshaping.wording import reword, type_page
from sample_apps.reshaping.writing import write

LOOKS = (
    "body{font-family:Georgia,serif}",
    "body{font-size:112%}main{padding:1rem}",
    ":root{--brand:#1b3f8b;--brand-deep:#12295c;--brand-pale:#e8edf8}",
)
CELLS = "\nth[scope=row]{padding-right:1rem}\n"


def reshape_html(html: str, shape: Shape) -> str:
    """The same page from another hand."""
    page = parse(html)
    reword(page, shape)
    reword_dates(page, shape)
    lay_out(page, shape)
    merge(page)
    type_page(page, shape)
    rename(page, shape)
    readdress(page, shape)
    return write(page, shape)


def reshape_css(css: str, shape: Shape) -> str:
    """The sheet of such pages."""
    return f"{rename_css(css, shape)}{CELLS}{shape.pick('look', LOOKS)}\n"
