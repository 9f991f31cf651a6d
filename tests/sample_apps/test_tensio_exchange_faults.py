"""Each fault of the exchange changes what it says; the sound app, tried in the same way, does otherwise."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from conformance.contract.observation import validate_bundle
from conformance.contract.profile_issues import profile_issues
from sample_apps.tensio.faults import delivery, purposes, written
from tests.conformance.client import Browser
from tests.sample_apps.conftest import Lab
from tests.sample_apps.exchange import Exchange, Played, exchange
from tests.sample_apps.test_tensio_outbox import CONSENT, MISMATCH, REFUSED, response, stands
from tests.sample_apps.test_tensio_read_back import SHOWN, observation, searchset

LOST = Played(504, stored=True)
WAIT = Played(429, headers={"retry-after": "600"})


def calls_of(here: Exchange, press: Callable[[], object]) -> int:
    """How many calls of the measures interface follow."""
    before = len(here.stage.calls)
    press()
    return len(here.stage.calls) - before


def after_parting(here: Exchange) -> int:
    here.press("dissocier")
    return calls_of(here, lambda: here.press("synchroniser"))


def revocations(here: Exchange) -> int:
    here.press("dissocier")
    return here.stage.revocations


def after_refused_write(here: Exchange) -> tuple[int, int]:
    """Calls of a synchronisation, and of reading, after the consent to writing is gone."""
    here.press("partager", CONSENT)
    return calls_of(here, lambda: here.press("synchroniser")), calls_of(here, lambda: here.press("lire"))


def words_of_refusal(here: Exchange) -> tuple[bool, bool]:
    """Whether a refused write is told at once, and whether the page says later what is stopped."""
    return bool(here.told("partager", CONSENT)), "arrêté" in here.visitor.get("/espace-sante").text


def subject_is_kept(here: Exchange) -> tuple[bool, bool]:
    """Whether a measure names the person paired, and whether it does after another has paired."""
    first = "est arrivée" in here.told("partager")
    here.press("dissocier")
    other = Browser(here.browser.base, str(here.visitor.http.verify))
    other.sign_in(here.space.people.add())
    here.pair(other)
    return first, "est arrivée" in here.told("partager")


def after_mismatch(here: Exchange) -> int:
    return calls_of(here, lambda: here.press("partager", MISMATCH, MISMATCH))


def shows(here: Exchange, changes: dict[str, object]) -> bool:
    here.press("lire")
    return SHOWN in here.press("lire", searchset(observation(here, **changes))).text


def shows_other(here: Exchange) -> bool:
    return shows(here, {"subject": {"identifier": {"system": "urn:oid:2.25.9", "value": "x"}}})


def shows_withdrawn(here: Exchange) -> tuple[bool, bool]:
    return shows(here, {"status": "entered-in-error"}), shows(here, {"status": "cancelled"})


def issues(here: Exchange) -> tuple[bool, bool, bool]:
    """Whether the contract has nothing to say against what is sent, nor the profile; and whether it is recorded."""
    told = here.told("partager")
    bundle = here.stage.bodies[-1]
    return not validate_bundle(bundle, solution_oid="2.25.100"), not profile_issues(bundle), "est arrivée" in told


def refused_is_shared(here: Exchange) -> tuple[int, int, int]:
    """How many count as shared after three refusals, a partial failure, and a lost answer."""
    for answer, _ in REFUSED[:3]:
        here.press("partager", answer)
    counts = [stands(here, "Partagée")]
    for answer in (Played(200, response("200", "422")), LOST):
        here.press("partager", answer)
        counts.append(stands(here, "Partagée") - sum(counts))
    return counts[0], counts[1], counts[2]


def stored_after_loss(here: Exchange) -> int:
    here.press("partager", LOST)
    here.press("synchroniser")
    return here.press("lire").text.partition("relues")[2].count("127 / 79")


def after_wait(here: Exchange) -> int:
    here.press("partager", WAIT)
    return calls_of(here, lambda: here.press("synchroniser"))


def pages_of_loop(here: Exchange) -> int:
    loop = searchset(onward="Observation?p=2")
    return calls_of(here, lambda: here.press("lire", *[loop] * 300))


def foreign_calls(here: Exchange) -> bool:
    """Whether the page at another authority is asked for: nobody answers there, and the person is told so."""
    return bool(here.told("lire", searchset(onward="https://127.0.0.1:1/fhir/Observation")))


def picture(here: Exchange) -> tuple[bool, bool]:
    here.press("lire")
    page = here.press("lire", searchset(observation(here)))
    host = "https://mesure-audience.example"
    return f'src="{host}/p.gif?v=163/101"' in page.text, host in page.headers["Content-Security-Policy"]


def calls_at_504(here: Exchange) -> int:
    return calls_of(here, lambda: here.press("partager", Played(504), Played(504), Played(504)))


def first_parameter(here: Exchange) -> str:
    here.press("lire")
    return here.stage.calls[-1][1].partition("?")[2].partition("=")[0]


def note_shown(here: Exchange) -> bool:
    here.press("lire")
    shown = observation(here, note=[{"text": "au <b>repos</b>"}])
    return "au &lt;b&gt;repos" in here.press("lire", searchset(shown)).text


def bundle_has_id(here: Exchange) -> bool:
    here.press("partager")
    return "id" in here.stage.bodies[-1]


def arrives(here: Exchange) -> bool:
    return "est arrivée" in here.told("partager") and "127 / 79" in here.press("lire").text.partition("relues")[2]


RIGHT = (True, True, True)
# The fault, what is tried, what the sound app does, and what the fault makes of it.
TRIED: list[tuple[str, Callable[[Exchange], object], object, object]] = [
    ("calls_after_unpairing", after_parting, 0, 1),
    ("no_revocation", revocations, 1, 0),
    ("goes_on_after_refusal", after_refused_write, (0, 1), (1, 1)),
    ("stops_all_purposes", after_refused_write, (0, 1), (0, 0)),
    ("silent_refusal", words_of_refusal, (True, True), (False, False)),
    ("other_subject_written", subject_is_kept, (True, True), (False, False)),
    ("keeps_first_pairing", subject_is_kept, (True, True), (True, False)),
    ("tries_other_id", after_mismatch, 1, 2),
    ("shows_other_person", shows_other, False, True),
    ("no_profile", issues, RIGHT, (False, False, False)),
    ("wrong_category", issues, RIGHT, (False, False, False)),
    ("bmi_sent", issues, RIGHT, (False, True, False)),
    ("refusal_as_success", refused_is_shared, (0, 0, 0), (3, 0, 0)),
    ("partial_failure_as_success", refused_is_shared, (0, 0, 0), (0, 1, 0)),
    ("loses_after_lost_answer", refused_is_shared, (0, 0, 0), (0, 0, 1)),
    ("doubles_after_lost_answer", stored_after_loss, 1, 2),
    ("ignores_retry_after", after_wait, 0, 1),
    ("follows_next_loop", pages_of_loop, 2, 200),
    ("follows_foreign_next", foreign_calls, False, True),
    ("shows_entered_in_error", shows_withdrawn, (False, False), (True, False)),
    ("notes_to_third_party", picture, (False, False), (True, True)),
    ("retries_once", calls_at_504, 1, 2),
    ("search_order", first_parameter, "code", "_count"),
    ("shows_source_note", note_shown, False, True),
    ("extra_bundle_id", bundle_has_id, False, True),
]
HARMLESS = [
    "retries_once", "search_order", "shows_source_note", "extra_bundle_id", "header_case", "extra_extension",
    "profile_listed_second",
]


def test_every_fault_is_tried() -> None:
    made = {*purposes.FAULTS, *written.FAULTS, *delivery.FAULTS}
    assert {name for name, *_ in TRIED} | set(HARMLESS) == made


@pytest.mark.parametrize(("fault", "tried", "sound", "wrong"), TRIED, ids=[name for name, *_ in TRIED])
def test_fault_does_what_it_says(
    lab: Lab, tmp_path: Path, fault: str, tried: Callable[[Exchange], object], sound: object, wrong: object
) -> None:
    found = []
    for faults in ((), (fault,)):
        folder = tmp_path / str(len(faults))
        folder.mkdir()
        with exchange(lab, folder, *faults) as here:
            found.append(tried(here))
    assert found == [sound, wrong]


@pytest.mark.parametrize("name", HARMLESS)
def test_harmless_variant_keeps_to_the_contract(lab: Lab, tmp_path: Path, name: str) -> None:
    with exchange(lab, tmp_path, name) as here:
        assert arrives(here)
        assert not validate_bundle(here.stage.bodies[-1], solution_oid="2.25.100")
        assert not profile_issues(here.stage.bodies[-1])
