"""Sommeil as a client of the space: right when sound, and wrong in just one way with each of its faults."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from harness.sommeil import faults
from sample_apps.sommeil.dossier.make_documents import FOLDER, documents
from tests.sample_apps.sommeil_bench import Bench, Said, sommeil

pytestmark = pytest.mark.slow


def error(status: int, text: str = "", **headers: str) -> Callable[[Said], None]:
    """Say this instead of what the space says."""

    def change(said: Said) -> None:
        issue = {"severity": "error", "code": "processing", "diagnostics": text}
        said.status, said.answer = status, json.dumps({"resourceType": "OperationOutcome", "issue": [issue]}).encode()
        more = ((name.replace("_", "-").encode(), value.encode()) for name, value in headers.items())
        said.headers = (*said.headers, *more)

    return change


NO_CONSENT = error(403, "Consent not given, access refused.")
MISMATCH = error(403, "idPe requested do not match authorized idPe.")
NOT_VALID = error(422, "Observation resource not valid.")
BUSY = error(429, retry_after="3600")


def cut(said: Said) -> None:
    said.cut = True


def too_large(said: Said) -> None:
    said.answer += b" " * 2_000_000


def nonsense(said: Said) -> None:
    said.answer = b"[" * 100_000


def once(change: Callable[[Said], None]) -> Callable[[Said], None]:
    left = [change]
    return lambda said: left.pop()(said) if left else None


def doctored(change: Callable[[dict[str, Any]], None]) -> Callable[[Said], None]:
    """Change the Bundle that a search gives."""

    def on(said: Said) -> None:
        if said.path == "/fhir/Observation":
            bundle = json.loads(said.answer)
            change(bundle)
            said.answer = json.dumps(bundle).encode()

    return on


def _every(name: str, value: Any) -> Callable[[Said], None]:
    return doctored(lambda bundle: [entry["resource"].update({name: value}) for entry in bundle["entry"]] and None)


# Each says whether the app is wrong in one way.


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
    bench.front.change = _every("subject", {"identifier": {"system": "urn:oid:2.25.200", "value": "somebody"}})
    return bench.read() == ("read", [77])


def shows_withdrawn(bench: Bench) -> bool:
    bench.share(78)
    bench.front.change = _every("status", "entered-in-error")
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


def told_of_what_the_space_says(bench: Bench, change: Callable[[Said], None]) -> str:
    bench.front.change = once(change)
    return bench.share()


@pytest.mark.parametrize(
    ("change", "told", "later"),
    [
        (error(400), "not_recorded", "nothing_waits"),
        (error(409), "not_recorded", "nothing_waits"),
        (NOT_VALID, "not_recorded", "nothing_waits"),
        (error(504), "unavailable", "shared"),
        (error(503), "unavailable", "shared"),
        (cut, "unavailable", "shared"),
        (too_large, "unavailable", "shared"),
        (nonsense, "unavailable", "shared"),
        (error(307, location="https://127.0.0.1:9/fhir"), "unavailable", "shared"),
        (MISMATCH, "mismatch", "mismatch"),
        (NO_CONSENT, "no_consent_write", "no_consent_write"),
        (BUSY, "rest", "rest"),
        (error(503, retry_after="Wed, 21 Oct 2065 07:28:00 GMT"), "rest", "rest"),
        (error(401), "shared", "nothing_waits"),
    ],
    ids=[
        *("400", "409", "422", "504", "503", "cut", "large", "nonsense", "307", "mismatch", "consent", "429"),
        *("503-date", "401"),
    ],
)
def test_what_is_told_then_and_later(
    change: Callable[[Said], None], told: str, later: str, tmp_path: Path
) -> None:
    with sommeil(tmp_path) as bench:
        assert (told_of_what_the_space_says(bench, change), bench.sync()) == (told, later)


def test_a_measure_is_on_the_disk_before_it_is_sent(tmp_path: Path) -> None:
    kept: list[str] = []

    def look(said: Said) -> None:
        kept.append((tmp_path / "data" / "sommeil.json").read_text("utf-8"))

    with sommeil(tmp_path) as bench:
        assert told_of_what_the_space_says(bench, look) == "shared"
        identifier = bench.front.of("/fhir")[0].json["entry"][0]["resource"]["identifier"][0]["value"]
    (account,) = (one for one in json.loads(kept[0])["accounts"].values() if one["queue"])
    (item,) = account["queue"]
    assert (f"urn:uuid:{item['id']}", item["state"]) == (identifier, "waiting")


def test_a_closed_account_is_revoked_and_erased(tmp_path: Path) -> None:
    with sommeil(tmp_path) as bench:
        assert bench.http.get(f"{bench.app}/api/account/export").json()["login"] == bench.login
        assert bench.post("/api/account/close").status_code == 200
        assert len(bench.front.of("/oauth/revoke")) == 1
        assert bench.http.get(f"{bench.app}/api/diary").status_code == 401
        password = bench.running.environment["PROBANT_SOMMEIL_A_PASSWORD"]
        assert bench.post("/api/sign-in", email=bench.login, password=password).status_code == 401


def test_a_rest_ends_by_itself(tmp_path: Path) -> None:
    with sommeil(tmp_path) as bench:
        assert told_of_what_the_space_says(bench, error(429, retry_after="1")) == "rest"
        arrived = bench.front.wait_for_writes(2, seconds=10)
        assert arrived, "nothing was sent after the rest"
        assert bench.sync() == "nothing_waits"


def test_a_rest_outlives_the_pairing(tmp_path: Path) -> None:
    with sommeil(tmp_path) as bench:
        assert told_of_what_the_space_says(bench, BUSY) == "rest"
        bench.told("/api/space/disconnect")
        bench.pair()
        before = len(bench.front.business)
        assert (bench.share(), bench.read()[0]) == ("rest", "rest")
        assert len(bench.front.business) == before


def test_the_documents_of_its_dossier_are_those_that_its_declaration_makes() -> None:
    for name, content in documents().items():
        assert (FOLDER / name).read_bytes() == content


def test_an_entry_that_is_refused_is_told_as_not_recorded(tmp_path: Path) -> None:
    def on(said: Said) -> None:
        bundle = json.loads(said.answer)
        bundle["entry"][0]["response"]["status"] = "422 Unprocessable Entity"
        said.answer = json.dumps(bundle).encode()

    with sommeil(tmp_path) as bench:
        assert told_of_what_the_space_says(bench, on) == "not_recorded"


def test_a_refused_renewal_ends_the_pairing_and_keeps_the_queue(tmp_path: Path) -> None:
    with sommeil(tmp_path) as bench:
        bench.withdraw_at_space()
        assert bench.share() == "pair_again"
        seen = bench.http.get(f"{bench.app}/api/space").json()
        assert (seen["paired"], seen["waiting"]) == (False, 1)
        before = len(bench.front.calls)
        assert (bench.sync(), len(bench.front.calls)) == ("not_paired", before)
        bench.pair()
        assert bench.sync() == "shared"


def test_pages_are_read_once_each_and_never_for_ever(tmp_path: Path) -> None:
    with sommeil(tmp_path) as bench:
        bench.share(66)
        place = f"{bench.running.manifest.space.listen}/fhir/Observation?page="  # type: ignore[union-attr]
        numbers = iter(range(1000))

        def endless(said: Said) -> None:
            link = {"relation": "next", "url": place + str(next(numbers))}
            said.status = 200
            if "page=" in said.query:
                said.answer = json.dumps({"resourceType": "Bundle", "entry": []}).encode()
            doctored(lambda bundle: bundle.update(link=[link]))(said)

        bench.front.change = endless
        assert bench.read() == ("read", [66])
        assert len(bench.front.of("/fhir/Observation")) == 10


def test_no_tokens_and_no_health_data_in_its_own_addresses(tmp_path: Path) -> None:
    with sommeil(tmp_path) as bench:
        for path in ("/journal", "/espace-sante", "/api/diary"):
            answer = bench.http.get(f"{bench.app}{path}")
            assert answer.status_code == 200
            assert not urlsplit(answer.url).query


def test_every_fault_is_tried() -> None:
    assert [fault.name for fault in faults() if fault.kind == "fault"] == list(WRONG)


@pytest.mark.parametrize("name", [fault.name for fault in faults() if fault.kind == "benign"])
def test_a_harmless_variant_shares_and_reads(name: str, tmp_path: Path) -> None:
    with sommeil(tmp_path, name) as bench:
        assert bench.share(83) == "shared"
        assert bench.read() == ("read", [83])
