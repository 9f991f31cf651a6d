"""A NIR is found by structure and key; numbers that only look like one are not."""

from __future__ import annotations

import pytest

from criteria.security import identity_rules

SYNTHETIC = ("2550814168025", "185012A001001", "185012B001001", "1850197105001")


def _whole(number: str) -> str:
    return f"{number}{identity_rules.key_of(number):02d}"


def test_the_key_of_the_published_example() -> None:
    assert identity_rules.key_of("2550814168025") == 38


@pytest.mark.parametrize("number", ("", "12", "185012C001001", "²550849588157", "25508141680253"))
def test_no_key_where_there_are_no_thirteen(number: str) -> None:
    assert identity_rules.key_of(number) is None


@pytest.mark.parametrize("number", SYNTHETIC)
@pytest.mark.parametrize("around", ("{}", "<td>{}</td>", "?ins={}&x=1", "Votre NIR : {}."))
def test_found(number: str, around: str) -> None:
    assert identity_rules.has_nir(around.format(_whole(number)))


def test_found_as_people_write_it() -> None:
    assert identity_rules.has_nir("2 55 08 14 168 025 38")


@pytest.mark.parametrize(
    "text",
    (
        "255081416802539",
        "255081416802537",  # wrong keys
        "355081416802585",  # no sex
        "255131416802521",  # no month
        "255080016802528",  # no department
        "9255081416802538",  # inside a longer number
        "2550814168025381",
        "0.255081416802538",
        "a255081416802538",
        "",
    ),
)
def test_not_found(text: str) -> None:
    assert not identity_rules.has_nir(text)


@pytest.mark.parametrize("last", ("8", "9", "10", "11"))
def test_authorities_of_the_ins(last: str) -> None:
    oid = f"1.2.250.1.213.1.4.{last}"
    assert identity_rules.ins_oids(f"urn:oid:{oid}|x") == {oid}


@pytest.mark.parametrize("end", ("80", "8.1", "7"))
def test_other_authorities(end: str) -> None:
    assert not identity_rules.ins_oids(f"1.2.250.1.213.1.4.{end}")
    assert not identity_rules.ins_oids("11.2.250.1.213.1.4.8")


def test_a_huge_text_is_bounded() -> None:
    assert not identity_rules.has_nir("1" * 3_000_000 + " 255081416802538")
