"""Reference packs: those of a lab's manifest, those of a reviewer, and published formats beside them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from criteria.check import Seen
from criteria.facts.reference_pack import ReferencePack, packs
from criteria.observation import Observation
from criteria.parties import Parties
from harness.errors import ManifestError
from harness.reference import MOST_YAML, Pack, read_pack
from harness.reference_formats import BadFormat, entity_entries, range_entries

ABOUT = {"name": "trackers", "version": "0.26.6", "source": "third-party-web"}
ENTITIES: list[dict[str, Any]] = [
    {"name": "Régie", "company": "R", "categories": ["ad"], "domains": ["*.regie.example", "r.example"], "x": 1},
    {"name": "Mesure", "category": "analytics", "categories": ["analytics"], "domains": ["mesure.example"]},
    {"name": "Nôtre", "categories": ["cdn"], "domains": ["doubleclick.net", "*", "not a domain", "localhost"]},
]
TABLE = (
    b"start,end,country\n203.0.113.0,203.0.113.127,US\n203.0.113.128,203.0.113.255,fr\n"
    b"2001:db8::,2001:db8::ffff,JP\n"
)


def written(folder: Path, beside: str, raw: bytes, **pack: Any) -> Path:
    (folder / beside).write_bytes(raw)
    path = folder / "pack.yaml"
    path.write_text(yaml.safe_dump({**ABOUT, **pack}), "utf-8")
    return path


def fact(pack: Pack, addresses: tuple[str, ...] = ()) -> Seen[ReferencePack]:
    """The pack as a judge reads it."""
    raw = pack.said_of(addresses)
    data = {"name": pack.name, "version": pack.version, "source": pack.source, "lab": pack.lab}
    seen = Observation(id="o-1", look="l", kind="reference.pack", probe="p", at="", data=data, blobs={"pack": "d"})
    (found,) = packs(seen, lambda _digest: raw)
    return Seen(fact=found, observation=seen)


def test_entities_become_entries_that_only_add(tmp_path: Path) -> None:
    pack = read_pack(written(tmp_path, "e.json", json.dumps(ENTITIES).encode(), entities="e.json"), lab=False)
    known = Parties([fact(pack)])
    assert (known.of("cdn.regie.example").category, known.of("r.example").entity) == ("advertising", "Régie")
    assert known.of("doubleclick.net").category == "advertising"  # as our own list says
    assert (known.of("mesure.example").category, known.of("mesure.example").entity) == ("unknown", "Mesure")
    assert "third-party-web 0.26.6" in known.named
    assert not pack.lab


def test_a_long_list_is_read_alike(tmp_path: Path) -> None:
    names = [f"e{number}.example" for number in range(MOST_YAML)]
    many = [{"name": name, "categories": ["ad"], "domains": [name]} for name in names]
    entries = fact(read_pack(written(tmp_path, "e.json", json.dumps(many).encode(), entities="e.json"), lab=False))
    more = [*many, {"name": "Un de plus", "categories": ["ad"], "domains": ["un.example"]}]
    longer = fact(read_pack(written(tmp_path, "e.json", json.dumps(more).encode(), entities="e.json"), lab=False))
    assert longer.fact.entries[:-1] == entries.fact.entries
    assert len(longer.fact.entries) == MOST_YAML + 1


def test_a_table_says_what_it_knows_of_the_addresses_alone(tmp_path: Path) -> None:
    pack = read_pack(written(tmp_path, "t.csv", TABLE, name="ip_regions", ranges="t.csv"), lab=False)
    entries = fact(pack, ("203.0.113.9", "2001:db8::1", "198.51.100.1")).fact.entries
    assert [(one["prefix"], one["country"], one["kind"]) for one in entries] == [
        ("203.0.113.0/25", "US", "country"), ("2001:db8::/112", "JP", "country"),
    ]
    other = msgspec.structs.replace(pack, table=TABLE + b"192.0.2.0,192.0.2.1,DE\n")
    assert pack.reference().digest != other.reference().digest


@pytest.mark.parametrize(
    ("beside", "raw", "pack"),
    [
        ("e.json", b"{}", {"entities": "e.json"}),
        ("e.json", b"[" * 5000, {"entities": "e.json"}),
        ("e.json", b'[{"name": "a"}]', {"entities": "e.json"}),
        ("t.csv", b"", {"ranges": "t.csv"}),
        ("t.csv", b"203.0.113.0,203.0.113.9\n", {"ranges": "t.csv"}),
        ("t.csv", b"203.0.113.9,203.0.113.0,US\n", {"ranges": "t.csv"}),
        ("t.csv", b"203.0.113.9,2001:db8::,US\n", {"ranges": "t.csv"}),
        ("t.csv", b"a,b,c\n", {"ranges": "t.csv"}),
        ("t.csv", TABLE, {"ranges": "../t.csv"}),
        ("t.csv", TABLE, {"ranges": "absent.csv"}),
        ("t.csv", TABLE, {"version": 3, "ranges": "t.csv"}),
    ],
)
def test_what_is_no_pack_is_refused(tmp_path: Path, beside: str, raw: bytes, pack: dict[str, Any]) -> None:
    with pytest.raises(ManifestError) as refused:
        read_pack(written(tmp_path, beside, raw, **pack), lab=False)
    assert refused.value.problem.fr


def test_a_bad_row_far_down_is_told_by_its_line() -> None:
    with pytest.raises(BadFormat, match="line 5"):
        range_entries(TABLE + b"nonsense\n", ["203.0.113.9"])


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(raw: bytes) -> None:
    for read in (entity_entries, lambda some: range_entries(some, ["203.0.113.9"])):
        try:
            assert isinstance(read(raw), list)
        except BadFormat as refused:
            assert str(refused)
