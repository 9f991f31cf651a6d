"""Whom tokens belong to, whom business calls name, and whose measures were shown (SEC-25)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from urllib.parse import parse_qsl, unquote_plus, urlsplit

import msgspec

from criteria.check import Note, Seen, note
from criteria.facts.fhir_bodies import Measure
from criteria.facts.shown import ShownPage
from criteria.facts.space import SpaceExchange, reference
from criteria.facts.space_calls import MeasureRead
from criteria.facts.written_bodies import WrittenBody
from criteria.security.identity_rules import has_nir, ins_oids
from criteria.security.rounds import Call, Played

MISMATCH = "idpe_mismatch"
OTHERS = ("other_person", "mixed_people")
OWN = "own_measures"
READ = "read_measures"
MOST_PARAMETERS = 100_000


class Owners(msgspec.Struct, frozen=True):
    """``authority|idPE`` by the reference of each access token that was issued with an id_token, or for its renewal."""

    by_token: dict[str, str]

    @classmethod
    def of(cls, exchanges: Sequence[Seen[SpaceExchange]]) -> Owners:
        """Follow pairings and renewals in recorded order; an answer without id_token keeps the person it renews."""
        known: dict[str, str] = {}
        for seen in exchanges:
            if seen.fact.operation == "token" and seen.fact.status == 200:
                renewed = known.get(reference(seen.fact.params.get("refresh_token", "")), "")
                person = _person(seen.fact) or renewed
                known.update({ref: person for ref in seen.fact.issued if person})
        return cls(known)

    def of_call(self, seen: Call) -> str:
        """Whom the call may speak of; empty when its token's person is not known."""
        return self.by_token.get(seen.fact.bearer, "")


def subjects(seen: Call) -> tuple[str, ...]:
    """Whom a write or a search names, as ``authority|idPE`` with a bare OID; nothing where it names nobody."""
    if isinstance(seen.fact, MeasureRead):
        query = urlsplit_query(seen.fact.url)
        named = [value for name, value in query if name.partition(":")[0] == "subject.identifier"]
    else:
        named = [one.subject for one in seen.fact.measures]
    return tuple(dict.fromkeys(bare(one) for one in named if one.strip("|")))


def bare(subject: str) -> str:
    """The subject with its authority as a bare OID."""
    return subject.removeprefix("urn:oid:")


def urlsplit_query(url: str) -> list[tuple[str, str]]:
    """The parameters of an address; none when it is no address."""
    try:
        return parse_qsl(urlsplit(url).query[:MOST_PARAMETERS])
    except ValueError:
        return []


def strays(seen: Call, owners: Owners) -> tuple[str, ...]:
    """Those whom the call names although its token is another person's."""
    owner = owners.of_call(seen)
    return tuple(one for one in subjects(seen) if owner and one != owner)


def refused_as_other(seen: Call) -> bool:
    """Whether the space itself said that the person asked for is not the one who granted."""
    return seen.fact.right_status == 403 and not seen.fact.altered and "idpe requested" in seen.fact.diagnostics.lower()


def subject_notes(calls: Sequence[Call], owners: Owners) -> Iterator[Note]:
    """Writes and searches for another person, outside the mismatch that is played."""
    wrong = [seen for seen in calls if strays(seen, owners) or refused_as_other(seen)]
    for clause, kind in (("other_subject_written", False), ("other_subject_searched", True)):
        found = [seen for seen in wrong if isinstance(seen.fact, MeasureRead) is kind]
        if found:
            yield note(clause, *found, calls=len(found))


def tried_after(run: Played, owners: Owners) -> list[Call]:
    """Calls that name somebody else than the refused one, who is not their token's person either."""
    refused = [seen for seen in run.altered if seen.fact.status == 403 and subjects(seen)]
    if not refused:
        return []
    first, named = refused[0], set(subjects(refused[0]))
    later = [seen for seen in run.fault.calls if seen.observation.mono_ns > first.observation.mono_ns]
    return [seen for seen in later if set(subjects(seen)) - named and _not_its_own(seen, first, owners)]


def ins_notes(bodies: Sequence[Seen[WrittenBody]], reads: Sequence[Seen[MeasureRead]]) -> Iterator[Note]:
    """National health identifiers in what the client sent."""
    texts = [(seen.observation.id, seen.fact.raw.decode("utf-8", "replace")) for seen in bodies]
    texts += [(seen.observation.id, unquote_plus(seen.fact.url)) for seen in reads]
    found = {name for name, text in texts if has_nir(text) or ins_oids(text)}
    sent: list[Seen[WrittenBody] | Seen[MeasureRead]] = [*bodies, *reads]
    seen_in = [seen for seen in sent if seen.observation.id in found]
    if seen_in:
        yield note("ins_seen", *seen_in, calls=len(seen_in))


def told_measures(run: Played, owners: Owners, *, own: bool) -> list[Measure]:
    """Measures that altered answers gave: the asked person's own, or those of others."""
    found = []
    for seen in (one for one in run.altered if isinstance(one.fact, MeasureRead)):
        asked = {owners.of_call(seen)} - {""} or set(subjects(seen))
        found += [one for one in seen.fact.measures if asked and (bare(one.subject) in asked) is own]
    return list(dict.fromkeys(found))


def displayed(run: Played, measures: Sequence[Measure], besides: Sequence[Measure] = ()) -> bool:
    """Whether the pages show them: two of them at least (one, if there is but one).

    A measure is shown when all its values stand there, and at least one of them stood neither in the right rounds nor
    in the measures that were rightly given ``besides``.
    """
    known = {value for one in besides for value in one.values}
    distinct = {one.values for one in measures if one.values and all(one.values) and set(one.values) - known}
    numbers, right = _read_numbers(run.fault.pages), _read_numbers(run.right_pages)
    fresh = numbers - right - known
    shown = [values for values in distinct if set(values) <= numbers and set(values) & fresh]
    return bool(distinct) and len(shown) >= min(2, len(distinct))


def _read_numbers(pages: Sequence[Seen[ShownPage]]) -> frozenset[str]:
    """The numbers that reading showed."""
    return frozenset(number for seen in pages if seen.fact.trigger == READ for number in seen.fact.numbers)


def _person(answer: SpaceExchange) -> str:
    secret = answer.secrets.get(answer.id_token)
    claims = secret.derived.get("claims") if secret else None
    if not isinstance(claims, dict):
        return ""
    sub, authority = claims.get("sub"), claims.get("assign_auth")
    known = isinstance(sub, str) and isinstance(authority, str) and sub and authority
    return bare(f"{authority}|{sub}") if known else ""


def _not_its_own(seen: Call, refused: Call, owners: Owners) -> bool:
    return bool(strays(seen, owners)) if owners.of_call(seen) else seen.fact.bearer == refused.fact.bearer
