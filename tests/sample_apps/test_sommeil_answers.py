"""What Sommeil tells and keeps, whatever the space answers."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from sample_apps.sommeil.dossier.make_documents import FOLDER, documents
from tests.sample_apps.sommeil_answers import (
    BUSY,
    MISMATCH,
    NO_CONSENT,
    NOT_VALID,
    cut,
    doctored,
    error,
    nonsense,
    once,
    too_large,
)
from tests.sample_apps.sommeil_bench import Bench, Said, sommeil

pytestmark = pytest.mark.slow


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
