"""The suite can fail: each wrong space is caught by the clause that it breaks, and by no other without a reason."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from conformance.suite.clauses import clauses
from conformance.suite.run import Run, run
from tests.conformance.suite.in_process import in_process
from tests.conformance.suite.serving import made, results, told
from tests.conformance.suite.wrong_space import Wrong, patched
from tests.conformance.suite.wrong_spaces import WRONG_SPACES

FEW = [one for one in WRONG_SPACES if not one.generated][::6]
each = pytest.mark.parametrize("wrong", WRONG_SPACES, ids=lambda wrong: wrong.name)
some = pytest.mark.parametrize("wrong", FEW, ids=lambda wrong: wrong.name)


def _run(wrong: Wrong, folder: Path, areas: tuple[str, ...] = ()) -> Run:
    with patched(wrong), made(folder, **wrong.settings) as there, in_process(wrong.wrap(there.space.app)) as adapter:
        manifest = msgspec.structs.replace(there.manifest, **wrong.manifest)
        return run(manifest, areas=areas, generated=wrong.generated, adapter=adapter)


def test_there_are_enough_and_each_is_another() -> None:
    assert len({wrong.name for wrong in WRONG_SPACES}) == len(WRONG_SPACES) >= 30
    known = {one.id for one in clauses()}
    for wrong in WRONG_SPACES:
        assert {wrong.breaks, *wrong.too} <= known
        assert bool(wrong.too) == bool(wrong.why), wrong.name


@some
def test_the_clause_that_it_breaks_catches_it(wrong: Wrong, tmp_path: Path) -> None:
    ran = _run(wrong, tmp_path, (wrong.breaks.partition(".")[0],))
    assert wrong.breaks in results(ran, "broken"), told(ran)


@pytest.mark.slow
@each
def test_no_other_clause_fails(wrong: Wrong, tmp_path: Path) -> None:
    ran = _run(wrong, tmp_path)
    assert results(ran, "broken") == {wrong.breaks, *wrong.too}, told(ran)
    assert not ran.errors, told(ran)
