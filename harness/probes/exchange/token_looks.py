"""The look at tokens: id_tokens that a right client refuses, unusual ones that it accepts, and a bearer led astray."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence

from conformance.lab.journal import Exchange
from criteria.observation import Look
from harness.probes.exchange.bench import Bench
from harness.probes.exchange.looks import altered, attended, right
from harness.probes.exchange.person import PairingPerson
from harness.probing import ProbeRoom

SCENARIOS = (
    "token_good",
    "token_alg_none",
    "token_hs256",
    "token_bad_signature",
    "token_unknown_kid",
    "token_jwk_header",
    "token_jku_header",
    "token_iss_wrong",
    "token_aud_wrong",
    "token_expired",
    "token_iat_future",
    "token_skewed",
)
USES = ("enter_measure", "share_measure", "read_measures", "sync_space")
"""What makes a client call, without bringing the person's own browser to the space."""
AUTHORIZATION = "authorization"
ROTATED = "key_rotated"
REDIRECT = "foreign_redirect"
OTHER_SUBJECT = "refresh_other_subject"
UNTRUSTED = "certificate_untrusted"
PATIENCE = 40.0
"""Seconds in which a client must have found a rotated key: many libraries read a key set once in 30 s at most."""
BETWEEN = 5.0
"""Seconds after which a person tries again, unless the client reads the key set before."""


def tokens(look: Look, room: ProbeRoom) -> None:
    """Play each id_token between two right pairings; the keys are rotated last, since that cannot be undone."""
    with attended(room) as bench:
        person = PairingPerson(room, bench, "a")
        person.label(scenario="right", phase="sign_in", run="0")
        person.sign_in()
        person.label(scenario="right", phase="before", run="0")
        right(person)
        for number, scenario in enumerate((*SCENARIOS, REDIRECT, OTHER_SUBJECT, UNTRUSTED, ROTATED), 1):
            person.label(scenario=scenario, phase="fault", run=str(number))
            start = len(bench.lab.journal)
            _fault(bench, person, scenario)
            if scenario == ROTATED:
                _try_again(bench, person, start)
            person.label(scenario=scenario, phase="after", run=str(number))
            right(person)


def _fault(bench: Bench, person: PairingPerson, scenario: str) -> None:
    if scenario == REDIRECT:
        with bench.lab.play(scenario, person.at_space, step="fault"):
            right(person)
        return
    if scenario == OTHER_SUBJECT:
        with bench.lab.play(scenario, person.at_space, step="fault"):
            person.share()
        return
    if scenario == UNTRUSTED:
        with bench.front.untrusted():
            person.ask(*USES)
        return
    if person.all_by_hand:
        with bench.lab.play(scenario, person.at_space, step="fault"):
            person.renew(must=False)
        return
    person.disconnect()
    altered(bench, person, scenario)()
    person.share()


def _try_again(bench: Bench, person: PairingPerson, start: int) -> None:
    """Pair again until the client calls with its tokens, or patience ends: it may not read key sets all the time."""
    end = time.monotonic() + PATIENCE
    while not _used(bench.lab.journal.since(start)) and time.monotonic() < end:
        bench.lab.journal.wait(lambda one: one.operation == "jwks", BETWEEN, since=len(bench.lab.journal))
        right(person)


def _used(seen: Sequence[Exchange]) -> bool:
    """Whether a business call bore one of the access tokens issued meanwhile."""
    issued = {_access_token(one) for one in seen if one.operation == "token" and one.answer.status == 200}
    calls = (one for one in seen if one.operation in ("read", "write"))
    borne = {value.rpartition(" ")[2] for one in calls for name, value in one.request_headers if name == AUTHORIZATION}
    return bool(issued & borne)


def _access_token(seen: Exchange) -> str:
    return str(json.loads(seen.answer.body).get("access_token", ""))
