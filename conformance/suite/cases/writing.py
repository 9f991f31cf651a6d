"""Feeding: what is stored, what is answered, and that sending again doubles nothing (MES 1.5.2, section 2.2)."""

from __future__ import annotations

from decimal import Decimal

from conformance.contract.measures import load_measures
from conformance.suite import samples
from conformance.suite.answer import Answer, at
from conformance.suite.bench import Bench, during, stamp
from conformance.suite.case import case
from conformance.suite.described import check_described
from conformance.suite.outcome import Unseen, expect, expect_outcome, expect_same, expect_status
from conformance.suite.pair import Pair, found, locations


def _written(answer: Answer) -> Answer:
    """The answer to a write that a case builds on. Raises ``Unseen`` when it failed."""
    if answer.status != 200 or not locations(answer):
        raise Unseen("no_write", answer)
    return answer


def _there(pair: Pair, indicator: str, window: tuple[tuple[str, str], tuple[str, str]]) -> Answer:
    answer = pair.search(indicator, *window)
    if answer.status != 200:
        raise Unseen("no_search", answer)
    return answer


@case("write.answer")
def answer_shape(bench: Bench) -> None:
    answer = bench.pair().write("body_weight", stamp(bench.minute()))
    expect_status(answer, 200)
    check_described(answer)
    expect_same("entry.response.status", at(answer.member("entry", 0), "response", "status"), "201 Created", answer)
    expect(locations(answer)[0].startswith("Observation/"), "absent", answer, what="entry.response.location")


@case("write.every-measure")
def every_measure(bench: Bench) -> None:
    for indicator in samples.writable():
        answer = bench.pair().write(indicator, stamp(bench.minute()))
        expect_status(answer, 200)


@case("write.profile-families")
def profile_families(bench: Bench) -> None:
    pair = bench.pair()
    measure, _ = samples.named("body_weight")
    for family, end in measure.profiles.items():
        made = pair.measure("body_weight", stamp(bench.minute()))
        made["meta"]["profile"] = [load_measures().families[family].base + end]
        expect_status(pair.post(samples.bundle(made)), 200)


@case("write.kept-as-sent")
def kept_as_sent(bench: Bench) -> None:
    pair, when = bench.pair(), bench.minute()
    made = pair.measure("body_weight", stamp(when), Decimal("71.50"))
    _written(pair.post(samples.bundle(made)))
    answer = _there(pair, "body_weight", during(when))
    kept = next(iter(found(answer)), {})
    for name in ("status", "code", "category", "subject", "effectiveDateTime"):
        expect_same(name, kept.get(name), made[name], answer)


@case("write.decimals-kept")
def decimals_kept(bench: Bench) -> None:
    pair, when = bench.pair(), bench.minute()
    _written(pair.write("body_weight", stamp(when), Decimal("71.50")))
    answer = _there(pair, "body_weight", during(when))
    value = at(next(iter(found(answer)), {}), "valueQuantity", "value")
    expect_same("valueQuantity.value", str(value), "71.50", answer)


@case("write.source-set")
def source_set(bench: Bench) -> None:
    pair, when = bench.pair(), bench.minute()
    _written(pair.write("body_weight", stamp(when)))
    answer = _there(pair, "body_weight", during(when))
    source = at(next(iter(found(answer)), {}), "meta", "source")
    expect(
        str(source).removeprefix("urn:oid:").startswith(bench.app().oid),
        "value",
        answer,
        what="meta.source",
        seen=source,
        wanted=f"urn:oid:{bench.app().oid}",
    )


@case("write.id-by-the-space")
def id_by_the_space(bench: Bench) -> None:
    pair = bench.pair()
    made = pair.measure("body_weight", stamp(bench.minute())) | {"id": "chosen-by-the-client"}
    answer = _written(pair.post(samples.bundle(made)))
    expect(
        "chosen-by-the-client" not in locations(answer)[0],
        "value",
        answer,
        what="location",
        seen=locations(answer)[0],
        wanted="another id",
    )


@case("write.sent-again-once-stored")
def sent_again(bench: Bench) -> None:
    pair, when = bench.pair(), bench.minute()
    first = _written(pair.write("body_weight", stamp(when)))
    again = pair.write("body_weight", stamp(when))
    expect_status(again, 200)
    answer = _there(pair, "body_weight", during(when))
    expect_same("total", answer.member("total"), 1, first, again, answer)


@case("write.sent-again-same-location")
def same_location(bench: Bench) -> None:
    pair, when = bench.pair(), bench.minute()
    first = _written(pair.write("body_weight", stamp(when)))
    again = _written(pair.write("body_weight", stamp(when)))
    expect_same("location", locations(again), locations(first), first, again)


@case("write.identifier-once")
def identifier_once(bench: Bench) -> None:
    pair, when = bench.pair(), bench.minute()
    identifier = [{"system": f"urn:oid:{bench.app().oid}", "value": f"m-{stamp(when)}"}]
    first, other = (pair.measure("body_weight", stamp(when), value) | {"identifier": identifier} for value in (71, 72))
    _written(pair.post(samples.bundle(first)))
    expect_outcome(pair.post(samples.bundle(other)), "identifier_taken")


@case("write.nothing-of-a-refused-one")
def nothing_of_a_refused_one(bench: Bench) -> None:
    pair, when = bench.pair(), bench.minute()
    made = pair.measure("body_weight", stamp(when))
    sent = samples.bundle(made, "device-1", f"urn:oid:{bench.app().oid}|refused-{stamp(when)}")
    sent["entry"][1]["resource"].pop("type")
    refused = pair.post(sent)
    if refused.status == 200:
        raise Unseen("not_refused", refused)
    answer = _there(pair, "body_weight", during(when))
    expect_same("total", answer.member("total"), 0, refused, answer)
