"""The European Economic Area: which countries belong to it, and how texts name them."""

from __future__ import annotations

import re

from criteria.page_kinds import patterns, plain_text


def in_eea(country: str) -> bool:
    """Whether the country (ISO 3166-1 alpha-2) is in the European Economic Area."""
    return country.upper() in patterns("eea")["eea"]


def names_country(country: str, text: str) -> bool:
    """Whether ``text`` names the country in French or English; an unknown country is never named."""
    names = {**patterns("eea")["eea"], **patterns("eea")["others"]}.get(country.upper())
    return names is not None and re.search(rf"(?<![a-z])(?:{names})(?![a-z])", plain_text(text)) is not None
