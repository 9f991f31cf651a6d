"""``SafeClient``: one request, one record. Nothing is followed, retried, or read without a bound."""

from __future__ import annotations

import msgspec

from criteria.facts.http.urls import BadUrl, Target, target
from criteria.http_exchange import HttpExchange, HttpRequest
from harness.net import trust
from harness.net.ask import Answer, Ask
from harness.net.attempt import attempt
from harness.net.decode import ACCEPTED
from harness.net.jar import Jar
from harness.net.policy import NetPolicy
from harness.net.resolver import PinnedResolver


class SafeClient:
    """Sends single exchanges under a policy, each on a connection of its own, one after the other."""

    def __init__(self, policy: NetPolicy, resolver: PinnedResolver | None = None) -> None:
        self.policy = policy
        self.resolver = resolver or PinnedResolver(policy.permits)
        self._jars: dict[str, Jar] = {}

    def jar(self, context: str) -> Jar:
        """The cookies of one context (``anonymous``, ``account:a``); contexts share nothing."""
        return self._jars.setdefault(context, Jar())

    def share(self, context: str, other: str) -> None:
        """Let ``context`` use the cookies of ``other`` from now on: two names for one browser."""
        self._jars[context] = self.jar(other)

    def send(self, ask: Ask) -> Answer:
        """Make this one request. Never raises for what the peer, the network or the address is like."""
        try:
            where = target(ask.url)
        except BadUrl as error:
            return _unsent(ask, "forbidden_url", str(error))
        if not ask.beyond_scope and not self.policy.in_scope(where.host, where.port):
            return _unsent(ask, "out_of_scope", f"{where.host}:{where.port}")
        ask = msgspec.structs.replace(ask, url=where.url)
        answer = self._send(ask, where)
        if ask.keep_cookies:
            self.jar(ask.labels.context).store(where.url, answer.values("set-cookie"))
        return answer

    def _send(self, ask: Ask, where: Target) -> Answer:
        headers = self._headers(ask)
        if where.scheme == "http":
            return attempt(ask, headers, self.policy, self.resolver, None, {})
        strict = trust.verifying(self.policy.lab_ca)
        answer = attempt(ask, headers, self.policy, self.resolver, strict, {"tls_verified": "true"})
        if answer.exchange.error != "tls":
            return answer
        tags = {"tls_verified": "false", "tls_error": answer.exchange.detail}
        lab = self.policy.profile == "lab"
        if ask.verify == "record" and (lab or not ask.body):
            shown = headers if lab else _without_secrets(headers)
            return attempt(ask, shown, self.policy, self.resolver, trust.observing(), tags)
        return _retagged(answer, tags)

    def _headers(self, ask: Ask) -> dict[str, str]:
        fields = {
            "User-Agent": self.policy.agent,
            "Accept": "*/*",
            "Accept-Language": self.policy.languages,
            "Accept-Encoding": ACCEPTED,
            "Connection": "close",
            **dict(ask.headers),
        }
        cookie = self.jar(ask.labels.context).header(ask.url) if ask.cookie is None else ask.cookie
        return {**fields, "Cookie": cookie} if cookie else fields


def _without_secrets(headers: dict[str, str]) -> dict[str, str]:
    """The fields that an unverified peer may see."""
    return {name: value for name, value in headers.items() if name.lower() not in ("cookie", "authorization")}


def _unsent(ask: Ask, error: str, detail: str) -> Answer:
    labels = ask.labels
    exchange = HttpExchange(
        request=HttpRequest(method=ask.method, url=ask.url[:4096]),
        error=error,
        detail=detail,
        context=labels.context,
        purpose=labels.purpose,
        depth=labels.depth,
        parent=labels.parent,
        start=labels.start,
        tags=labels.tags,
    )
    return Answer(exchange=exchange)


def _retagged(answer: Answer, tags: dict[str, str]) -> Answer:
    exchange = msgspec.structs.replace(answer.exchange, tags={**answer.exchange.tags, **tags})
    return msgspec.structs.replace(answer, exchange=exchange)
