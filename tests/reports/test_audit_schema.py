"""The published schema of ``audit.json`` takes what the code writes, and nothing else."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from importlib.resources import files
from typing import Any

import jsonschema
import msgspec
import pytest

from criteria.audit import SCHEMA_ID, Audit, decode, encode
from criteria.catalogue import catalogue
from tests.reports.samples import NoEvidence, sample

SCHEMA = json.loads(files("criteria").joinpath("audit.schema.json").read_bytes())
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)
SAID = {"title", "description", "additionalProperties", "pattern", "minimum", "minItems", "uniqueItems", "const"}
"""What the published schema says on top of the code's types."""
NARROWED = {"profile", "origin", "method", "outcome"}
"""Strings in the code whose values the vocabulary bounds elsewhere."""


def judged_without_evidence() -> Audit:
    from criteria.assemble import audit_of

    evidence = NoEvidence({"name": "Tensio", "faces": ["web"]})
    return audit_of(evidence, catalogue(), engine="probant 0.1.0", sealed=False)


def test_it_is_a_schema_with_an_id() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["$id"] == SCHEMA_ID


@pytest.mark.parametrize("make", [sample, judged_without_evidence])
def test_it_takes_what_the_code_writes(make: Callable[[], Audit]) -> None:
    audit = make()
    VALIDATOR.validate(json.loads(encode(audit)))
    assert decode(encode(audit)) == audit


def test_its_shapes_are_those_of_the_code() -> None:
    derived = json.loads(json.dumps(msgspec.json.schema(Audit)["$defs"]))
    assert SCHEMA["$defs"].keys() == derived.keys()
    for name, shape in derived.items():
        published = SCHEMA["$defs"][name]
        assert published.get("required", []) == shape.get("required", [])
        assert published.get("enum") == shape.get("enum")
        assert published.get("properties", {}).keys() == shape.get("properties", {}).keys()
        for member, expected in shape.get("properties", {}).items():
            if member != "counts":
                assert bare(published["properties"][member], member) == bare(expected, member), f"{name}.{member}"


def bare(node: Any, member: str) -> Any:
    drop = SAID | ({"enum"} if member in NARROWED else set())
    return {key: value for key, value in node.items() if key not in drop}


def described(node: Any, path: str) -> None:
    assert node.get("description"), path
    for member, shape in node.get("properties", {}).items():
        described(shape, f"{path}.{member}")


@pytest.mark.parametrize("name", SCHEMA["$defs"])
def test_every_member_is_described_and_every_object_is_closed(name: str) -> None:
    node = SCHEMA["$defs"][name]
    described(node, name)
    assert "enum" in node or node["additionalProperties"] is False


def put(*path: Any) -> Callable[[Any], None]:
    """A change that sets the value at the end of ``path``."""
    *way, last, value = path

    def change(node: Any) -> None:
        for step in way:
            node = node[step]
        node[last] = value

    return change


def drop(*path: Any) -> Callable[[Any], None]:
    *way, last = path

    def change(node: Any) -> None:
        for step in way:
            node = node[step]
        del node[last]

    return change


@pytest.mark.parametrize(
    "change",
    [
        put("schema", "urn:probant:audit:2"),
        put("extra", 1),
        put("sealed", "yes"),
        put("origin", "nobody"),
        put("profile", "prod"),
        put("inputs", "evidence", "sha256:short"),
        put("inputs", "as_of", "2026-03-02"),
        put("decision", "decision", "perhaps"),
        put("decision", "reasons", []),
        put("counts", "error", -1),
        put("counts", "perhaps", 1),
        put("verdicts", 0, "verdict", "error"),
        put("verdicts", 0, "severity", "huge"),
        put("verdicts", 0, "version", 0),
        put("verdicts", 0, "criterion", "<b>"),
        put("verdicts", 0, "title", {"en": "only English"}),
        put("verdicts", 0, "title", "fr", " "),
        put("verdicts", 0, "finding", "statements", []),
        put("verdicts", 0, "finding", "statements", 0, "outcome", "maybe"),
        put("verdicts", 0, "finding", "rests_on", ["o-1", "o-1"]),
        put("verdicts", 0, "sources", 0, "standing", "hearsay"),
        put("observations", 0, "at", "yesterday"),
        put("observations", 0, "blobs", {"body": "md5:1"}),
        put("errors", 0, "traceback", "one line"),
        drop("notice"),
        drop("counts", "review"),
        drop("verdicts", 0, "rule"),
        drop("errors", 0, "traceback"),
    ],
)
def test_it_refuses_anything_else(change: Callable[[Any], None]) -> None:
    raw = copy.deepcopy(json.loads(encode(sample())))
    change(raw)
    assert not VALIDATOR.is_valid(raw)
