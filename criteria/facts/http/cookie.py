"""``Set-Cookie`` as RFC 6265bis section 5.6 reads it."""

from __future__ import annotations

from typing import Literal

import msgspec

MAX_PAIR = 4096
MAX_ATTRIBUTE = 1024

SameSite = Literal["", "strict", "lax", "none", "other"]


class SetCookie(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One cookie as a response set it. ``value`` is what the bundle holds: redacted, unless short and
    harmless.

    ``same_site`` is ``""`` when absent and ``other`` when unknown; ``domain`` is without its leading dot,
    ``""`` for a host-only cookie; ``max_age`` in seconds. ``url``, ``context`` and ``purpose`` are those of
    the exchange.
    """

    name: str
    value: str = ""
    secure: bool = False
    http_only: bool = False
    same_site: SameSite = ""
    domain: str = ""
    path: str = ""
    max_age: int | None = None
    expires: str = ""
    partitioned: bool = False
    size: int = 0
    url: str = ""
    context: str = ""
    purpose: str = ""

    @property
    def host_only(self) -> bool:
        """Whether only the very host that set it gets it back."""
        return not self.domain

    @property
    def prefix(self) -> Literal["", "__Host-", "__Secure-"]:
        """The name prefix of RFC 6265bis section 4.1.3, matched without case as browsers do."""
        low = self.name.lower()
        if low.startswith("__host-"):
            return "__Host-"
        return "__Secure-" if low.startswith("__secure-") else ""


def parse_set_cookie(header: str, *, url: str = "", context: str = "", purpose: str = "") -> SetCookie | None:
    """Read one header value; ``None`` when a browser would ignore it (no name and value, too large)."""
    pair, _, rest = header.partition(";")
    name, equals, value = pair.partition("=")
    if not equals:
        name, value = "", pair
    name, value = name.strip(" \t"), value.strip(" \t")
    if (not name and not value) or len(name) + len(value) > MAX_PAIR:
        return None
    seen = _attributes(rest)
    return SetCookie(
        name=name,
        value=value,
        secure="secure" in seen,
        http_only="httponly" in seen,
        same_site=_same_site(seen.get("samesite")),
        domain=seen.get("domain", "").lstrip(".").lower(),
        path=seen.get("path", "") if seen.get("path", "").startswith("/") else "",
        max_age=_max_age(seen.get("max-age", "")),
        expires=seen.get("expires", ""),
        partitioned="partitioned" in seen,
        size=len(header),
        url=url,
        context=context,
        purpose=purpose,
    )


def _attributes(rest: str) -> dict[str, str]:
    """The last value of each attribute (section 5.6: the last one wins); too long ones are ignored."""
    found: dict[str, str] = {}
    for item in rest.split(";"):
        name, _, value = item.partition("=")
        if len(value.strip()) <= MAX_ATTRIBUTE:
            found[name.strip().lower()] = value.strip()
    return found


def _same_site(value: str | None) -> SameSite:
    if value is None:
        return ""
    match value.lower():
        case "strict":
            return "strict"
        case "lax":
            return "lax"
        case "none":
            return "none"
        case _:
            return "other"


def _max_age(value: str) -> int | None:
    digits = value.removeprefix("-")
    if not (digits.isascii() and digits.isdigit()):
        return None
    return int(value) if len(digits) <= 12 else (0 if value.startswith("-") else 10**12)
