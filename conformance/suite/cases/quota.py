"""Quotas: too many calls are told to wait (RFC 6585, section 4), where the manifest says how many are too many."""

from __future__ import annotations

from conformance.suite.bench import Bench, during
from conformance.suite.case import case
from conformance.suite.outcome import Inapplicable, expect, expect_outcome


@case("quota.told-to-wait")
def told_to_wait(bench: Bench) -> None:
    if not bench.manifest.quota:
        raise Inapplicable("no_quota")
    pair = bench.pair()
    answers = [pair.search("body_weight", *during(bench.minute())) for _ in range(bench.manifest.quota + 1)]
    throttled = next((one for one in answers if one.status == 429), None)
    expect(throttled is not None, "never_throttled", *answers[-1:], calls=len(answers))
    assert throttled is not None  # just expected
    expect_outcome(throttled, "throttled")
    wait = throttled.headers.get("retry-after", "")
    expect(
        wait.isascii() and wait.isdigit() and int(wait) >= 1,
        "value",
        throttled,
        what="Retry-After",
        seen=wait,
        wanted=">= 1",
    )
