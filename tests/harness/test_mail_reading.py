"""Reading messages that no right program writes, and those that one does."""

from __future__ import annotations

import time
from email.message import EmailMessage

import msgspec
import pytest

from criteria.facts.message import MESSAGE_KIND, Message, MessageRecord, messages
from criteria.observation import Observation
from harness.mail_reading import MOST_PARTS, MOST_TEXT, read_message

TO = ("alice@app.example",)


def read(raw: bytes) -> tuple[MessageRecord, dict[str, bytes]]:
    return read_message(raw, TO, "envoi@app.example")


def fact(raw: bytes) -> Message:
    """The message as criteria read it."""
    record, blobs = read(raw)
    seen = Observation(
        id="o", look="l", kind=MESSAGE_KIND, probe="outside", at="", data=msgspec.to_builtins(record),
        blobs={name: name for name in blobs},
    )  # fmt: skip
    (found,) = messages(seen, blobs.__getitem__)
    return found


def mail(text: str = "Bonjour", html: str = "", **headers: str) -> EmailMessage:
    made = EmailMessage()
    named = {"From": "App <app@app.example>", "To": TO[0], "Subject": "Nouvelle mesure à voir", **headers}
    for name, value in named.items():
        made[name.replace("_", "-")] = value
    made.set_content(text)
    if html:
        made.add_alternative(html, subtype="html")
    return made


def test_headers_and_texts_are_decoded() -> None:
    found = fact(mail("Bien reçu", "<p>Bien <b>reçu</b></p>", List_Unsubscribe="<https://app.example/x>").as_bytes())
    assert (found.sender, found.envelope_from) == ("app@app.example", "envoi@app.example")
    assert found.subject == "Nouvelle mesure à voir"
    assert found.values("list-unsubscribe") == ("<https://app.example/x>",)
    assert "Bien reçu" in found.text and "<b>reçu</b>" in found.html
    assert (found.flaws, found.unread) == ((), ())


def test_signatures_are_told_as_written() -> None:
    signature = "v=1; a=rsa-sha256; d=Mailer.example; s=k1; h=from; bh=x; b=y"
    assert fact(mail(DKIM_Signature=signature).as_bytes()).signed_by == ("mailer.example",)


LOADS = {
    "an image": '<img src="https://t.example/p.gif?m=1">',
    "an image in capitals": "<IMG SRC=HTTPS://T.example/p.gif>",
    "a style": '<div style="background:url(https://t.example/b.png)">x</div>',
    "a style sheet": '<link rel=stylesheet href="https://t.example/a.css">',
    "a background": '<table background="https://t.example/b.png"><tr><td>x</table>',
    "a set of images": '<img srcset="https://t.example/1.png 1x, https://t.example/2.png 2x">',
    "an entity in a style": '<div style="background:url(&quot;https://t.example/b.png&quot;)">x</div>',
    "a frame": '<iframe src="https://t.example/f"></iframe>',
}


@pytest.mark.parametrize("name", LOADS)
def test_what_opening_a_message_loads(name: str) -> None:
    assert fact(mail(html=LOADS[name]).as_bytes()).hosts == ("t.example",)


def test_what_is_inside_or_only_linked_is_not_loaded() -> None:
    html = '<img src="cid:logo"><img src="data:image/gif;base64,AA=="><img src="/p.gif">'
    html += '<a href="https://l.example/a">x</a>'
    found = fact(mail("voir https://m.example/b.", html).as_bytes())
    assert found.hosts == ()
    assert found.links == ("https://l.example/a", "https://m.example/b.")


def test_attachments_are_named_and_only_words_are_read() -> None:
    made = mail()
    made.add_attachment(b"%PDF-1.4", maintype="application", subtype="pdf", filename="mesure.pdf")
    made.add_attachment(b"GIF89a", maintype="image", subtype="gif", filename="logo.gif")
    made.add_attachment("note: secret-note", subtype="csv", filename="mesures.csv")
    found = fact(made.as_bytes())
    left = [(part.type, part.name) for part in found.unread]
    assert left == [("application/pdf", "mesure.pdf"), ("image/gif", "logo.gif")]
    assert "secret-note" in found.text


def test_a_picture_of_the_layout_and_a_signature_hide_nothing() -> None:
    made = mail(html='<p><img src="cid:logo@app.example"></p>')
    made.add_attachment(b"GIF89a", maintype="image", subtype="gif", cid="<logo@app.example>")
    made.add_attachment(b"GIF89a", maintype="image", subtype="gif", cid="<curve@app.example>")
    made.add_attachment(b"-", maintype="application", subtype="pgp-signature")
    assert [part.cid for part in fact(made.as_bytes()).unread] == ["curve@app.example"]


def nested(depth: int) -> bytes:
    heads = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(depth))
    return heads + b"Content-Type: text/plain\r\n\r\ndeep\r\n"


MIXED = b"Content-Type: multipart/mixed; boundary=b\r\n\r\n"
HOSTILE: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", ""),
    "no header": (b"\r\n\r\nx", ""),
    "zeros": (bytes(5000), ""),
    "thirty levels": (nested(30), "too_deep"),
    "thousands of levels": (nested(6000), "unreadable"),
    "parts without end": (MIXED + b"--b\r\n\r\nx\r\n" * 9000, "too_many_parts"),
    "an unknown charset": (b"Content-Type: text/plain; charset=nowhere\r\n\r\nabc", ""),
    "a charset that is no text": (b"Content-Type: text/plain; charset=hex\r\n\r\nabc", ""),
    "broken base64": (b"Content-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\n====x*", ""),
    "broken uuencode": (b"Content-Transfer-Encoding: x-uuencode\r\n\r\nbegin 6\xff x\r\n", ""),
    "a subject in no charset": (b"Subject: =?nowhere?B?////?=\r\n\r\nx", "headers"),
    "a broken word in the subject": (b"Subject: =?utf-8?B?x?=\r\n\r\nx", "headers"),
    "headers without end": (b"X: y\r\n" * 5000 + b"\r\nx", "headers"),
    "a long header": (b"Subject: " + b"s" * 100_000 + b"\r\n\r\nx", "headers"),
    "bytes in a header": (b"Subject: \xff\xfe\r\nFrom: \xff\r\n\r\nx", ""),
    "a strange name": (b"Content-Type: application/x; name*0*=nowhere''%ff; name*1=\"b\r\n\r\nx", ""),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_no_message_breaks_the_reading(name: str) -> None:
    raw, flaw = HOSTILE[name]
    began = time.monotonic()
    record, blobs = read(raw)
    assert not flaw or flaw in record.flaws, record.flaws
    assert len(record.parts) <= MOST_PARTS
    assert all(len(kept) <= MOST_TEXT for kept in blobs.values())
    assert time.monotonic() - began < 20
    assert fact(raw).to == TO


def test_text_beyond_the_bound_is_not_taken_for_read() -> None:
    raw = b"Content-Type: text/plain\r\n\r\n" + b"x" * (MOST_TEXT + 10)
    assert fact(raw).unread
