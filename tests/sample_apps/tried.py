"""What is tried on an exchange, and what was seen: one small experiment for each fault."""

from __future__ import annotations

from collections.abc import Callable

from conformance.contract.observation import validate_bundle
from conformance.contract.profile_issues import profile_issues
from tests.conformance.client import Browser
from tests.sample_apps.exchange import Exchange
from tests.sample_apps.stage import Played
from tests.sample_apps.test_tensio_outbox import REFUSED, response, stands
from tests.sample_apps.test_tensio_read_back import SHOWN, observation, searchset
from tests.sample_apps.test_tensio_stopped import CONSENT, MISMATCH

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


def shows_twice(here: Exchange) -> int:
    """How often a measure stands in the page that came twice."""
    here.press("lire")
    return here.press("lire", searchset(observation(here), observation(here))).text.partition("relues")[2].count(SHOWN)


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
