"""The message catalogue against the source: every key exists and is used, every value is given, in both languages."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

from criteria.messages import keys, message

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("criteria", "conformance/suite", "harness", "reports")
SPEAKERS = re.compile(r"text|message|LookFailed|Gap|SignatureWrong|[A-Z]\w*Error")
"""What takes the key of a message as its first argument, or as ``reason``."""
NOT_VALUES = frozenset({"lang", "look"})
KEY = re.compile(r"[a-z]+\.[a-z][a-z0-9_]*")
WILD = "*"


class Use(NamedTuple):
    """One place in the source where a key is used; ``key`` may hold ``*``, ``given`` is ``None`` when it is unknown."""

    where: str
    key: str
    given: frozenset[str] | None
    speaker: str


@cache
def trees() -> dict[str, ast.Module]:
    paths = sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))
    return {path.relative_to(ROOT).as_posix(): ast.parse(path.read_bytes()) for path in paths}


@cache
def uses() -> tuple[Use, ...]:
    found = (use for path, tree in trees().items() for node in ast.walk(tree) for use in _uses(path, node))
    return tuple(use for use in found if KEY.fullmatch(use.key.replace(WILD, "x")))


def _uses(path: str, node: ast.AST) -> Iterator[Use]:
    if not isinstance(node, ast.Call):
        return
    speaker = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    if not SPEAKERS.fullmatch(speaker):
        return
    named = {one.arg: one.value for one in node.keywords if one.arg}
    key = _key(named.get("reason") or (node.args[0] if node.args else None))
    if key:
        open_ended = any(one.arg is None for one in node.keywords) or speaker in ("message", "Gap")
        yield Use(f"{path}:{node.lineno}", key, None if open_ended else frozenset(named), speaker)


def _key(node: ast.expr | None) -> str:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else WILD for part in node.values)
    return ""


@cache
def words() -> frozenset[str]:
    """Every string constant of the source, and every word of the templates."""
    constants = {
        node.value
        for tree in trees().values()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    templates = (path for room in ROOMS for path in (ROOT / room).rglob("*.html"))
    told = (word for path in templates for word in re.findall(r"[a-z][a-z0-9_]*", path.read_text("utf-8")))
    data = (word for path in (ROOT / "criteria").glob("*.yaml") for word in re.findall(r"\w+", path.read_text("utf-8")))
    return frozenset({*constants, *told, *data})


@cache
def entries() -> dict[str, dict[str, Any]]:
    """The files as they are written, by full key."""
    found: dict[str, dict[str, Any]] = {}
    for path in files("criteria.messages").iterdir():
        if path.name.endswith(".yaml"):
            prefix = path.name.removesuffix(".yaml")
            found |= {f"{prefix}.{key}": entry for key, entry in yaml.safe_load(path.read_bytes()).items()}
    return found


def matching(key: str) -> set[str]:
    pattern = re.compile(re.escape(key).replace(re.escape(WILD), "[a-z0-9_]+"))
    return {known for known in keys() if pattern.fullmatch(known)}


def test_the_source_was_read() -> None:
    assert len(uses()) > 60
    assert set(entries()) == keys()


@pytest.mark.parametrize("use", uses(), ids=lambda use: f"{use.where} {use.key}")
def test_every_key_that_is_used_exists(use: Use) -> None:
    assert matching(use.key)


@pytest.mark.parametrize("use", [use for use in uses() if use.given is not None], ids=lambda use: use.where)
def test_every_value_that_a_sentence_needs_is_given(use: Use) -> None:
    """A look's own name is added where its failure is told (``criteria.coverage``)."""
    assert use.given is not None
    given = use.given | ({"look"} if use.speaker == "LookFailed" else set())
    for key in matching(use.key) if WILD not in use.key else ():
        found = message(key)
        needed = found.seen.names() | (found.todo.names() if found.todo and use.speaker != "text" else frozenset())
        assert needed <= given, f"{key} needs {sorted(needed - given)}"


@cache
def put_together() -> frozenset[str]:
    """Every text of the source that is put together and begins like a key (``report.*_*``)."""
    written = (_key(node) for tree in trees().values() for node in ast.walk(tree) if isinstance(node, ast.JoinedStr))
    prefixes = {key.partition(".")[0] for key in keys()}
    return frozenset(key for key in written if key.partition(".")[0] in prefixes and key.partition(".")[2])


@pytest.mark.parametrize("key", sorted(keys()))
def test_every_key_is_used(key: str) -> None:
    """By its whole name, or by parts of it that the source holds (``state`` and a verdict)."""
    if key in words() or any(key.startswith(word) for word in words() if KEY.fullmatch(word) and word[-1] == "_"):
        return
    for wild in put_together():
        pattern = re.escape(wild).replace(re.escape(WILD), "(.+)")
        found = re.fullmatch(pattern, key)
        if found and _known(found[1] if wild.count(WILD) == 1 else key.partition(".")[2]):
            return
    pytest.fail(f"nothing tells {key}")


def _known(name: str) -> bool:
    """Whether the source holds ``name``, or its beginning up to one of its underscores."""
    return name in words() or any(name[: sign.start()] in words() for sign in re.finditer("_", name))


@pytest.mark.parametrize("key", sorted(keys()))
def test_a_sentence_says_the_same_in_both_languages(key: str) -> None:
    entry = entries()[key]
    assert set(entry) in ({"en", "fr"}, {"en", "fr", "todo_en", "todo_fr"})
    assert all(isinstance(part, str) and part.rstrip() == part and part for part in entry.values())
    found = message(key)
    for sentence in (found.seen, found.todo):
        if sentence is not None:
            assert names(sentence.en) == names(sentence.fr)


def names(template: str) -> list[str]:
    return sorted(re.findall(r"\{([^{}]*)\}", template))


@pytest.mark.parametrize("key", sorted(keys()))
def test_a_sentence_asks_for_plain_names_only(key: str) -> None:
    found = message(key)
    for sentence in (found.seen, found.todo):
        for name in sentence.names() if sentence else ():
            assert re.fullmatch(r"[a-z][a-z0-9_]*", name)


@pytest.mark.parametrize("key", sorted(keys()))
def test_french_is_set_as_french(key: str) -> None:
    """Typographic apostrophes, and a space before two-part signs (not inside addresses, times and options)."""
    entry = entries()[key]
    for part in ("fr", "todo_fr"):
        sentence = re.sub(r"https?://\S+|\w+:\w+|::1", "", entry.get(part, ""))
        assert not re.search(r"\w'\w", sentence), sentence
        assert not re.search(r"[\w»”)}][:;!?](?:\s|$)", sentence), sentence


def test_a_key_that_is_not_there_is_a_bug() -> None:
    with pytest.raises(KeyError):
        message("gap.nothing_of_the_kind")
