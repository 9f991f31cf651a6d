"""The contract's data files, read as YAML."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

import yaml


@cache
def document(name: str) -> Any:
    """Return the parsed content of one data file of this package, such as ``measures.yaml``.

    The value is shared: treat it as read-only. Raises ``FileNotFoundError`` when there is no such file.
    """
    return yaml.safe_load(files(__package__).joinpath(name).read_text(encoding="utf-8"))
