"""Reasons that the dossier gives for what browsers and visitors are let do (its section ``web``)."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from criteria.facts.registry import Blob, extractor
from criteria.observation import Observation


class Reasoned(msgspec.Struct, frozen=True):
    """One thing (a script's address, a cookie's name) and why it has to be as it is."""

    name: str
    why: str


class WebReasons(msgspec.Struct, frozen=True, omit_defaults=True):
    """``scripts`` that cannot be pinned, ``cookies`` with SameSite=None, ``public`` paths (API documentation)."""

    scripts: tuple[Reasoned, ...] = ()
    cookies: tuple[Reasoned, ...] = ()
    public: tuple[str, ...] = ()

    def of_script(self, url: str) -> str:
        """Why the script at ``url`` cannot be pinned, ``""`` when nothing is said; a query is left aside."""
        bare = url.partition("?")[0]
        return next((one.why for one in self.scripts if one.name.partition("?")[0] == bare), "")

    def of_cookie(self, name: str) -> str:
        """Why the cookie needs SameSite=None, ``""`` when nothing is said."""
        return next((one.why for one in self.cookies if one.name == name), "")


@extractor(WebReasons, kind="dossier.declaration", version=1)
def web_reasons(seen: Observation, blob: Blob) -> Iterable[WebReasons]:
    """The section ``web``, or nothing when it is not there or has not its shape. Empty reasons do not count."""
    try:
        found = msgspec.convert(seen.data.get("web", {}), WebReasons)
    except msgspec.ValidationError:
        return
    yield WebReasons(
        tuple(one for one in found.scripts if one.why.strip()),
        tuple(one for one in found.cookies if one.why.strip()),
        found.public,
    )
