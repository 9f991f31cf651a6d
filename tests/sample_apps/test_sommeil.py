"""Sommeil as a client of the space: right when sound, and wrong in just one way with each of its faults."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from harness.sommeil import faults
from tests.sample_apps.sommeil_answers import BUSY, NO_CONSENT, NOT_VALID, cut, doctored, every_member, once
from tests.sample_apps.sommeil_bench import Bench, sommeil

pytestmark = pytest.mark.slow


def doubles(bench: Bench) -> bool:
    bench.front.change = once(cut)
    assert bench.share() == "unavailable"
    assert bench.sync() == "shared"
    sent = [call.json["entry"][0]["resource"]["identifier"][0]["value"] for call in bench.front.of("/fhir")]
    assert len(sent) == 2
    return sent[0] != sent[1]


def presses(bench: Bench) -> bool:
    bench.front.change = once(BUSY)
    bench.share()
    bench.sync(), bench.read()
    return len(bench.front.business) > 1


def shows_another(bench: Bench) -> bool:
    bench.share(77)
    bench.front.change = every_member("subject", {"identifier": {"system": "urn:oid:2.25.200", "value": "somebody"}})
    return bench.read() == ("read", [77])


def shows_withdrawn(bench: Bench) -> bool:
    bench.share(78)
    bench.front.change = every_member("status", "entered-in-error")
    return bench.read() == ("read", [78])


def leaves_origin(bench: Bench) -> bool:
    bench.share(79)
    elsewhere = bench.running.manifest.space.listen.replace("127.0.0.1", "localhost")  # type: ignore[union-attr]
    link = {"relation": "next", "url": f"{elsewhere}/fhir/Observation?page=2"}
    bench.front.change = once(doctored(lambda bundle: bundle.update(link=[link])))
    before = len(bench.front.of("/fhir/Observation"))
    bench.read()
    return len(bench.front.of("/fhir/Observation")) - before > 1


def calls_after(bench: Bench) -> bool:
    bench.told("/api/space/disconnect")
    before = len(bench.front.calls)
    bench.share(), bench.sync(), bench.read()
    return len(bench.front.calls) > before


def does_not_revoke(bench: Bench) -> bool:
    assert bench.told("/api/space/disconnect")["told"] == "disconnected"
    return not bench.front.of("/oauth/revoke")


def insists(bench: Bench) -> bool:
    bench.front.change = once(NO_CONSENT)
    assert bench.share() == "no_consent_write"
    assert bench.read()[0] == "read"  # the other purpose goes on
    before = len(bench.front.of("/fhir"))
    bench.sync()
    return len(bench.front.of("/fhir")) > before


def claims_success(bench: Bench) -> bool:
    bench.front.change = once(NOT_VALID)
    return bench.share() == "shared"


def challenge_in_clear(bench: Bench) -> bool:
    bench.begin()
    (*_, asked) = [call for call in bench.front.of("/oauth/authorize") if "code_challenge" in call.query]
    return parse_qs(asked.query)["code_challenge_method"] == ["plain"]


def takes_any_state(bench: Bench) -> bool:
    address = urlsplit(bench.begin())
    forged = address._replace(query=address.query.replace("state=", "state=x"))
    before = len(bench.front.of("/oauth/token"))
    bench.http.get(forged.geturl(), allow_redirects=False)
    return len(bench.front.of("/oauth/token")) > before


def no_profile(bench: Bench) -> bool:
    bench.share()
    return "meta" not in bench.front.of("/fhir")[0].json["entry"][0]["resource"]


WRONG: dict[str, Callable[[Bench], bool]] = {
    "doubles_after_lost_answer": doubles,
    "ignores_retry_after": presses,
    "shows_other_person": shows_another,
    "shows_entered_in_error": shows_withdrawn,
    "follows_foreign_next": leaves_origin,
    "calls_after_disconnect": calls_after,
    "no_revocation": does_not_revoke,
    "goes_on_after_refusal": insists,
    "refusal_as_success": claims_success,
    "pkce_plain": challenge_in_clear,
    "accepts_any_state": takes_any_state,
    "no_profile": no_profile,
}


@pytest.mark.parametrize("name", WRONG)
@pytest.mark.parametrize("sound", [True, False], ids=["sound", "faulty"])
def test_a_fault_is_wrong_in_its_own_way(name: str, sound: bool, tmp_path: Path) -> None:
    with sommeil(tmp_path, *() if sound else (name,), paired=name != "pkce_plain") as bench:
        assert WRONG[name](bench) is not sound


def test_every_fault_of_the_exchange_is_tried() -> None:
    of_exchange = [fault.name for fault in faults() if fault.kind == "fault" and fault.family == "exchange"]
    assert of_exchange == list(WRONG)


@pytest.mark.parametrize("name", [fault.name for fault in faults() if fault.kind == "benign"])
def test_a_harmless_variant_shares_and_reads(name: str, tmp_path: Path) -> None:
    with sommeil(tmp_path, name) as bench:
        assert bench.share(83) == "shared"
        assert bench.read() == ("read", [83])
