"""The reference space holds to every clause, on every database; the suite leaves it as it was, and keeps no secret."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from conformance.space.limits import Rate
from conformance.suite.case import CASES
from conformance.suite.clauses import clauses
from conformance.suite.run import Run, run
from tests.conformance.space.postgres import a_postgres, empty_schema
from tests.conformance.suite.in_process import in_process
from tests.conformance.suite.serving import Made, made, results, served, told
from tests.conformance.tls import TlsFiles

GENERATED = {one.id for one in clauses() if one.area == "generated"}
WRITING = {one.id for one in clauses() if one.profile == "writes"}


class Whole(msgspec.Struct, frozen=True):
    """A whole run, and the space that it left."""

    there: Made
    ran: Run


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Whole]:
    with made(tmp_path_factory.mktemp("suite")) as there, in_process(there.space.app) as adapter:
        yield Whole(there, run(there.manifest, generated=0, adapter=adapter))


def test_every_clause_has_one_case_and_every_case_a_clause() -> None:
    assert [one.id for one in clauses()] == list(dict.fromkeys(one.id for one in clauses()))
    assert {one.id for one in clauses()} == set(CASES)


def test_the_reference_space_holds(whole: Whole) -> None:
    assert not results(whole.ran, "broken", "unseen") and not whole.ran.errors, told(whole.ran)
    assert results(whole.ran, "skipped") == GENERATED
    assert results(whole.ran, "inapplicable") == {"quota.told-to-wait"}


def test_what_was_paired_is_disconnected(whole: Whole) -> None:
    space = whole.there.space
    assert [space.app.state.pairings.of(person.login) for person in space.people] == [[], []]
    assert [one.en for one in whole.ran.left if "paired" in one.en] == []


def test_no_secret_is_kept(whole: Whole) -> None:
    observations, blobs = whole.ran.recorder.observations()
    kept = msgspec.json.encode(observations) + b"".join(blobs.values())
    secrets = [one.password for one in whole.there.manifest.people]
    for one in whole.ran.recorder.exchanges:
        bearer = one.sent_headers.get("authorization", "")
        secrets += [bearer.removeprefix("Bearer ")] if len(bearer) > 40 else []
        secrets += [value for name, value in one.sent_headers.items() if name == "id-token" and len(value) > 100]
    assert len(set(secrets)) > 20
    assert [one for one in secrets if one.encode() in kept] == []
    assert b"[access_token-" in kept and b"[password-" in kept and b"[client_assertion-" in kept


def test_a_read_only_run_asks_for_no_right_to_write(tmp_path: Path) -> None:
    with made(tmp_path) as there, in_process(there.space.app) as adapter:
        ran = run(there.manifest, read_only=True, generated=2, adapter=adapter)
    assert not results(ran, "broken", "unseen") and not ran.errors, told(ran)
    assert results(ran, "skipped") == WRITING
    assert not [one for one in ran.recorder.exchanges if b"transaction-response" in one.body]
    assert not [
        one
        for one in ran.recorder.exchanges
        if one.status == 200 and b"patient/Observation.c" in one.body and one.url.endswith("/token")
    ]
    assert ran.left == ()


def test_quotas_are_tried_where_they_are_named(tmp_path: Path) -> None:
    with made(tmp_path, client_rate=Rate(per_second=0.01, burst=3)) as there, in_process(there.space.app) as adapter:
        manifest = msgspec.structs.replace(there.manifest, quota=3)
        ran = run(manifest, areas=("quota",), adapter=adapter)
    assert results(ran, "held") == {"quota.told-to-wait"}, told(ran)


def test_a_space_that_does_not_answer_is_not_judged(tmp_path: Path) -> None:
    with made(tmp_path, base="https://127.0.0.1:1") as there:
        ran = run(msgspec.structs.replace(there.manifest, ca=""), areas=("discovery", "token", "write"))
    assert not results(ran, "broken", "held") and not ran.errors
    assert all(one.error for one in ran.recorder.exchanges)


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_it_holds_over_tls_on_each_database(kind: str, tls: TlsFiles, tmp_path: Path) -> None:
    if kind == "sqlite":
        _holds(tls, tmp_path, f"sqlite:///{tmp_path / 'space.db'}")
    else:
        with a_postgres() as address:
            _holds(tls, tmp_path, empty_schema(address))


def _holds(tls: TlsFiles, folder: Path, database: str) -> None:
    with served(tls, folder, database=database) as there:
        first, second = run(there.manifest), run(there.manifest)
    for ran in (first, second):  # the second meets what the first left
        assert not results(ran, "broken", "unseen", "skipped") and not ran.errors, told(ran)
        assert results(ran, "held") == {one.id for one in clauses()} - {"quota.told-to-wait"}
