"""Reading our own YAML data files (a candidate's YAML goes through ``harness.untrusted_yaml``)."""

from __future__ import annotations

from typing import Any

import yaml

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def load_yaml(raw: bytes) -> Any:
    """The content of one of our own YAML files, read with the C loader where there is one."""
    return yaml.load(raw, Loader=_Loader)
