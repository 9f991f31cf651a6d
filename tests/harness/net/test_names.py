"""Asking name servers over real sockets: chains, loops, silence, answers that are cut, and answers that lie."""

from __future__ import annotations

import time
from collections.abc import Callable

import dns.flags
import dns.message
import dns.rcode
import dns.rrset
import pytest

from harness.name_world import name_server, name_world, zone_answer
from harness.net.names import MOST_ADDRESSES, MOST_ALIASES, NameServers, lab_lookup, place_of
from harness.net.policy import NetPolicy
from harness.net.resolver import NotResolved, PinnedResolver

ZONE = {
    "plain.example": {"addresses": ["192.0.2.7", "2001:db8::7"], "mail": ["mx1.example", "mx2.example"]},
    "cloaked.example": {"alias": "middle.example"},
    "middle.example": {"alias": "tracker.example"},
    "tracker.example": {"addresses": ["192.0.2.9"]},
    "dangling.example": {"alias": "gone.example"},
    "empty.example": {},
    "inside.example": {"addresses": ["10.0.0.5", "127.0.0.1", "169.254.169.254"]},
}
Answer = Callable[[dns.message.Message, bool], bytes | None]


def asker(place: str, seconds: float = 2.0) -> NameServers:
    return NameServers([place_of(place)], seconds)


def zone(query: dns.message.Message, _tcp: bool) -> bytes:
    return zone_answer(ZONE, query).to_wire()


def one_alias(query: dns.message.Message, name: str) -> bytes:
    """An answer that is an alias and nothing else."""
    answer = dns.message.make_response(query)
    answer.answer.append(dns.rrset.from_text(query.question[0].name.to_text(), 60, "IN", "CNAME", name))
    return answer.to_wire()


@pytest.mark.parametrize(
    ("host", "outcome", "chain", "addresses"),
    [
        ("plain.example", "answered", (), ("192.0.2.7", "2001:db8::7")),
        ("PLAIN.example.", "answered", (), ("192.0.2.7", "2001:db8::7")),
        ("cloaked.example", "answered", ("middle.example", "tracker.example"), ("192.0.2.9",)),
        ("dangling.example", "no_name", ("gone.example",), ()),
        ("absent.example", "no_name", (), ()),
        ("empty.example", "no_data", (), ()),
        ("elsewhere.fr", "refused", (), ()),
        (f"{'a' * 70}.example", "bad_name", (), ()),
        ("inside.example", "answered", (), ("10.0.0.5", "127.0.0.1", "169.254.169.254")),
    ],
)
def test_what_a_name_stands_for(host: str, outcome: str, chain: tuple[str, ...], addresses: tuple[str, ...]) -> None:
    with name_server(zone) as place:
        found = asker(place).addresses(host)
    assert (found.outcome, found.chain, found.addresses) == (outcome, chain, addresses)


def test_the_hosts_that_take_mail_come_in_their_order() -> None:
    with name_server(zone) as place:
        assert asker(place).exchangers("plain.example").exchangers == ("mx1.example", "mx2.example")
        assert asker(place).exchangers("empty.example").outcome == "no_data"


def test_an_alias_told_alone_is_asked_on() -> None:
    def bare(query: dns.message.Message, tcp: bool) -> bytes:
        name = query.question[0].name.to_text(omit_final_dot=True)
        return one_alias(query, "tracker.example.") if name == "cloaked.example" else zone(query, tcp)

    with name_server(bare) as place:
        found = asker(place).addresses("cloaked.example")
    assert (found.chain, found.addresses) == (("tracker.example",), ("192.0.2.9",))


def test_a_circle_of_aliases_ends() -> None:
    def circle(query: dns.message.Message, _tcp: bool) -> bytes:
        name = query.question[0].name.to_text(omit_final_dot=True)
        return one_alias(query, "b.example." if name == "a.example" else "a.example.")

    with name_server(circle) as place:
        found = asker(place).addresses("a.example")
        itself = asker(place).addresses("b.example")
    assert (found.outcome, found.chain) == ("loop", ("b.example",))
    assert (itself.outcome, itself.chain) == ("loop", ("a.example",))


def test_a_chain_without_end_is_left() -> None:
    def onward(query: dns.message.Message, _tcp: bool) -> bytes:
        return one_alias(query, f"x{query.question[0].name.to_text()}")

    with name_server(onward) as place:
        found = asker(place).addresses("a.example")
    assert (found.outcome, len(found.chain)) == ("too_long", MOST_ALIASES)


def test_an_answer_cut_short_is_asked_for_over_tcp() -> None:
    seen: list[bool] = []

    def cut(query: dns.message.Message, tcp: bool) -> bytes:
        seen.append(tcp)
        answer = zone_answer(ZONE, query)
        if not tcp:
            answer.answer.clear()
            answer.flags |= dns.flags.TC
        return answer.to_wire()

    with name_server(cut) as place:
        assert asker(place).addresses("plain.example").addresses == ("192.0.2.7", "2001:db8::7")
    assert seen == [False, True, False, True]


def test_a_huge_answer_is_bounded() -> None:
    def huge(query: dns.message.Message, tcp: bool) -> bytes:
        answer = dns.message.make_response(query)
        if not tcp:
            answer.flags |= dns.flags.TC
            return answer.to_wire()
        values = [f"192.0.{one // 250}.{one % 250 + 1}" for one in range(3000)]
        answer.answer.append(dns.rrset.from_text_list(query.question[0].name, 60, "IN", "A", values))
        return answer.to_wire(max_size=65535)

    with name_server(huge) as place:
        assert len(asker(place).addresses("plain.example").addresses) == MOST_ADDRESSES


def wrong_id(query: dns.message.Message, _tcp: bool) -> bytes:
    answer = zone_answer(ZONE, query)
    answer.id ^= 1
    return answer.to_wire()


def wrong_question(query: dns.message.Message, _tcp: bool) -> bytes:
    other = dns.message.make_query("other.example", "A", id=query.id)
    return zone_answer({**ZONE, "other.example": {"addresses": ["192.0.2.66"]}}, other).to_wire()


def failing(query: dns.message.Message, _tcp: bool) -> bytes:
    answer = dns.message.make_response(query)
    answer.set_rcode(dns.rcode.SERVFAIL)
    return answer.to_wire()


def cut_and_gone(query: dns.message.Message, tcp: bool) -> bytes | None:
    answer = dns.message.make_response(query)
    answer.flags |= dns.flags.TC
    return None if tcp else answer.to_wire()


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        (lambda _query, _tcp: None, "no_answer"),
        (lambda _query, _tcp: b"\x00", "no_answer"),
        (lambda query, _tcp: query.to_wire()[:12] + b"\xc0\x0c" * 40, "no_answer"),
        (wrong_id, "no_answer"),
        (wrong_question, "no_answer"),
        (cut_and_gone, "no_answer"),
        (failing, "refused"),
    ],
)
def test_a_server_that_answers_badly_is_not_believed(answer: Answer, outcome: str) -> None:
    began = time.monotonic()
    with name_server(answer) as place:
        found = asker(place, 0.2).addresses("plain.example")
    assert (found.outcome, found.addresses) == (outcome, ())
    assert time.monotonic() - began < 20


def test_the_samples_names_are_played() -> None:
    with name_world() as place:
        cloaked = asker(place).addresses("statistiques.tensio.example")
        assert cloaked.chain == ("tensio.audience.example", "audience.example")
        assert asker(place).exchangers("tensio.example").exchangers == ("courrier.hebergeur.example",)


def nobody(_host: str) -> tuple[str, ...]:
    raise NotResolved("no address")


def test_a_lab_resolves_by_its_own_server_and_never_pins_what_it_may_not_dial() -> None:
    with name_server(zone) as place:
        lookup = lab_lookup(asker(place), nobody)
        lab = PinnedResolver(NetPolicy(profile="lab").permits, lookup)
        public = PinnedResolver(NetPolicy().permits, lookup)
        assert lab.pin("inside.example").addresses == ("10.0.0.5", "127.0.0.1")
        assert public.pin("inside.example").error == "forbidden_address"
        assert lab.pin("absent.example").error == "dns"
