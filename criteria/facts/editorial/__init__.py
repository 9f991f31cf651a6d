"""Facts of editorial pages: their blocks of text, and what their structured data say of authors, dates and sources."""

from criteria.facts.editorial.blocks import Block, read_blocks
from criteria.facts.editorial.content_page import ContentPage, content_page
from criteria.facts.editorial.structured import Named, Structured

__all__ = ["Block", "ContentPage", "Named", "Structured", "content_page", "read_blocks"]
