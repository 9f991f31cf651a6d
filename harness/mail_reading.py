"""From the bytes of a message to its record: headers and text parts decoded, everything else named (RFC 5322, 2045).

A message is hostile: depth, number of parts and lengths are bounded, and what cannot be read is said so.
"""

from __future__ import annotations

from collections.abc import Iterator
from email import message_from_bytes, policy
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parseaddr

from criteria.facts.message import MessageRecord, Part
from criteria.http_exchange import Headers

MOST_PARTS, MOST_DEPTH, MOST_HEADERS = 60, 20, 80
LONGEST_HEADER, LONGEST_NAME = 4_000, 200
MOST_TEXT = 512 * 1024
"""Bytes of decoded text that are kept, of plain text and of markup each."""
BROKEN = (MessageError, LookupError, ValueError, AttributeError, TypeError, RecursionError)
"""What the standard library raises on messages that no right program writes."""


def read_message(raw: bytes, to: tuple[str, ...], envelope_from: str) -> tuple[MessageRecord, dict[str, bytes]]:
    """The record of a message and its blobs (``text``, ``html``). Never raises for what the message is like."""
    try:
        mail = message_from_bytes(raw, policy=policy.compat32)
    except BROKEN:
        return MessageRecord(to=to, envelope_from=envelope_from[:LONGEST_NAME], flaws=("unreadable",)), {}
    reading = _Reading()
    reading.read(mail)
    headers = reading.headers(mail)
    named = {name.lower(): value for name, value in reversed(headers)}
    record = MessageRecord(
        to=to,
        envelope_from=envelope_from[:LONGEST_NAME],
        sender=parseaddr(named.get("from", ""))[1][:LONGEST_NAME],
        subject=named.get("subject", ""),
        headers=headers,
        parts=tuple(reading.parts),
        flaws=tuple(sorted(reading.flaws)),
    )
    return record, {name: bytes(kept) for name, kept in reading.kept.items() if kept}


class _Reading:
    """What one message gives, part by part."""

    def __init__(self) -> None:
        self.parts: list[Part] = []
        self.flaws: set[str] = set()
        self.kept = {"text": bytearray(), "html": bytearray()}

    def read(self, mail: Message) -> None:
        for leaf in self._leaves(mail, 0):
            if len(self.parts) == MOST_PARTS:
                self.flaws.add("too_many_parts")
                return
            self.parts.append(self._part(leaf))

    def _leaves(self, mail: Message, depth: int) -> Iterator[Message]:
        if depth > MOST_DEPTH:
            self.flaws.add("too_deep")
            return
        inside = mail.get_payload()
        if not isinstance(inside, list):
            yield mail
            return
        for one in inside:
            if isinstance(one, Message):
                yield from self._leaves(one, depth + 1)

    def _part(self, leaf: Message) -> Part:
        try:
            raw = leaf.get_payload(decode=True)
            kind, name = leaf.get_content_type()[:LONGEST_NAME], str(leaf.get_filename() or "")[:LONGEST_NAME]
            charset = leaf.get_content_charset() or "utf-8"
            cid = str(leaf.get("content-id", "")).strip("<> ")[:LONGEST_NAME]
        except BROKEN:
            self.flaws.add("encoding")
            return Part(type="application/octet-stream")
        body = raw if isinstance(raw, bytes) else b""
        return Part(type=kind, size=len(body), name=name, cid=cid, read=self._keep(kind, body, charset))

    def _keep(self, kind: str, body: bytes, charset: str) -> bool:
        """Keep the words of a text part; whether all of them were."""
        if not kind.startswith("text/"):
            return False
        place = self.kept["html" if kind == "text/html" else "text"]
        text = f"{_decoded(body, charset)}\n".encode("utf-8", "replace")
        whole = len(place) + len(text) <= MOST_TEXT
        place.extend(text[: MOST_TEXT - len(place)])
        return whole

    def headers(self, mail: Message) -> Headers:
        """The first headers, decoded; one that cannot be decoded stands as it came."""
        found: list[tuple[str, str]] = []
        for name, value in mail.raw_items():
            if len(found) == MOST_HEADERS:
                self.flaws.add("headers")
                break
            found.append((name[:LONGEST_NAME], self._header(str(value))))
        return tuple(found)

    def _header(self, value: str) -> str:
        try:
            shown = str(make_header(decode_header(value)))
        except BROKEN:
            self.flaws.add("headers")
            shown = value
        squeezed = " ".join(shown.split()).encode("utf-8", "replace").decode()
        if len(squeezed) > LONGEST_HEADER:
            self.flaws.add("headers")
        return squeezed[:LONGEST_HEADER]


def _decoded(body: bytes, charset: str) -> str:
    try:
        return body.decode(charset, "replace")
    except (LookupError, ValueError):
        return body.decode("latin-1")
