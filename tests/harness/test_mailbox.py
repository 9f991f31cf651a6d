"""The mailbox of an audit, over SMTP as a candidate speaks it."""

from __future__ import annotations

import smtplib
import threading
from email.message import EmailMessage

import pytest

from harness.errors import ConfigurationError
from harness.mailbox import LARGEST_MAIL, Mailbox, code_in, listening
from harness.processes import free_port

ADA = "ada@x.example"


def mail(text: str, to: str = ADA) -> EmailMessage:
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = "app@x.example", to, "Code 111111"
    made.set_content(text)
    return made


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (mail("Your code: 204815.").as_bytes(), "204815"),
        (mail("Votre code est 204815\n").as_bytes(), "204815"),
        (mail("Code : 204 815, valable dix minutes").as_bytes(), "204815"),
        (mail("204 815").as_bytes(), "204815"),
        (mail("order 12345678").as_bytes(), None),
        (b"", None),
        (b"Content-Type: text/plain; charset=nowhere\r\n\r\n123456", None),
        (b"Content-Type: multipart/mixed; boundary=x\r\n\r\n" + b"--x\r\n\r\n" * 5000, None),
    ],
)
def test_the_code_of_a_mail(raw: bytes, code: str | None) -> None:
    assert code_in(raw) == code


def test_a_mail_to_an_account_gives_its_newest_code_once() -> None:
    where = f"127.0.0.1:{free_port()}"
    with listening(where, [ADA]) as box, smtplib.SMTP(*where.split(":")) as server:  # type: ignore[arg-type]
        assert box is not None
        for text in ("111222", "333444"):
            server.send_message(mail(text))
        assert (box.code(ADA), box.code(ADA, 0.0)) == ("333444", None)
        with pytest.raises(smtplib.SMTPRecipientsRefused):
            server.send_message(mail("1", "eve@x.example"))
        with pytest.raises(smtplib.SMTPResponseException):
            server.send_message(mail("x " * LARGEST_MAIL))


def test_a_code_is_awaited() -> None:
    box = Mailbox([ADA])
    sender = threading.Timer(0.05, box.take, ([ADA], mail("654321").as_bytes()))
    sender.start()
    assert box.code(ADA) == "654321"
    assert box.code("eve@x.example") is None


def test_what_was_forgotten_does_not_count() -> None:
    box = Mailbox([ADA])
    box.take([ADA], mail("654321").as_bytes())
    box.forget(ADA)
    assert box.code(ADA, 0.0) is None


@pytest.mark.parametrize("where", ["0.0.0.0:2525", "mail.example:25"])
def test_a_mailbox_opens_on_this_machine_alone(where: str) -> None:
    with pytest.raises(ConfigurationError), listening(where, [ADA]):
        pass


def test_what_came_is_kept_whole_within_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("harness.mailbox.MOST_MESSAGES", 2)
    box = Mailbox([ADA])
    for text in ("Bonjour", "Code 111222", "Encore"):
        box.take([ADA.upper(), "eve@x.example"], mail(text).as_bytes(), "app@x.example")
    box.forget(ADA)
    kept, left = box.received(0.0)
    assert [(one.to, one.envelope_from) for one in kept] == [((ADA,), "app@x.example")] * 2
    assert b"111222" in kept[1].raw
    assert left == 1


def test_mail_is_awaited_only_until_a_first_one_comes() -> None:
    box = Mailbox([ADA])
    sender = threading.Timer(0.05, box.take, ([ADA], mail("Bonjour").as_bytes()))
    sender.start()
    assert len(box.received(10.0)[0]) == 1
    assert Mailbox([ADA]).received(0.0) == ((), 0)
