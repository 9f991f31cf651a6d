"""axe-core in a page: a program of its own (MPL-2.0), installed on demand by its package manager, not part of ours."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.resources import as_file, files

import msgspec

from criteria.browser_record import AxeRecord
from harness.errors import ConfigurationError, LookFailed
from harness.node_packages import node_packages
from harness.probes.browser.keyboard import walk
from harness.probes.browser.sitting import Opened, Sitting
from harness.probes.browser.worlds import World

TRIES = 2


@cache
def engine() -> str:
    """The program text of axe-core; raises ``LookFailed`` that says what is lacking."""
    try:
        with as_file(files(__package__)) as folder:
            return (node_packages(folder) / "axe-core" / "axe.min.js").read_text("utf-8")
    except (ConfigurationError, OSError) as error:
        raise LookFailed("browser.no_axe", detail=error) from error


def _examined(world: World) -> object:
    """What it says of the document that is there; once more where that one left between the two calls."""
    for _ in range(TRIES):
        world.evaluate(engine())
        found = world.run("axe")
        if isinstance(found, dict):
            return found
    return None


def examine(sitting: Sitting, opened: Sequence[Opened]) -> None:
    """Run it in each page that loaded, in a world of its own, and record what it says."""
    for one in opened:
        if not one.response or sitting.deadline.near:
            continue
        found = _examined(sitting.world(one.page))
        if isinstance(found, dict):
            place = msgspec.structs.replace(sitting.place, page=one.stop.url)
            plain = {name: getattr(place, name) for name in place.__struct_fields__}
            sitting.room.observe(
                kind="browser.axe", data=msgspec.convert({**plain, **found}, AxeRecord), target=one.stop.url
            )
            walk(sitting, one)
