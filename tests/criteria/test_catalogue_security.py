"""The catalogue text of the security criteria: its shape, its ids, and both of its languages."""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

import jsonschema
import pytest

from criteria.yaml_data import load_yaml

SCHEMA = json.loads(files("criteria").joinpath("criterion.schema.json").read_bytes())
TOPICS = sorted(entry.name for entry in files("criteria.security").iterdir() if entry.name.endswith(".yaml"))


def entries(topic: str) -> Any:
    return load_yaml(files("criteria.security").joinpath(topic).read_bytes())


def texts(node: Any, path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every mapping under ``node`` that holds a language, with its path."""
    if isinstance(node, dict):
        if node.keys() & {"en", "fr"}:
            yield path, node
        for key, value in node.items():
            yield from texts(value, f"{path}/{key}")
    elif isinstance(node, list):
        for rank, value in enumerate(node):
            yield from texts(value, f"{path}/{rank}")


def test_the_schema_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("topic", TOPICS)
def test_a_topic_has_the_shape_of_the_schema(topic: str) -> None:
    problems = [
        f"{error.json_path}: {error.message}"
        for error in jsonschema.Draft202012Validator(SCHEMA).iter_errors(entries(topic))
    ]
    assert problems == []


def test_the_schema_refuses_an_unknown_key() -> None:
    strange = [{**entries("transport.yaml")[0], "colour": "blue"}]
    assert not jsonschema.Draft202012Validator(SCHEMA).is_valid(strange)


def test_the_schema_refuses_a_failing_clause_without_a_source() -> None:
    clause = {"outcome": "fail", "seen": {"en": "Seen.", "fr": "Vu."}}
    strange = [{**entries("transport.yaml")[0], "clauses": {"some_fault": clause}}]
    assert not jsonschema.Draft202012Validator(SCHEMA).is_valid(strange)


def test_the_35_security_criteria_are_there_once_each() -> None:
    ids = [entry["id"] for topic in TOPICS for entry in entries(topic)]
    assert sorted(ids) == [f"SEC-{number:02}" for number in range(1, 36)]


@pytest.mark.parametrize("topic", TOPICS)
def test_every_text_speaks_both_languages(topic: str) -> None:
    silent = [
        path
        for path, text in texts(entries(topic))
        if not all(str(text.get(language) or "").strip() for language in ("en", "fr"))
    ]
    assert silent == []


@pytest.mark.parametrize("topic", TOPICS)
def test_the_head_of_a_topic_says_what_it_is_not(topic: str) -> None:
    head = files("criteria.security").joinpath(topic).read_text("utf-8").partition("\n- id:")[0]
    assert "not the State's official list" in head
    assert "to be checked against the official text by a lawyer" in head
