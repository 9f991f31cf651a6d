"""Facts of HTML: what a person and a browser find in a page."""

from criteria.facts.html.extract import page_of
from criteria.facts.html.language import Vote, detect
from criteria.facts.html.page import Field, Form, Link, Page, Script, Subresource
from criteria.facts.html.reader import read_page

__all__ = ["Field", "Form", "Link", "Page", "Script", "Subresource", "Vote", "detect", "page_of", "read_page"]
