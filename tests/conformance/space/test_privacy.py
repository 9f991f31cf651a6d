"""No person's data is visible to another person or application without right: people x apps x consents x operations.

Every measure carries canaries in its note and in its device. After each operation, an answer may hold only canaries of
the person of the call, only while that person lets that application read, and no idPE but the call's own.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import product
from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conformance.space.app import create_space
from conformance.space.settings import SpaceSettings
from tests.conformance import samples
from tests.conformance.space.direct import BASE, LAST, OBSERVATION, PERIOD, Answer, Direct, Member, location

PEOPLE, APPS = range(3), ("app-1", "app-2", "app-3")
WEIGHT, HEIGHT, BMI = "29463-7", "8302-2", "39156-5"
CONSENTS = [(), ("read",), ("write",), ("write", "read")]
CANARY = re.compile(rb"canary-(\d)-[a-z0-9-]+")
AGAIN = (
    "search",
    "last",
    "include",
    "index",
    "read",
    "audit",
    "write",
    "replay",
    "foreign_subject",
    "foreign_id_token",
)


class Town:
    """Three people and three applications: every pair with its own consent, which changes."""

    def __init__(self, direct: Direct) -> None:
        self.direct = direct
        self.logins = [direct.space.people.add().login for _ in PEOPLE]
        self.may: dict[tuple[int, str], tuple[str, ...]] = {}
        self.members: dict[tuple[int, str], Member] = {}
        for person, app in product(PEOPLE, APPS):
            self.members[person, app] = direct.pair(app, self.logins[person])
            self.may[person, app] = ("write", "read")
        self.written: Counter[int] = Counter()
        self.targets: list[tuple[int, str]] = []
        self.sent: dict[tuple[int, str], Any] = {}

    def step(self, operation: str, person: int, app: str, other: int, other_app: str) -> None:
        member, stranger = self.members[person, app], self.members[other, other_app]
        answer = getattr(self, operation)(person, app, member, stranger)
        if answer is not None:
            self.check(answer, person, app)

    def check(self, answer: Answer, person: int, app: str) -> None:
        """The property."""
        assert answer.status < 500
        seen = {int(one) for one in CANARY.findall(answer.body)}
        assert seen <= ({person} if "read" in self.may[person, app] and answer.status == 200 else set()), answer
        for pair, member in self.members.items():
            if pair != (person, app):
                assert member.idpe.encode() not in answer.body, (pair, answer)
        assert all(login.encode() not in answer.body for login in self.logins)

    def consent(self, person: int, app: str, chosen: tuple[str, ...]) -> None:
        self.direct.consent(app, self.logins[person], chosen)
        self.may[person, app] = chosen

    def write(self, person: int, app: str, member: Member, stranger: Member) -> Answer:
        number = sum(self.written.values())
        indicator = ("body_weight", "body_height")[number % 2]
        made = member.measure(indicator, f"2026-11-{10 + number % 20}T08:00:{number % 60:02}Z", 40 + number)
        made["note"] = [{"text": f"canary-{person}-{app}-{number}"}]
        made["performer"] = [{"identifier": {"value": member.idpe}}]
        bundle = samples.bundle(made, with_device=True)
        bundle["entry"][1]["resource"]["serialNumber"] = f"canary-{person}-{app}-device"
        answer = member.send(bundle)
        assert answer.status == (200 if "write" in self.may[person, app] else 403)
        if answer.status == 200:
            self.written[person] += indicator == "body_weight"
            self.sent[person, app] = bundle
            self.targets += [(person, location(answer, 0)), (person, location(answer, 1))]
        return answer

    def replay(self, person: int, app: str, member: Member, stranger: Member) -> Answer | None:
        bundle = self.sent.get((person, app))
        return member.send(bundle) if bundle else None

    def search(self, person: int, app: str, member: Member, stranger: Member) -> Answer:
        answer = member.search(WEIGHT, *PERIOD)
        if "read" in self.may[person, app]:
            assert answer.json["total"] == self.written[person], "what may be read is there"
        else:
            assert answer.errors == ["Consent not given, access refused."]
        return answer

    def last(self, person: int, app: str, member: Member, stranger: Member) -> Answer:
        return member.search(HEIGHT, *LAST)

    def include(self, person: int, app: str, member: Member, stranger: Member) -> Answer:
        return member.search(WEIGHT, *PERIOD, ("_include", "Observation:device"), ("_count", "1"))

    def index(self, person: int, app: str, member: Member, stranger: Member) -> Answer:
        answer = member.search(BMI, *PERIOD)
        if answer.status == 200:
            self.targets += [(person, f"Observation/{one['resource']['id']}") for one in answer.json["entry"]]
        return answer

    def read(self, person: int, app: str, member: Member, stranger: Member) -> None:
        for owner, target in self.targets[-12:]:
            for known in ("", "*"):
                answer = member.get(f"/fhir/{target}", if_none_match=known)
                self.check(answer, person, app)
                may = owner == person and "read" in self.may[person, app]
                assert answer.status in ((200, 304) if may else (403, 404)), "not even that it exists"

    def audit(self, person: int, app: str, member: Member, stranger: Member) -> Answer:
        answer = member.get("/fhir/AuditEvent?date=ge2020&date=le2100&_count=100")
        for entry in answer.json["entry"]:
            assert entry["resource"]["agent"][0]["who"]["identifier"]["value"] == f"urn:oid:{member.oid}"
        return answer

    def foreign_subject(self, person: int, app: str, member: Member, stranger: Member) -> Answer:
        """Ask for somebody else by the name under which another application knows them."""
        subject = f"{stranger.authority}|{stranger.idpe}"
        answer = member.get(f"{OBSERVATION}?{urlencode([('code', WEIGHT), ('subject.identifier', subject), *PERIOD])}")
        assert answer.status in ((200, 403) if stranger is member else (403,))
        made = samples.bundle(stranger.measure("body_weight", "2026-11-01T00:00:00Z", 1))
        if stranger is not member:
            assert member.send(made).status == 403
        return answer

    def foreign_id_token(self, person: int, app: str, member: Member, stranger: Member) -> Answer:
        answer = member.search(WEIGHT, *PERIOD, id_token=stranger.headers["ID-Token"])
        assert stranger is member or answer.status in (403, 409)
        return answer


@pytest.fixture(scope="module")
def direct() -> Iterator[Direct]:
    space = create_space(SpaceSettings(base_url=BASE, access_seconds=10**6))
    made = Direct(space)
    for app in APPS:
        made.register(app)
    yield made
    space.close()


WHO, WHICH = st.sampled_from(PEOPLE), st.sampled_from(APPS)
CALLS = st.tuples(st.sampled_from(AGAIN), WHO, WHICH, WHO, WHICH)
CHANGES = st.tuples(WHO, WHICH, st.sampled_from(CONSENTS))


@given(steps=st.lists(CALLS | CHANGES, min_size=4, max_size=24))
@settings(max_examples=25, derandomize=True, deadline=None, database=None)
def test_nobody_sees_what_is_not_theirs(direct: Direct, steps: list[Any]) -> None:
    town = Town(direct)
    for person, app in product(PEOPLE, APPS):
        for _ in range(2):
            town.step("write", person, app, person, app)
    for step in steps:
        if len(step) == 3:
            town.consent(*step)
        else:
            town.step(*step)


def test_every_pair_of_the_town(direct: Direct) -> None:
    """Every operation, for every person and application, under every consent, against every other pair."""
    town = Town(direct)
    for person, app in product(PEOPLE, APPS):
        for _ in range(2):
            town.step("write", person, app, person, app)
    for chosen, person in product(CONSENTS, PEOPLE):
        town.consent(person, "app-1", chosen)
        for operation, other, other_app in product(AGAIN, PEOPLE, APPS):
            town.step(operation, person, "app-1", other, other_app)


def test_the_property_can_fail(direct: Direct) -> None:
    town = Town(direct)
    town.step("write", 0, APPS[0], 0, APPS[0])
    answer = town.members[0, APPS[0]].search(WEIGHT, *PERIOD)
    town.check(answer, 0, APPS[0])
    with pytest.raises(AssertionError):
        town.check(answer, 1, APPS[0])
    with pytest.raises(AssertionError):
        town.check(answer, 0, APPS[1])
