"""What SEC-05 states of the cookies that carry the session."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from criteria.check import Facts, Note, Seen, note
from criteria.facts.browser import BrowserCookie
from criteria.facts.http import Crawl, Exchange, SetCookie
from criteria.facts.http.urls import host_of
from criteria.facts.web_reasons import WebReasons
from criteria.security.ablation import Trial, carriers, no_cookie_carries, trials
from criteria.security.first_party import is_first_party
from criteria.watched import SIGNED_IN


def session_notes(facts: Facts, login: bool, reasons: WebReasons) -> Iterator[Note]:
    """Every fault, doubt and remark; ``sound`` when a session cookie was found and judged."""
    found = trials(facts.all(Exchange))
    if not found:
        yield note("no_ablation") if login or _unsure_of_login(facts) else note("no_login")
        return
    standing = [trial for trial in found if trial.stands]
    if not standing:
        whole = [seen for trial in found for seen in trial.whole]
        yield note("no_positive_control", *whole, url=found[0].url)
        return
    for trial in standing:
        yield from _trial_notes(trial, facts, reasons)


def _unsure_of_login(facts: Facts) -> bool:
    """No sign-in was seen; that says something only of a crawl that met no bound."""
    crawls = facts.all(Crawl)
    return not crawls or any(seen.fact.truncated for seen in crawls)


def _trial_notes(trial: Trial, facts: Facts, reasons: WebReasons) -> Iterator[Note]:
    result = carriers(trial)
    yield from result.doubts
    if not result.found and not result.doubts:
        bare = no_cookie_carries(trial)
        yield (
            note("no_session_cookie", *bare, url=trial.url)
            if bare
            else note("session_shared", *trial.whole, url=trial.url)
        )
        return
    cookies = facts.all(SetCookie)
    for name, answers in result.found.items():
        named = [seen for seen in cookies if seen.fact.name == name and _is_set(seen.fact, facts)]
        named += [] if named else list(_by_script(name, facts))
        if not named:
            yield note("set_cookie_unseen", *answers, cookie=name)
        for seen in _distinct(named):
            yield from _attribute_notes(seen, answers, reasons)
    if result.found:
        yield note("sound", *(seen for found in result.found.values() for seen in found), cookies=len(result.found))


def _by_script(name: str, facts: Facts) -> Iterator[Seen[SetCookie]]:
    """A cookie that a browser holds signed in although no response set it: a script did, and can read it again."""
    for seen in facts.all(BrowserCookie):
        one = seen.fact
        scripted = one.name == name and one.state == SIGNED_IN and not one.setter and not one.http_only
        if scripted and is_first_party(one.host, facts.candidate):
            same_site = one.same_site.lower()
            yield Seen(
                SetCookie(
                    name=one.name,
                    secure=one.secure,
                    same_site=same_site if same_site in ("strict", "lax", "none") else "",  # type: ignore[arg-type]
                    domain=one.host if one.domain.startswith(".") else "",
                    url=one.page or f"https://{one.host}/",
                ),
                seen.observation,
            )


def _is_set(cookie: SetCookie, facts: Facts) -> bool:
    """Whether a first-party response sets the cookie, does not delete it, and a browser takes it (its domain fits)."""
    deleted = not cookie.value or (cookie.max_age is not None and cookie.max_age <= 0)
    if not deleted and cookie.max_age is None and cookie.expires:
        deleted = _past(cookie.expires, facts.as_of)
    host = host_of(cookie.url)
    ignored = cookie.domain and not f".{host}".endswith(f".{cookie.domain}")
    return not deleted and not ignored and is_first_party(host, facts.candidate)


def _past(expires: str, when: datetime) -> bool:
    try:
        found = parsedate_to_datetime(expires.replace("-", " "))
    except (ValueError, OverflowError):
        return False
    return (found if found.tzinfo else found.replace(tzinfo=UTC)) < when


def _distinct(cookies: Sequence[Seen[SetCookie]]) -> list[Seen[SetCookie]]:
    """One of each set of attributes: a cookie that is set a hundred times alike is one finding."""
    found: dict[tuple[object, ...], Seen[SetCookie]] = {}
    for seen in cookies:
        one = seen.fact
        key = (one.secure, one.http_only, one.same_site, one.domain, host_of(one.url))
        found.setdefault(key, seen)
    return list(found.values())


def _attribute_notes(seen: Seen[SetCookie], answers: Sequence[Seen[Exchange]], reasons: WebReasons) -> Iterator[Note]:
    cookie, host = seen.fact, host_of(seen.fact.url)
    for clause in _faults(cookie, host, bool(reasons.of_cookie(cookie.name))):
        shown = {"cookie": cookie.name, "url": cookie.url, "domain": cookie.domain or host, "host": host}
        yield note(clause, seen, *answers, **shown)


def _faults(cookie: SetCookie, host: str, reasoned: bool) -> Iterator[str]:
    if not cookie.secure:
        yield "not_secure"
    if not cookie.http_only:
        yield "not_http_only"
    if cookie.same_site == "none":
        yield "same_site_none_reasoned" if reasoned else "same_site_none"
    elif cookie.same_site in ("", "other"):
        yield "same_site_absent"
    if cookie.domain and cookie.domain != host:
        if cookie.prefix != "__Secure-":
            yield "domain_wide"
    elif not cookie.prefix:
        yield "no_prefix"
