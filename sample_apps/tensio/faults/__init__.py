"""Deliberate defects, switched on by name. ``faults.yaml`` says what each one violates, and why.

A fault replaces parts of the :class:`.Build`; the app's own code knows nothing of it. Faults that lie in the
certificate or in the dossier are the caller's to make: their names are accepted here and change nothing. Every module
of this package that has ``FAULTS`` (name to function of a build) adds its own.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Iterable
from importlib import import_module

from sample_apps.tensio.build import Build
from sample_apps.tensio.faults.catalogue import names_made_by_the_caller

IN_APP: dict[str, Callable[[Build], None]] = {
    name: fault
    for module in sorted(found.name for found in pkgutil.iter_modules(__path__))
    for name, fault in getattr(import_module(f"{__name__}.{module}"), "FAULTS", {}).items()
}


def apply_faults(build: Build, names: Iterable[str]) -> None:
    """Switches faults on. Raises ``SystemExit`` with the unknown name."""
    for name in names:
        if name in IN_APP:
            IN_APP[name](build)
        elif name not in names_made_by_the_caller():
            raise SystemExit(f"unknown fault {name!r}: see sample_apps/tensio/faults.yaml")
