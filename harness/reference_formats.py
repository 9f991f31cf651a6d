"""Published formats of reference data, read as entries of our own packs: third parties, countries of addresses.

``entities``: the JSON of the project third-party-web (MIT), a list of objects with ``name``, ``category`` or
``categories``, and ``domains`` (``*.`` before one means what lies under it, which a domain of ours means anyway).
``ranges``: lines ``start,end,country`` (both addresses included, ISO 3166-1 alpha-2), as free tables of countries are
given out; a table is never stored whole, only what it says of the addresses that an audit meets.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from ipaddress import IPv4Address, IPv6Address, ip_address, summarize_address_range
from typing import Any

import msgspec

from criteria.page_kinds import patterns

LARGEST = 16 * 1024 * 1024
LARGEST_TABLE = 256 * 1024 * 1024
COUNTRY = "country"
NAMES = ("start", "ip_start", "start_ip", "ip_from")
"""What the first column is called where the first line names the columns."""
Address = IPv4Address | IPv6Address


class BadFormat(ValueError):
    """The bytes are not of this format; ``str`` says why."""


class _Entity(msgspec.Struct):
    name: str
    domains: list[str]
    category: str = ""
    categories: list[str] = []


def entity_entries(raw: bytes) -> list[dict[str, Any]]:
    """Entries of the pack ``trackers``, which only add: what our own list says stands. Raises ``BadFormat``."""
    try:
        found = msgspec.json.decode(raw, type=list[_Entity])
    except (msgspec.DecodeError, RecursionError) as error:
        raise BadFormat(str(error)) from error
    classes: dict[str, str] = patterns("trackers")["third_party_web"]
    return [
        {"domain": domain, "entity": one.name, "category": _class(one, classes), "adds": True}
        for one in found
        for domain in (_domain(written) for written in one.domains)
        if domain
    ]


def _class(one: _Entity, classes: dict[str, str]) -> str:
    return classes.get(one.category or next(iter(one.categories), ""), "unknown")


def _domain(written: str) -> str:
    domain = written.strip().lower().removeprefix("*.").rstrip(".")
    return domain if "." in domain and "*" not in domain and " " not in domain else ""


def range_entries(table: bytes, addresses: Iterable[str]) -> list[dict[str, Any]]:
    """What the table says of these addresses, as entries of the pack ``ip_regions``; an address that it does not name
    has none. Raises ``BadFormat`` with the line of a row that is none."""
    wanted = sorted({ip_address(one) for one in addresses}, key=lambda one: (one.version, int(one)))
    found = {address: row for row in _rows(table) for address in wanted if _holds(row, address)}
    return [_entry(found[address], address) for address in wanted if address in found]


Row = tuple[Address, Address, str]


def check_ranges(table: bytes, lines: int = 100) -> None:
    """Read the first lines, so that a file of another kind is told at once. Raises ``BadFormat``."""
    head = b"\n".join(table.split(b"\n", lines)[:lines])
    if not list(_rows(head)):
        raise BadFormat("line 1: no row")


def _rows(table: bytes) -> Iterator[Row]:
    """Every row; a first line of names is left out."""
    lines = io.StringIO(table.decode("utf-8", "replace"), newline=None)
    number = 0
    try:
        for number, row in enumerate(csv.reader(lines), 1):
            if row and not (number == 1 and row[0].lower() in NAMES):
                yield _row(row, number)
    except csv.Error as error:
        raise BadFormat(f"line {number + 1}: {error}") from error


def _row(row: Sequence[str], number: int) -> Row:
    try:
        first, last, country = ip_address(row[0].strip()), ip_address(row[1].strip()), row[2].strip().upper()
    except (ValueError, IndexError) as error:
        raise BadFormat(f"line {number}: {error}") from error
    if first.version != last.version or first > last or len(country) != 2:  # type: ignore[operator]
        raise BadFormat(f"line {number}: {','.join(row)[:80]}")
    return first, last, country


def _holds(row: Row, address: Address) -> bool:
    return row[0].version == address.version and row[0] <= address <= row[1]  # type: ignore[operator]


def _entry(row: Row, address: Address) -> dict[str, Any]:
    networks = summarize_address_range(row[0], row[1])
    network = next(one for one in networks if address in one)
    return {"prefix": str(network), "country": row[2], "provider": "", "kind": COUNTRY}
