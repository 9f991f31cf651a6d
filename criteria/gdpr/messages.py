"""What messages to the audit's people say and load: GDP-08 reads them for canaries, GDP-07 for third parties."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from criteria.account_canaries import account_canaries, health_canaries, is_identity
from criteria.aliases import Alias, Aliases
from criteria.check import Facts, Note, Seen, note
from criteria.facts.canary import MOST_TEXT, CanarySearch
from criteria.facts.dossier_inventory import Recipient
from criteria.facts.http.urls import host_of, same_site
from criteria.facts.message import Message, MessagesTaken
from criteria.fresh_person import FreshPerson
from criteria.gdpr.roles import declared, may_receive
from criteria.parties import UNKNOWN, Parties, is_platform, needs_consent
from criteria.security.first_party import is_first_party

SHORT = 80
"""Characters of a subject that are shown."""


def message_notes(facts: Facts, told: Sequence[Seen[Message]]) -> Iterator[Note]:
    """Health in messages, and what of them was not read."""
    search, known = CanarySearch(health_canaries(facts.candidate, _fresh(facts))), set[tuple[str, str]]()
    for seen in told:
        for place, text in _places(seen.fact):
            for hit in search.hits(text):
                if (hit.name, place) in known:
                    continue
                known.add((hit.name, place))
                shown = {"canary": hit.name, "form": hit.form, "place": place, "subject": _subject(seen.fact)}
                yield note("in_message", seen, to=", ".join(seen.fact.to), **shown)
        if any(len(text) > MOST_TEXT for _, text in _places(seen.fact)) or seen.fact.flaws:
            why = ", ".join(seen.fact.flaws) or "size"
            yield note("message_unread", seen, subject=_subject(seen.fact), why=why)
        for part in seen.fact.unread:
            yield note("message_unread", seen, subject=_subject(seen.fact), why=part.type)
    ended = facts.first(MessagesTaken)
    if ended is None:
        yield note("no_sink")
    elif ended.fact.left:
        yield note("messages_left", ended, left=ended.fact.left)
    elif not told:
        yield note("no_message", ended)


def _places(one: Message) -> tuple[tuple[str, str], ...]:
    """Everything of a message that a mail server or a screen shows, by name."""
    named = "\n".join(value for name, value in one.headers if name.lower() not in ("to", "subject"))
    files = "\n".join(part.name for part in one.parts)
    return (("subject", one.subject), ("text", one.text), ("html", one.html), ("headers", named), ("files", files))


def told_by_messages(
    facts: Facts, told: Sequence[Seen[Message]], recipients: Sequence[Recipient], known: Parties
) -> Iterator[Note]:
    """Canaries that opening a message tells a third party, or that a click on its links would (GDP-08)."""
    search, shared = CanarySearch(account_canaries(facts.candidate, _fresh(facts))), set[tuple[str, str, str]]()
    names = Aliases(facts, known)
    for seen, opened, url in _addressed(told):
        host = host_of(url)
        alias = names.of(host)
        tracks = alias if alias and alias.tracks else None
        if is_first_party(host, facts.candidate) and tracks is None:
            continue
        whose = tracks.name if tracks else host
        senders = opened and tracks is None and _of_sender(host, seen.fact, known)
        clause = "sender_told" if senders else "pixel_tells" if opened else "link_tells"
        for hit in search.hits(url):
            if not _may_know(whose, hit.name, recipients, known) and (clause, whose, hit.name) not in shared:
                shared.add((clause, whose, hit.name))
                shown = {"canary": hit.name, "form": hit.form, "host": whose, "category": known.of(whose).category}
                yield note(clause, *_grounds(seen, tracks), subject=_subject(seen.fact), **shown)


def _addressed(told: Sequence[Seen[Message]]) -> Iterator[tuple[Seen[Message], bool, str]]:
    """Every address of every message, and whether opening the message asks it."""
    for seen in told:
        yield from ((seen, True, url) for url in seen.fact.loads)
        yield from ((seen, False, url) for url in seen.fact.links)


def _grounds(seen: Seen[Message], alias: Alias | None) -> tuple[Seen[Any], ...]:
    return (seen, alias.seen) if alias else (seen,)


def _may_know(host: str, canary: str, recipients: Sequence[Recipient], known: Parties) -> bool:
    """Whether a declared recipient is there, no tracker, whose role allows this canary."""
    found = declared(host, recipients)
    allowed = found is not None and may_receive(found, not is_identity(canary.partition(".")[2]))
    return allowed and not needs_consent(known.of(host).category)


def loaded_by_messages(facts: Facts, told: Sequence[Seen[Message]]) -> dict[str, Seen[Message]]:
    """The third parties that opening a message contacts, each with the first message (GDP-07).

    A name of the service's own counts where it is an alias of a listed tracker.
    """
    names, found = Aliases(facts), dict[str, Seen[Message]]()
    for seen in told:
        for host in seen.fact.hosts:
            alias = names.of(host)
            own = is_first_party(host, facts.candidate) and not (alias and alias.tracks)
            if not own and not is_platform(host):
                found.setdefault(host, seen)
    return found


def loading_notes(
    facts: Facts, told: Sequence[Seen[Message]], recipients: Sequence[Recipient], known: Parties
) -> Iterator[Note]:
    """One fail for each third party that a message contacts and nobody declared; who is told a canary is for GDP-08."""
    search, names = CanarySearch(account_canaries(facts.candidate, _fresh(facts))), Aliases(facts, known)
    for host, seen in loaded_by_messages(facts, told).items():
        alias = names.of(host)
        tracks = alias if alias and alias.tracks else None
        if declared(tracks.name if tracks else host, recipients) is not None:
            continue
        if any(search.hits(url) for url in seen.fact.loads if host_of(url) == host):
            continue
        category = tracks.category if tracks else known.of(host).category
        senders = all(_of_sender(host, one.fact, known) for one in told if host in one.fact.hosts)
        clause = "sender_in_message" if senders and not tracks else "undeclared_in_message"
        yield note(clause, *_grounds(seen, tracks), host=host, category=category, subject=_subject(seen.fact))


def _of_sender(host: str, one: Message, known: Parties) -> bool:
    """Whether a host that no list knows bears the domain of the sender: the service's own, or its mailer's."""
    domain = one.sender.rpartition("@")[2].lower()
    return bool(domain) and same_site(host, domain) and known.of(host).category == UNKNOWN


def _fresh(facts: Facts) -> list[FreshPerson]:
    return [seen.fact for seen in facts.all(FreshPerson)]


def _subject(one: Message) -> str:
    return one.subject[:SHORT] or "-"

