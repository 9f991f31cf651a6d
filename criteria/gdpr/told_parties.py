"""GDP-08: what third parties, and messages to people, are told of health and identity."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from criteria.aliases import Alias, name_notes
from criteria.check import Facts, Note, Seen, check, note
from criteria.facts.browser import BrowserRequest
from criteria.facts.dossier import Declaration
from criteria.facts.dossier_inventory import Recipient
from criteria.facts.message import Message
from criteria.gdpr.behind_names import contacted_names, declares
from criteria.gdpr.messages import loaded_by_messages, message_notes, told_by_messages
from criteria.gdpr.roles import declared, may_receive, role_of
from criteria.gdpr.sent_canaries import SentCanary, canaries_sent
from criteria.gdpr.third_parties import contacted, is_space
from criteria.gdpr.trackers import unloaded_notes
from criteria.parties import needs_consent, parties
from criteria.security.first_party import is_first_party


@check("GDP-08")
def gdp_08(facts: Facts) -> Iterator[Note]:
    """No canary reaches a party whose role does not allow it (GDPR art. 5(1)(b), 5(1)(f), 9(1); ASVS V14.2.3)."""
    said = facts.first(Declaration)
    recipients = (said.fact.recipients if said else None) or ()
    requests = facts.all(BrowserRequest)
    own = [one for one in canaries_sent(facts, own=True) if one.health]
    known = parties(facts)
    told: set[tuple[str, str]] = set()
    names = {host: sent[0] for host, sent in contacted_names(facts).items()}
    yield from name_notes(facts, known, {**names, **loaded_by_messages(facts, facts.all(Message))})
    for sent in canaries_sent(facts):
        if (sent.host, sent.canary) not in told and not is_space(sent.host, facts):
            told.add((sent.host, sent.canary))
            yield from _alias_notes(sent, sent.alias, recipients, said) if sent.alias else _sent_notes(
                sent, declared(sent.host, recipients), known.of(sent.host).category, said
            )
    yield from unloaded_notes(facts)
    for request in requests:
        yield from _unread(request, facts)
    messages = facts.all(Message)
    yield from message_notes(facts, messages)
    yield from told_by_messages(facts, messages, recipients, known)
    if own:
        first = own[0].seen
        count = len({one.fact.url for one in requests})
        shown = {"requests": count, "hosts": len(contacted(facts)), "canary": own[0].canary}
        yield note("sound", first, *messages, messages=len(messages), **shown)
    else:
        yield note("no_positive_control")


def _unread(request: Seen[BrowserRequest], facts: Facts) -> Iterator[Note]:
    """What went to a third party and was not read whole."""
    host = request.fact.host
    if is_first_party(host, facts.candidate):
        return
    if request.fact.posted_cut:
        yield note("body_too_long", request, host=host)
    if request.fact.type == "websocket" and request.fact.sent:
        yield note("socket_unread", request, host=host, page=request.fact.page)


def _sent_notes(
    sent: SentCanary, recipient: Recipient | None, category: str, said: Seen[Declaration] | None
) -> Iterator[Note]:
    grounds = (sent.seen, said) if said else (sent.seen,)
    shown = {"host": sent.host, "canary": sent.canary, "form": sent.form, "place": sent.place, "page": sent.page}
    if needs_consent(category) or recipient is None:
        yield note("to_stranger", *grounds, category=category, **shown)
        return
    if not may_receive(recipient, sent.health):
        yield note("beyond_role", *grounds, role=role_of(recipient) or "-", recipient=recipient.name, **shown)


def _alias_notes(
    sent: SentCanary, alias: Alias, recipients: Sequence[Recipient], said: Seen[Declaration] | None
) -> Iterator[Note]:
    """A canary under a name of the service's own that is an alias. Who is no tracker may be the service's own machine,
    so a person decides."""
    grounds = (sent.seen, alias.seen, said) if said else (sent.seen, alias.seen)
    shown = {"canary": sent.canary, "form": sent.form, "place": sent.place, "page": sent.page, "host": sent.host}
    recipient = declares(alias, recipients)
    if alias.tracks:
        yield note("to_tracker_behind", *grounds, alias=alias.name, category=alias.category, **shown)
    elif recipient is None:
        yield note("behind_name", *grounds, alias=alias.name, role="-", **shown)
    elif not may_receive(recipient, sent.health):
        yield note("behind_name", *grounds, alias=alias.name, role=role_of(recipient) or "-", **shown)
