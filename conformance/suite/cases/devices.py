"""Devices: created once under their identifier, linked to their measures, told once in a page (MES 1.5.2, 2.1.2)."""

from __future__ import annotations

from conformance.suite import samples
from conformance.suite.answer import Answer, at
from conformance.suite.bench import Bench, during, stamp
from conformance.suite.case import case
from conformance.suite.outcome import Unseen, expect, expect_same, expect_status
from conformance.suite.pair import found, locations

INCLUDE = ("_include", "Observation:device")


def _statuses(answer: Answer) -> list[str]:
    return [str(at(one, "response", "status")) for one in answer.member("entry") or ()]


def _device(answer: Answer) -> str:
    return next((one for one in locations(answer) if one.startswith("Device/")), "")


@case("device.created")
def created(bench: Bench) -> None:
    when = bench.minute()
    answer = bench.pair().write("body_weight", stamp(when), device=f"new-{stamp(when)}")
    expect_status(answer, 200)
    expect_same("entry.response.status", _statuses(answer), ["201 Created", "201 Created"], answer)
    expect(_device(answer), "absent", answer, what="location: Device/")


@case("device.known")
def known(bench: Bench) -> None:
    when, pair = bench.minute(), bench.pair()
    name = f"known-{stamp(when)}"
    first = pair.write("body_weight", stamp(when), device=name)
    if first.status != 200:
        raise Unseen("no_write", first)
    second = pair.write("body_weight", stamp(when, minutes=1), device=name)
    expect_status(second, 200)
    told = dict(zip([one.split("/")[0] for one in locations(second)], _statuses(second), strict=False))
    expect(
        str(told.get("Device", "")).startswith("200"),
        "value",
        second,
        what="Device: response.status",
        seen=told.get("Device"),
        wanted="200 OK",
    )
    expect_same("location", _device(second), _device(first), first, second)


@case("device.any-order")
def any_order(bench: Bench) -> None:
    when, pair = bench.minute(), bench.pair()
    made = pair.measure("body_weight", stamp(when))
    sent = samples.bundle(made, "device-1", f"urn:oid:{bench.app().oid}|order-{stamp(when)}")
    sent["entry"].reverse()
    answer = pair.post(sent)
    expect_status(answer, 200)
    expect_same("location", [one.split("/")[0] for one in locations(answer)], ["Device", "Observation"], answer)


@case("device.linked")
def linked(bench: Bench) -> None:
    when, pair = bench.minute(), bench.pair()
    written = pair.write("body_weight", stamp(when), device=f"linked-{stamp(when)}")
    answer = pair.search("body_weight", *during(when))
    if written.status != 200 or answer.status != 200:
        raise Unseen("no_write", written, answer)
    reference = str(at(next(iter(found(answer)), {}), "device", "reference"))
    expect(
        reference.endswith(_device(written)),
        "value",
        answer,
        what="device.reference",
        seen=reference,
        wanted=_device(written),
    )


def _page(bench: Bench, *more: tuple[str, str]) -> Answer:
    """Three measures of one device, found with it."""
    when, pair = bench.minute(), bench.pair()
    for minutes in range(3):
        written = pair.write("body_weight", stamp(when, minutes=minutes), device=f"page-{stamp(when)}")
        if written.status != 200:
            raise Unseen("no_write", written)
    answer = pair.search("body_weight", *during(when), *more)
    expect_status(answer, 200)
    return answer


@case("device.included-once")
def included_once(bench: Bench) -> None:
    answer = _page(bench, INCLUDE)
    expect_same("entry: Device", len(found(answer, "Device")), 1, answer)
    modes = [at(one, "search", "mode") for one in answer.member("entry")]
    expect_same("search.mode", sorted(map(str, modes)), ["include", "match", "match", "match"], answer)


@case("device.not-counted")
def not_counted(bench: Bench) -> None:
    answer = _page(bench, INCLUDE, ("_count", "3"))
    expect_same("total", answer.member("total"), 3, answer)
    expect_same("entry: Observation", len(found(answer)), 3, answer)


@case("device.only-when-asked")
def only_when_asked(bench: Bench) -> None:
    answer = _page(bench)
    expect_same("entry: Device", len(found(answer, "Device")), 0, answer)
