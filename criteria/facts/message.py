"""A message that the candidate sent to one of the audit's people: what it says, and what opening it would load."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator

import msgspec

from criteria.facts.html.reader import read_page
from criteria.facts.http.urls import canonical, host_of
from criteria.facts.registry import Blob, extractor
from criteria.http_exchange import Headers
from criteria.observation import Observation

MESSAGE_KIND = "mail.message"
MESSAGES_KIND = "mail.summary"
BASE = "https://message.invalid/"
"""What relative addresses in a message are resolved against: a message has no address, so they lead nowhere."""
MOST_ADDRESSES = 500
SIGNATURES = frozenset(("application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature"))
_IN_STYLE = re.compile(r"url\(\s*['\"]?(https?:[^'\")\s]{1,4000})", re.IGNORECASE)
_IN_ATTRIBUTE = re.compile(r"\b(?:background|poster)\s*=\s*['\"]?(https?:[^'\"\s>]{1,4000})", re.IGNORECASE)
_SOURCES = re.compile(r"\bsrcset\s*=\s*(?:\"([^\"]{1,8000})\"|'([^']{1,8000})')", re.IGNORECASE)
_TEXT_LINK = re.compile(r"https?://[^\s<>\"')\]]{1,4000}")
_SIGNED = re.compile(r"(?:^|;)\s*d=\s*([^;\s]{1,253})")


class Part(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One leaf of a message. ``size`` in bytes, decoded; ``read`` says whether its text is in the record; ``cid`` is
    the name by which markup may show it in its place (RFC 2392)."""

    type: str
    size: int = 0
    name: str = ""
    cid: str = ""
    read: bool = False


class MessageRecord(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One message as it came (``mail.message``). ``to`` are the audit's people; ``envelope_from`` the sender of the
    envelope (RFC 5321), ``sender`` the address of ``From`` (RFC 5322); ``headers`` in order, decoded. ``flaws`` say in
    a word why something of it could not be read (``too_deep``, ``too_many_parts``, ``headers``, ``encoding``). Blobs:
    ``text`` and ``html``, decoded, all parts of the kind one after another.
    """

    to: tuple[str, ...]
    envelope_from: str = ""
    sender: str = ""
    subject: str = ""
    headers: Headers = ()
    parts: tuple[Part, ...] = ()
    flaws: tuple[str, ...] = ()


class Message(MessageRecord, frozen=True, kw_only=True, omit_defaults=True):
    """A ``mail.message``. ``loads`` are the addresses that opening it would fetch, ``links`` what a click opens."""

    text: str = ""
    html: str = ""
    loads: tuple[str, ...] = ()
    links: tuple[str, ...] = ()

    @property
    def hosts(self) -> tuple[str, ...]:
        """The hosts that opening it would contact."""
        return tuple(dict.fromkeys(filter(None, map(host_of, self.loads))))

    @property
    def unread(self) -> tuple[Part, ...]:
        """Parts whose content is not known; a picture in the layout, or a signature, tells nothing of its own."""
        return tuple(one for one in self.parts if not (one.read or one.type in SIGNATURES or self._shows(one)))

    def _shows(self, one: Part) -> bool:
        return one.type.startswith("image/") and bool(one.cid) and f"cid:{one.cid}" in self.html

    @property
    def signed_by(self) -> tuple[str, ...]:
        """The domains of its DKIM signatures, as written and not verified (RFC 6376 section 3.5, ``d=``)."""
        return tuple(found[1].lower() for value in self.values("dkim-signature") for found in _SIGNED.finditer(value))

    def values(self, name: str) -> tuple[str, ...]:
        """Every header of this name, in order."""
        return tuple(value for field, value in self.headers if field.lower() == name)


class MessagesTaken(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The end of the mail of one audit: ``taken`` messages are recorded, ``left`` came beyond what is kept."""

    taken: int = 0
    left: int = 0


@extractor(Message, kind=MESSAGE_KIND, version=1)
def messages(seen: Observation, blob: Blob) -> Iterable[Message]:
    """One message for each observation."""
    text, marked = (_text(seen, blob, name) for name in ("text", "html"))
    loads, links = _addresses(marked)
    plain = (canonical(found) for found in _TEXT_LINK.findall(text))
    every = dict.fromkeys((*links, *filter(None, plain)))
    made = {"text": text, "html": marked, "loads": loads, "links": tuple(every)[:MOST_ADDRESSES]}
    yield msgspec.convert({**seen.data, **made}, Message)


@extractor(MessagesTaken, kind=MESSAGES_KIND, version=1)
def summaries(seen: Observation, blob: Blob) -> Iterable[MessagesTaken]:
    """The summary that ends the look."""
    yield msgspec.convert(seen.data, MessagesTaken)


def _text(seen: Observation, blob: Blob, name: str) -> str:
    return blob(seen.blobs[name]).decode("utf-8", "replace") if name in seen.blobs else ""


def _addresses(marked: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What the markup loads by itself, and what it links to."""
    if not marked:
        return (), ()
    page = read_page(marked.encode(), BASE, "text/html; charset=utf-8")
    fetched = (*(one.url for one in page.subresources), *(one.url for one in page.scripts), *page.frames)
    loads = _remote((*fetched, *_written(marked)))
    return loads, _remote(link.url for link in page.links)


def _written(marked: str) -> Iterator[str]:
    """Addresses in styles and attributes that no reader of pages looks at."""
    text = html.unescape(marked)
    yield from _IN_STYLE.findall(text)
    yield from _IN_ATTRIBUTE.findall(text)
    for quoted in _SOURCES.findall(text):
        yield from (one.split()[0] for one in "".join(quoted).split(",") if one.strip())


def _remote(urls: Iterable[str]) -> tuple[str, ...]:
    """Those that lead to a host on the network, canonical."""
    found = dict.fromkeys(filter(None, map(canonical, urls)))
    return tuple(url for url in found if not url.startswith(BASE))[:MOST_ADDRESSES]
