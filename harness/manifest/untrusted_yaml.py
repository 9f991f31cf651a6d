"""Reading YAML that a stranger wrote: bounded, plain text and values, without references, tags or doubled keys."""

from __future__ import annotations

from collections.abc import Hashable
from pathlib import Path
from typing import Any

import yaml

from harness.errors import ManifestError

LARGEST = 512 * 1024
"""Bytes of one file."""
MOST_NODES = 20_000
DEEPEST = 40


class _Loader(yaml.SafeLoader):
    """A safe loader that refuses what can grow or surprise."""

    nodes = 0
    depth = 0

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.events.AliasEvent):
            raise self._refusal("alias")
        event: Any = self.peek_event()  # type: ignore[no-untyped-call]
        if event.anchor is not None or event.tag is not None:
            raise self._refusal("anchor or tag")
        self.nodes += 1
        self.depth += 1
        if self.nodes > MOST_NODES or self.depth > DEEPEST:
            raise self._refusal("too many or too deep")
        node = super().compose_node(parent, index)
        self.depth -= 1
        return node

    def _refusal(self, why: str) -> yaml.MarkedYAMLError:
        event: Any = self.peek_event()  # type: ignore[no-untyped-call]
        return yaml.composer.ComposerError(None, None, why, event.start_mark)

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen: set[Any] = set()
        for name, _ in node.value:
            key = self.construct_object(name, deep=True)
            if not isinstance(key, str) or key in seen:
                raise yaml.constructor.ConstructorError(None, None, "doubled or odd key", name.start_mark)
            seen.add(key)
        return super().construct_mapping(node, deep)

    def construct_scalar(self, node: yaml.ScalarNode | yaml.MappingNode) -> Any:
        value = super().construct_scalar(node)
        if any(not sign.isprintable() and sign not in "\n\t" for sign in value):
            raise yaml.constructor.ConstructorError(None, None, "unprintable sign", node.start_mark)
        return value


# Dates stay text: their meaning belongs to the schema, not to a loader's guess.
_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in found if tag != "tag:yaml.org,2002:timestamp"]
    for first, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def read_untrusted(path: Path) -> Any:
    """The content of the file; raises ``ManifestError`` that names the file and the line."""
    try:
        with path.open("rb") as file:
            raw = file.read(LARGEST + 1)
    except OSError as error:
        raise ManifestError("manifest.unreadable", path=path, why=error.strerror or "?") from error
    if len(raw) > LARGEST:
        raise ManifestError("manifest.too_large", path=path.name, most=LARGEST)
    return parse_untrusted(raw, path.name)


def parse_untrusted(raw: bytes, name: str) -> Any:
    """The content of ``raw``; raises ``ManifestError`` that names ``name`` and the line."""
    try:
        return yaml.load(raw, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise ManifestError("manifest.bad_yaml", path=name, line=line, why=error.problem or "?") from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise ManifestError("manifest.bad_yaml", path=name, line=1, why=type(error).__name__) from error
