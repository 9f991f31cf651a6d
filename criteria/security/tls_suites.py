"""Which cipher suites count as broken (``criteria/reference/tls_suites.yaml``)."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

import msgspec

from criteria.yaml_data import load_yaml


class Broken(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One family of broken suites, known by a pattern of their IANA names."""

    family: str
    pattern: str


class SuiteRules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The reference data as the YAML file states them."""

    version: str
    source: str
    minimum_dh_bits: int
    broken: tuple[Broken, ...]

    def families_of(self, suite: str) -> list[str]:
        """Every way in which ``suite`` (an IANA name) is broken."""
        return [one.family for one in self.broken if re.search(one.pattern, suite)]


@cache
def suite_rules() -> SuiteRules:
    """The rules, read once; raises ``msgspec.ValidationError`` when the file breaks its shape."""
    raw = files("criteria.reference").joinpath("tls_suites.yaml").read_bytes()
    return msgspec.convert(load_yaml(raw), SuiteRules)
