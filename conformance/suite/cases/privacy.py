"""What an app may not learn: another person's record, another app's id, the person's identity."""

from __future__ import annotations

import re
from collections.abc import Callable

from conformance.suite.answer import Answer
from conformance.suite.bench import Bench, during, stamp
from conformance.suite.case import case
from conformance.suite.cases.search import LAST
from conformance.suite.outcome import Broken, Unseen, expect, expect_outcome, expect_same, expect_status
from conformance.suite.pair import locations

# 13 digits that begin with the sex (a 2A or 2B in them for Corsica), and their key.
_NIR = re.compile(rb"(?<![\w.])([1-478]\d{4}(?:\d{2}|2[AB])\d{6}) ?(\d{2})(?![\w.])")
# OIDs of the INS: real (NIR, NIA) and for tests.
_INS_OID = re.compile(rb"1\.2\.250\.1\.213\.1\.4\.(?:2|8|9|10|11)(?![\d.])")


def _written(bench: Bench, app: int = 0, person: int = 0) -> tuple[str, Answer]:
    answer = bench.pair(app, person).write("body_weight", stamp(bench.minute()))
    if answer.status != 200 or not locations(answer):
        raise Unseen("no_write", answer)
    return f"/{locations(answer)[0]}", answer


@case("privacy.measure-of-another-person")
def measure_of_another(bench: Bench) -> None:
    path, written = _written(bench)
    answer = bench.pair(0, 1).get(path)
    expect(answer.status != 200, "leak", written, answer, what=path)
    expect_outcome(answer, "not_found")


@case("privacy.search-own-record-only")
def search_own(bench: Bench) -> None:
    when = bench.minute()
    written = bench.pair(0, 0).write("body_weight", stamp(when))
    if written.status != 200:
        raise Unseen("no_write", written)
    answer = bench.pair(0, 1).search("body_weight", *during(when))
    expect_status(answer, 200)
    expect_same("total", answer.member("total"), 0, written, answer)


@case("privacy.last-own-record-only")
def last_own(bench: Bench) -> None:
    first, second = bench.pair(0, 0), bench.pair(0, 1)
    if first.write("waist_circumference", stamp(bench.minute()), 83).status != 200:
        raise Unseen("no_write")
    answer = second.search("waist_circumference", *LAST)
    expect_status(answer, 200)
    expect(first.idpe not in answer.text, "leak", answer, what="idPE")
    shown = {str(one.get("fullUrl")) for one in answer.member("entry") or () if isinstance(one, dict)}
    mine = first.search("waist_circumference", *LAST)
    theirs = {str(one.get("fullUrl")) for one in mine.member("entry") or () if isinstance(one, dict)}
    expect(not shown & theirs, "leak", answer, mine, what="Observation")


@case("privacy.id-of-another-app")
def id_of_another_app(bench: Bench) -> None:
    """What one app wrote holds its own idPE; another app that reads it must not find that id there."""
    when, first, second = bench.minute(), bench.pair(0), bench.pair(1)
    written = first.write("body_weight", stamp(when))
    answer = second.search("body_weight", *during(when))
    if written.status != 200 or not answer.member("total"):
        raise Unseen("no_write", written, answer)
    expect(first.idpe not in answer.text, "leak", written, answer, what="idPE")


@case("privacy.device-of-another-person")
def device_of_another(bench: Bench) -> None:
    when = bench.minute()
    name = f"shared-{stamp(when)}"
    first = bench.pair(0, 0).write("body_weight", stamp(when), device=name)
    second = bench.pair(0, 1).write("body_weight", stamp(when), device=name)
    if first.status != 200 or second.status != 200:
        raise Unseen("no_write", first, second)
    path = next((one for one in locations(first) if one.startswith("Device/")), "Device/none")
    answer = bench.pair(0, 1).get(f"/{path}")
    expect(answer.status != 200, "leak", first, second, answer, what=path)


def _search_record(bench: Bench, found: Callable[[bytes], object], what: str) -> None:
    """Everything that the space sent to an app, or to nobody in particular, holds no such thing."""
    for one in bench.recorder.exchanges:
        told = (one.body, one.headers.get("location", "").encode())
        if not one.who.startswith("person:") and any(found(body) for body in told):
            raise Broken("leak", what=what).on(one.id)


def _has_nir(body: bytes) -> bool:
    """Whether a NIR with its right key stands there (97 less the number modulo 97)."""
    for number, key in _NIR.findall(body):
        if 97 - int(number.replace(b"2A", b"19").replace(b"2B", b"18")) % 97 == int(key):
            return True
    return False


@case("privacy.no-ins")
def no_ins(bench: Bench) -> None:
    bench.pair().search("body_weight", *during(bench.minute()))
    _search_record(bench, _INS_OID.search, "INS (OID)")
    _search_record(bench, _has_nir, "INS (NIR)")


@case("privacy.no-login")
def no_login(bench: Bench) -> None:
    bench.pair().search("body_weight", *during(bench.minute()))
    for person in bench.manifest.people:
        _search_record(bench, re.compile(re.escape(person.login.encode())).search, "login")


@case("privacy.no-token-in-address")
def no_token_in_address(bench: Bench) -> None:
    pair = bench.pair()
    for one in bench.recorder.exchanges:
        told = f"{one.headers.get('location', '')} {one.headers.get('link', '')}"
        if pair.access in told or pair.id_token in told or "access_token=" in told:
            raise Broken("leak", what="token").on(one.id)


@case("privacy.errors-say-nothing")
def errors_say_nothing(bench: Bench) -> None:
    """A refusal tells no other person's id, no trace of the program, no path of its machine."""
    pair, other = bench.pair(0, 0), bench.pair(0, 1)
    for answer in (
        pair.search("body_weight", *during(bench.minute()), subject=f"{other.subject['system']}|unknown"),
        pair.get("/Observation", [("code", "<b>x</b>")]),
        pair.post(b"{"),
    ):
        told = answer.text
        for mark in ("Traceback", 'File "', "sqlalchemy", "at java.", "<b>x</b>", other.idpe):
            expect(mark not in told, "leak", answer, what=mark)
