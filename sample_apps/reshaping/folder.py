"""What a vendor hands in beside such pages: its manifest, recordings and dossier name the same things otherwise."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from sample_apps.reshaping.addresses import outward
from sample_apps.reshaping.names import rename_selector
from sample_apps.reshaping.shape import Shape
from sample_apps.reshaping.wording import in_other_words, typed

ROLE = re.compile(r"\[role=.*\]\Z")
LABELLED = re.compile(r"(?<=\[aria-labelledby=\")[^\"]+")
MAIN = re.compile(r"(?:^|(?<=/))main(?=\s)")
SUBMIT = re.compile(r"(?<![\w-])button(?![\w\[-])")


def reshape_folder(folder: Path, seed: int) -> None:
    """Rewrite ``candidate.yaml``, ``dossier/dossier.yaml`` and ``recordings/*.json`` in place."""
    shape = Shape(seed)
    for path in (folder / "candidate.yaml", folder / "dossier" / "dossier.yaml"):
        path.write_text(outward(path.read_text("utf-8"), shape), "utf-8")
    for path in sorted((folder / "recordings").glob("*.json")):
        steps = json.loads(path.read_text("utf-8"))
        path.write_text(json.dumps(_recorded(steps, shape), ensure_ascii=False, indent=2), "utf-8")


def _recorded(found: Any, shape: Shape) -> Any:
    if isinstance(found, list):
        return [_recorded(one, shape) for one in found]
    if not isinstance(found, dict):
        return found
    made = {name: _recorded(value, shape) for name, value in found.items()}
    if isinstance(made.get("url"), str):
        made["url"] = outward(made["url"], shape)
    if "selectors" in made and not str(made.get("value", "")).startswith("${space."):
        made["selectors"] = [[reshape_selector(one, shape) for one in chain] for chain in made["selectors"]]
    return made


def reshape_selector(selector: str, shape: Shape) -> str:
    """The selector by which a recorder would have named the same element on the reshaped page."""
    if selector.startswith(("aria/", "text/")):
        kind, _, rest = selector.partition("/")
        role = ROLE.search(rest)
        name = rest[: role.start()] if role else rest
        return f"{kind}/{typed(in_other_words(name, shape), shape)}{role[0] if role else ''}"
    named = LABELLED.sub(lambda found: shape.name("id", found[0]), rename_selector(selector, shape))
    named = MAIN.sub("*:is(main, [role=main])", named)
    named = SUBMIT.sub(':is(button, input[type="submit"])', named)
    return re.sub(r'(?<=action=")[^"]+|(?<=href=")[^"]+', lambda found: outward(found[0], shape), named)
