"""What the experiments with sign-ins showed: one ``Trial`` each, and what two addresses were told alike or not."""

from __future__ import annotations

import re
from collections.abc import Iterable

import msgspec

from criteria.facts.html.decoding import decode
from criteria.facts.registry import Blob, extractor
from criteria.facts.space import REFERENCE
from criteria.facts.visible import json_texts, visible_lines, without_numbers
from criteria.http_exchange import HttpExchange
from criteria.observation import Observation

TRIAL_KIND = "identity.trial"
SIGN_IN = "sign_in"
PAIR = "pair"
"""Tag of an exchange that is one side of a comparison; ``subject`` says which, ``login`` the address that was given."""
DELAY = "delay"
"""The one sign of being slowed that a busy machine gives too."""
MOST_LINES = 400


class Trial(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One experiment of a person with their sign-in, and what came of it.

    ``outcome`` is how its journey ended; ``factor`` the second one that the sign-in asks for (``totp``, ``mail``,
    ``none``); ``pages`` are the addresses that showed the person's canary afterwards. ``kind`` and ``item`` name a
    password (by its number in the corpus); ``number`` counts attempts, ``millis`` is how long one took, ``slowed``
    how it was held back; ``ahead`` is by how many seconds the clock was set; ``idle_minutes`` and
    ``absolute_minutes`` are declared.
    """

    experiment: str
    outcome: str = ""
    status: int = 0
    step: int = 0
    steps: int = 0
    factor: str = ""
    pages: tuple[str, ...] = ()
    item: str = ""
    kind: str = ""
    number: int = 0
    millis: int = 0
    slowed: tuple[str, ...] = ()
    ahead: int = 0
    idle_minutes: int = 0
    absolute_minutes: int = 0


class Given(msgspec.Struct, frozen=True, kw_only=True):
    """A request of the sign-in of one ``experiment``: the kinds of secrets in it (``password``, ``one_time_code``), and
    when it was made, in nanoseconds of the instrument's clock."""

    experiment: str
    secrets: frozenset[str]
    mono_ns: int


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """What one address was told: the status, and the words without numbers, marks and the address itself."""

    pair: str
    subject: str
    number: str
    url: str
    status: int
    words: tuple[str, ...]


@extractor(Trial, kind=TRIAL_KIND, version=1)
def trials(seen: Observation, blob: Blob) -> Iterable[Trial]:
    """One trial for each observation."""
    yield msgspec.convert(seen.data, Trial)


@extractor(Given, kind="http.exchange", version=1)
def given(seen: Observation, blob: Blob) -> Iterable[Given]:
    """One for each request of a sign-in that an experiment walked."""
    tags = msgspec.convert(seen.data, HttpExchange).tags
    if "experiment" in tags and tags.get("journey") == SIGN_IN:
        kinds = frozenset(one.kind for one in seen.secrets)
        yield Given(experiment=tags["experiment"], secrets=kinds, mono_ns=seen.mono_ns)


@extractor(Told, kind="http.exchange", version=1)
def told(seen: Observation, blob: Blob) -> Iterable[Told]:
    """The last answer of each side of a comparison."""
    exchange = msgspec.convert(seen.data, HttpExchange)
    if PAIR not in exchange.tags or "outcome" not in exchange.tags or exchange.response is None:
        return
    body = blob(seen.blobs["response_body"]) if "response_body" in seen.blobs else b""
    kind = next((value for name, value in exchange.response.headers if name.lower() == "content-type"), "").lower()
    texts = json_texts(body) if "json" in kind else visible_lines(decode(body, kind))
    login = exchange.tags.get("login", "")
    yield Told(
        pair=exchange.tags[PAIR],
        subject=exchange.tags.get("subject", ""),
        number=exchange.tags.get("number", ""),
        url=exchange.request.url,
        status=exchange.response.status,
        words=tuple(word for text in list(texts)[:MOST_LINES] if (word := _plain(text, login))),
    )


def _plain(line: str, login: str) -> str:
    """A line without what differs between any two answers."""
    bare = re.sub(re.escape(login), "", line, flags=re.IGNORECASE) if login else line
    return without_numbers(REFERENCE.sub("", bare)).strip()
