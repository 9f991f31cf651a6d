"""Consent: given by the person for writing and for reading, taken back with effect on the very next call."""

from __future__ import annotations

from conformance.suite.answer import Answer
from conformance.suite.bench import Bench, during, stamp
from conformance.suite.browser import Action
from conformance.suite.case import case
from conformance.suite.forms import Form
from conformance.suite.outcome import (
    Unseen,
    expect,
    expect_outcome,
    expect_status,
)
from conformance.suite.pair import Pair


def _read(bench: Bench, pair: Pair) -> Answer:
    return pair.search("body_weight", *during(bench.minute()))


def _write(bench: Bench, pair: Pair) -> Answer:
    return pair.write("body_weight", stamp(bench.minute()))


def _form(bench: Bench) -> Form:
    """The consent form, as it is shown."""
    asked = bench.app().ask()
    returned = bench.browser().authorize(asked.url, bench.app().redirect_uri, refuse=True)
    if returned.consent is None:
        raise Unseen("no_consent_page", returned.answer)
    return returned.consent


@case("consent.asked-each-time")
def asked(bench: Bench) -> None:
    bench.pair()
    returned = bench.browser().authorize(bench.app().ask().url, bench.app().redirect_uri, refuse=True)
    expect(returned.consent is not None, "no_consent_page", returned.answer)


@case("consent.nothing-ticked")
def nothing_ticked(bench: Bench) -> None:
    ticked = [one.name for one in _form(bench).fields if one.ticked]
    expect(not ticked, "present", what=f"checked: {', '.join(ticked)}")


@case("consent.none-no-code")
def none_no_code(bench: Bench) -> None:
    returned = bench.authorize(bench.app().ask(), allow=())
    expect("code" not in returned.params, "code_given", returned.answer)


@case("consent.not-by-link")
def not_by_link(bench: Bench) -> None:
    """What another site could do: send the browser to the address with the decision in it."""
    page = bench.manifest.pages.consent
    url = bench.app().ask(**page.accept | page.read).url
    answer = bench.browser().open(url)
    expect("code=" not in answer.location, "code_given", answer)


@case("consent.not-by-forged-form")
def not_by_forged_form(bench: Bench) -> None:
    browser, form = bench.browser(), _form(bench)
    fields = {name: value for name, value in browser.decision(("read",)).items() if name in form.names()}
    answer = browser.send(form, fields, hidden=False)
    expect("code=" not in answer.location, "code_given", answer)


def _narrow(bench: Bench, *allow: Action) -> Pair:
    return bench.tokens(allow=allow)


@case("consent.read-only")
def read_only(bench: Bench) -> None:
    pair = _narrow(bench, "read")
    expect_outcome(_write(bench, pair), "consent_missing")


@case("consent.read-only-reads")
def read_only_reads(bench: Bench) -> None:
    expect_status(_read(bench, _narrow(bench, "read")), 200)


@case("consent.write-only")
def write_only(bench: Bench) -> None:
    pair = _narrow(bench, "write")
    expect_outcome(_read(bench, pair), "consent_missing")


@case("consent.write-only-writes")
def write_only_writes(bench: Bench) -> None:
    expect_status(_write(bench, _narrow(bench, "write")), 200)
