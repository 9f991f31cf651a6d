"""Where a simple rule can say it: whether what the app did after the altered answer is what a right client does.

A rule reads the exchange to which the scenario applied and those that followed, and gives its verdict, or ``None``
while there is nothing to say. What only the app's own page shows has no rule: the vendor looks. A rule teaches; the
criteria of an audit decide.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import msgspec

from conformance.lab.console.reading import access_token, answered, answered_code, bearer, form, identifiers
from conformance.lab.journal import Exchange
from conformance.lab.outcomes import RETRY_AFTER

BUSINESS = ("read", "write")
FEW_READS = 5


class Verdict(msgspec.Struct, frozen=True):
    """``key`` names its sentence in ``words.yaml``; ``number`` is the exchange that it rests on."""

    good: bool
    key: str
    number: int


Followed = Sequence[Exchange]
Rule = Callable[[Exchange, Followed], Verdict | None]


def no_token_request(applied: Exchange, followed: Followed) -> Verdict | None:
    """The code of this answer is not used."""
    return _wrong("token_followed", _with_code(applied, followed), 1)


def one_token_request(applied: Exchange, followed: Followed) -> Verdict | None:
    """The code is used once."""
    found = _with_code(applied, followed)
    return _wrong("token_twice", found, 2) or _right("token_once", found)


def replay_refused(applied: Exchange, followed: Followed) -> Verdict | None:
    """The code is used once, however often the address is opened."""
    return _wrong("token_twice", _with_code(applied, followed), 2)


def tokens_unused(applied: Exchange, followed: Followed) -> Verdict | None:
    """Neither the access token nor the refresh token of this answer is used."""
    return _wrong("tokens_used", _with_tokens(applied, followed), 1)


def tokens_used(applied: Exchange, followed: Followed) -> Verdict | None:
    """The access token of this answer is used."""
    return _right("tokens_accepted", _with_tokens(applied, followed))


def no_further_call(applied: Exchange, followed: Followed) -> Verdict | None:
    """What was refused is not asked again."""
    return _wrong("asked_again", [one for one in followed if one.operation == applied.operation], 1)


def writes_stop(applied: Exchange, followed: Followed) -> Verdict | None:
    """No further write; reads go on."""
    wrong = no_further_call(applied, followed)
    return wrong or _right("reads_go_on", [one for one in followed if one.operation == "read"])


def one_refresh(applied: Exchange, followed: Followed) -> Verdict | None:
    """One refresh at most, and nothing after it."""
    told = (applied, *followed)
    tries = [place for place, one in enumerate(told) if _refreshes(one)]
    if not tries:
        return _wrong("asked_again", [one for one in followed if one.operation in BUSINESS], 1)
    after = [one for one in told[tries[0] + 1 :] if one.operation in BUSINESS or _refreshes(one)]
    return _wrong("refresh_again", after, 1) or _right("refresh_once", [told[tries[0]]])


def refreshed_and_repeated(applied: Exchange, followed: Followed) -> Verdict | None:
    """A refresh, then the same call."""
    refreshes = [place for place, one in enumerate(followed) if _refreshes(one)]
    if not refreshes:
        return _wrong("repeated_unrefreshed", [one for one in followed if one.operation == applied.operation], 1)
    after = [one for one in followed[refreshes[0] + 1 :] if one.operation == applied.operation]
    return _right("repeated_refreshed", [one for one in after if one.answer.status == 200])


def stays_away(applied: Exchange, followed: Followed) -> Verdict | None:
    """No call before the moment named; then the same call again."""
    moment = applied.mono_ns + RETRY_AFTER * 1_000_000_000
    calls = [one for one in followed if one.operation in BUSINESS]
    early = _wrong("too_early", [one for one in calls if one.mono_ns < moment], 1)
    return early or _right("caught_up", [one for one in calls if one.mono_ns >= moment])


def same_identifier(applied: Exchange, followed: Followed) -> Verdict | None:
    """The measure is sent again under the same identifier, or looked for first."""
    again = [one for one in followed if one.operation in BUSINESS]
    if not again:
        return None
    if again[0].operation == "read":
        return _right("looked_first", again)
    same = identifiers(again[0]) == identifiers(applied)
    return _right("same_identifier", again) if same else _wrong("other_identifier", again, 1)


def no_token_abroad(applied: Exchange, followed: Followed) -> Verdict | None:
    """No access token reaches the other server."""
    return _wrong("token_abroad", [one for one in followed if one.operation == "foreign" and bearer(one)], 1)


def not_abroad(applied: Exchange, followed: Followed) -> Verdict | None:
    """No call reaches the other server."""
    return _wrong("went_abroad", [one for one in followed if one.operation == "foreign"], 1)


def few_reads(applied: Exchange, followed: Followed) -> Verdict | None:
    """The loop is left after few reads."""
    return _wrong("many_reads", [one for one in followed if one.operation == "read"], FEW_READS)


def revoked(applied: Exchange, followed: Followed) -> Verdict | None:
    """A revocation, and no business call after it."""
    places = [place for place, one in enumerate(followed) if one.operation == "revoke"]
    if not places:
        return None
    after = [one for one in followed[places[0] + 1 :] if one.operation in BUSINESS]
    return _wrong("called_after_revoking", after, 1) or _right("revoked", [followed[places[0]]])


RULES: Mapping[str, Rule] = {
    "right": one_token_request,
    **dict.fromkeys(("state_wrong", "state_absent", "iss_wrong", "iss_absent", "error_response"), no_token_request),
    "callback_replayed": replay_refused,
    **dict.fromkeys(("nonce_wrong", "token_alg_none", "token_hs256", "token_bad_signature"), tokens_unused),
    **dict.fromkeys(("token_unknown_kid", "token_jwk_header", "token_jku_header", "token_iss_wrong"), tokens_unused),
    **dict.fromkeys(("token_aud_wrong", "token_expired", "token_iat_future"), tokens_unused),
    **dict.fromkeys(("token_good", "token_skewed", "key_rotated"), tokens_used),
    **dict.fromkeys(("consent_withdrawn", "majority_reached", "service_suspended", "idpe_mismatch"), no_further_call),
    "write_withdrawn": writes_stop,
    "refresh_refused": one_refresh,
    "access_token_expired": refreshed_and_repeated,
    **dict.fromkeys(("throttled", "unavailable"), stays_away),
    **dict.fromkeys(("answer_lost", "answer_cut", "write_lost"), same_identifier),
    "foreign_redirect": no_token_abroad,
    "next_foreign": not_abroad,
    "next_loop": few_reads,
    "unpaired": revoked,
}


def _wrong(key: str, found: Followed, many: int) -> Verdict | None:
    return Verdict(False, key, found[many - 1].number) if len(found) >= many else None


def _right(key: str, found: Followed) -> Verdict | None:
    return Verdict(True, key, found[0].number) if found else None


def _with_code(applied: Exchange, followed: Followed) -> Followed:
    code = answered_code(applied)
    sent = [one for one in followed if one.operation == "token"]
    return [one for one in sent if code and form(one).get("code") == code]


def _with_tokens(applied: Exchange, followed: Followed) -> Followed:
    access, refresh = access_token(applied), str(answered(applied).get("refresh_token", ""))
    return [
        one
        for one in followed
        if (one.operation in BUSINESS and access and bearer(one) == access)
        or (_refreshes(one) and refresh and form(one).get("refresh_token") == refresh)
    ]


def _refreshes(one: Exchange) -> bool:
    return one.operation == "token" and form(one).get("grant_type") == "refresh_token"
