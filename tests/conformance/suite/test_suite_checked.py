"""A run becomes an audit that schema, report and signature take; expected failures are strict both ways."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import msgspec
import pytest
from jsonschema import Draft202012Validator

from conformance.suite.checked import Checked, checked
from conformance.suite.manifest import Expected
from conformance.suite.run import Run, run
from criteria.audit import EngineError, decode, encode
from criteria.verdict import Verdict
from reports.har import har_of
from reports.html import render_html
from reports.signing import Signer, attest, check_attestation
from tests.conformance.suite.altering import altered
from tests.conformance.suite.in_process import in_process
from tests.conformance.suite.serving import made
from tests.conformance.suite.wrong_spaces import WRONG_SPACES

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
SCHEMA = json.loads((Path(__file__).parents[3] / "criteria" / "audit.schema.json").read_text("utf-8"))
BROKEN, HELD = "discovery.issuer", "discovery.keys"


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    """A run in which one clause is broken, others hold, some do not apply."""
    (wrong,) = [one for one in WRONG_SPACES if one.name == "issuer-of-another"]
    assert wrong.change
    folder = tmp_path_factory.mktemp("suite")
    with made(folder) as there, in_process(altered(there.space.app, wrong.change)) as adapter:
        yield run(there.manifest, areas=("discovery", "quota", "generated"), generated=0, adapter=adapter)


def _checked(ran: Run, *expected: Expected) -> Checked:
    manifest = msgspec.structs.replace(ran.manifest, expected_failures=expected)
    return checked(msgspec.structs.replace(ran, manifest=manifest), engine="probant 0", now=NOW)


def _verdicts(result: Checked) -> dict[str, Verdict]:
    return {one.criterion: one.verdict for one in result.audit.verdicts}


def _expected(clause: str, until: date, strict: bool = True) -> Expected:
    return Expected(clause=clause, reason="a known fault", until=until, strict=strict)


def test_the_audit_is_one_of_the_project(ran: Run) -> None:
    result = _checked(ran)
    raw = encode(result.audit)
    Draft202012Validator(SCHEMA).validate(json.loads(raw))
    assert decode(raw) == result.audit
    assert (
        result.audit.counts["total"]
        == len(result.audit.verdicts)
        == sum(_verdicts(result).values() is not None for _ in ran.tried)
    )
    assert result.audit.decision.decision == "refused"


def test_it_is_rendered_and_signed(ran: Run) -> None:
    result = _checked(ran)
    page = render_html(result.audit)
    assert BROKEN.encode() in page
    archive = har_of((seen, result.blobs.__getitem__) for seen in result.observations)
    assert len(archive["log"]["entries"]) == len(ran.recorder.exchanges)
    digest = hashlib.sha256(encode(result.audit)).hexdigest()
    predicate = {name: getattr(result.audit, name) for name in ("origin", "profile")} | {"decision": "refused"}
    signed = attest(Signer.generate(), {"audit.json": digest}, predicate)
    check_attestation(signed, {"audit.json": digest})


def test_a_fail_points_at_what_was_seen(ran: Run) -> None:
    result = _checked(ran)
    (broken,) = [one for one in result.audit.verdicts if one.criterion == BROKEN]
    said = broken.finding.statements[0]
    assert broken.finding.rests_on == said.observations
    assert {one.id for one in result.audit.observations} >= set(said.observations)
    assert "other.example.test" in said.seen.en and "other.example.test" in said.seen.fr


def test_the_exit_code_follows(ran: Run) -> None:
    assert _checked(ran).code == 1
    until = date(2026, 3, 2)
    both = (_expected(BROKEN, until), _expected("discovery.smart-agrees", until))
    assert _checked(ran, *both).code == 0
    bug = EngineError(criterion=HELD, error="a bug", traceback=())
    assert _checked(msgspec.structs.replace(ran, errors=(bug,)), *both).code == 4
    nothing = [one for one in ran.tried if one.result == "skipped"]
    assert _checked(msgspec.structs.replace(ran, tried=tuple(nothing))).code == 0


@pytest.mark.parametrize(
    ("clause", "until", "strict", "verdict"),
    [
        (BROKEN, date(2026, 3, 2), True, Verdict.REVIEW),  # its last day
        (BROKEN, date(2026, 3, 1), True, Verdict.FAIL),  # over
        (BROKEN, date(2026, 3, 1), False, Verdict.FAIL),
        (HELD, date(2026, 3, 2), True, Verdict.FAIL),  # it holds after all
        (HELD, date(2026, 3, 2), False, Verdict.PASS),
        ("quota.told-to-wait", date(2026, 3, 2), True, Verdict.NOT_APPLICABLE),
    ],
)
def test_expected_failures(ran: Run, clause: str, until: date, strict: bool, verdict: Verdict) -> None:
    result = _checked(ran, _expected(clause, until, strict))
    assert _verdicts(result)[clause] is verdict
    (judged,) = [one for one in result.audit.verdicts if one.criterion == clause]
    told = [one for one in judged.finding.statements if one.clause == "expected"]
    assert bool(told) == (clause != "quota.told-to-wait")
    assert all("a known fault" in one.seen.en and until.isoformat() in one.seen.fr for one in told)
    Draft202012Validator(SCHEMA).validate(json.loads(encode(result.audit)))
