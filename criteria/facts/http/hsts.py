"""``Strict-Transport-Security`` as RFC 6797 section 6.1 and 8.1 read it."""

from __future__ import annotations

import re

import msgspec

YEAR = 31_536_000
"""Seconds of 365 days."""

_directive = re.compile(r'\s*([!#$%&\'*+\-.^_`|~0-9A-Za-z]*)\s*(?:=\s*("[^"]*"|[^;"]*))?\s*\Z')


class Hsts(msgspec.Struct, frozen=True, kw_only=True):
    """One policy. ``valid`` is false when a browser would ignore the header; then ``why`` says so in a
    word."""

    max_age: int = 0
    include_subdomains: bool = False
    preload: bool = False
    valid: bool = False
    why: str = ""


def parse_hsts(values: tuple[str, ...]) -> Hsts | None:
    """Read the header fields of one response: the first field counts (section 8.1); ``None`` without any."""
    if not values:
        return None
    found: dict[str, str] = {}
    for item in values[0].split(";"):
        if not item.strip():
            continue
        matched = _directive.match(item)
        if matched is None or not matched[1]:
            return Hsts(why="syntax")
        name = matched[1].lower()
        if name in found:
            return Hsts(why="repeated")
        found[name] = (matched[2] or "").strip().strip('"')
    age = found.get("max-age", "")
    if not (age.isascii() and age.isdigit()):
        return Hsts(why="max-age")
    return Hsts(
        max_age=min(int(age[:15]), 10**12),
        include_subdomains="includesubdomains" in found,
        preload="preload" in found,
        valid=True,
    )
