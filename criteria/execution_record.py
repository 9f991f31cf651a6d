"""What a browser did with markers: one record for each page that was opened with them, and one for the end.

A marker is a name (``pbt-0a1b2c3d``) that stands nowhere else, inside a value that calls a function of the audit's own
wherever it is run (``criteria/reference/injection.yaml``). Where it was put: ``stored`` (a field of a declared journey,
which pages show later), ``query`` (a parameter of the address) or ``fragment`` (what stands behind ``#``, which no
server ever sees).
"""

from __future__ import annotations

from typing import Literal

import msgspec

PAGE_KIND = "hostile.execution"
END_KIND = "hostile.execution_summary"
Way = Literal["stored", "query", "fragment"]
Slot = Literal["address", "template", "single_quote", "double_quote", "attribute", "element"]
"""Where a call of the value stood: an address that is a script, a template literal, a string of either quote, an event
handler of a tag that it was put into, an element of its own."""
SLOTS: tuple[Slot, ...] = ("address", "template", "single_quote", "double_quote", "attribute", "element")
Stand = Literal["address", "attribute", "element"]


class MarkerEnd(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What became of one marker in one page.

    ``ran`` are the calls that were made from the app's own origin; ``stood`` says as what it stands in the page as the
    browser built it; ``blocked`` whether the page's policy (CSP) stopped something there; ``defused`` that it stands
    without anything that calls (no handler, no address that is a script), as a sanitiser leaves it; ``shown`` whether
    it is there at all, as text or otherwise; ``around`` the markup that it stands in, cut.
    """

    marker: str
    parameter: str
    way: Way
    ran: tuple[Slot, ...] = ()
    stood: tuple[Stand, ...] = ()
    blocked: bool = False
    defused: bool = False
    shown: bool = False
    around: str = ""


class ExecutionRecord(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One page that was opened: ``url`` as asked, where it ``ended``, its ``status`` (0 with ``error``: none), how many
    scripts it has, and the ``markers`` that its address held or that it shows. ``behind``: it asks for an account, and
    was shown to one."""

    url: str
    ended: str = ""
    status: int = 0
    error: str = ""
    scripts: int = 0
    behind: bool = False
    markers: tuple[MarkerEnd, ...] = ()


class ExecutionEnd(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The end of a look: pages ``planned``, declared pages behind the sign-in among them (``behind``), the fields whose
    markers were ``stored`` or ``refused``, and the bounds that were met (``pages``, ``time``)."""

    planned: int = 0
    behind: int = 0
    stored: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    bounds: tuple[str, ...] = ()
