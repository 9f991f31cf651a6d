"""No check knows the sample by its words or its markup: in another vendor's hand it gets the same verdicts."""

from __future__ import annotations

from pathlib import Path

import pytest

from criteria.catalogue import catalogue
from harness.audit.evaluate import evaluate
from harness.audit.run import run_audit
from harness.matrix import decided, verdicts_of
from harness.probes import KINDS
from harness.samples import Fault, faults, running_tensio
from reports.signing import Signer

pytestmark = pytest.mark.slow
READING = ("reference.", "dossier.", "http.crawl", "http.form", "http.release", "http.security_txt", "content.sample",
           "content.machine", "outside.")  # fmt: skip
"""The looks that read pages and files, without a browser, an account or the space."""
HANDS = (2, 8)
"""Seeds whose habits differ: old and new addresses, tables and lists, roles for elements, dates in figures."""
IN_WORDS = (
    *("legal_no_director", "no_help_link", "notice_no_complaint", "articles_unsigned", "articles_undated"),
    *("funder_hidden", "text_changed_after_review"),
)
"""Faults that lie in what pages say or how they say it; ``probant matrix --reshape SEED`` plays all of them."""


def read_only() -> tuple[str, ...]:
    """The criteria that need no other looks."""
    rules = catalogue()
    looks = {name: (*rules[name].looks, *rules[name].optional_looks) for name in decided()}
    return tuple(name for name, needed in looks.items() if all(look.startswith(READING) for look in needed))


def read(folder: Path, reshape: int | None, *chosen: Fault) -> dict[str, str]:
    """The verdicts of those criteria."""
    kinds = {name: kind for name, kind in KINDS.items() if name.startswith(READING)}
    with running_tensio(folder / "candidate", chosen, reshape) as running:
        signer = Signer.generate()
        run_audit(
            running.manifest, running.folder, folder / "bundle", signer=signer, only=read_only(), kinds=kinds,
            environment=running.environment,
        )  # fmt: skip
    return verdicts_of(evaluate(folder / "bundle"))


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The verdicts of the sample as it is."""
    found = read(tmp_path_factory.mktemp("sound"), None)
    assert {"CON-01", "CON-06", "CON-07", "GDP-02"} <= {name for name, verdict in found.items() if verdict == "pass"}
    return found


@pytest.mark.parametrize("hand", HANDS)
def test_another_hand_gets_the_same_verdicts(sound: dict[str, str], hand: int, tmp_path: Path) -> None:
    assert read(tmp_path, hand) == sound


@pytest.mark.parametrize("name", IN_WORDS)
def test_a_fault_is_one_in_any_hand(sound: dict[str, str], name: str, tmp_path: Path) -> None:
    (fault,) = (one for one in faults() if one.name == name)
    moved = dict.fromkeys(fault.violates, "fail") | dict.fromkeys(fault.reviews, "review")
    moved |= dict.fromkeys(fault.blinds, "inconclusive")
    expected = {one: moved.get(one, verdict) for one, verdict in sound.items()}
    assert read(tmp_path, HANDS[IN_WORDS.index(name) % len(HANDS)], fault) == expected
