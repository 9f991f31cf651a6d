"""Mail to the people of the app, sent beside the answer: no page waits for it, and none tells whether it left."""

from __future__ import annotations

import logging
import smtplib
import threading
from collections.abc import Callable
from email.message import EmailMessage

Letter = Callable[[str], tuple[str, str, str]]
"""From the note of a measure to a letter: subject, plain text, and markup (empty: none)."""
SENDER = "Tensio <ne-pas-repondre@tensio.example>"
SECONDS = 8.0
LOG = logging.getLogger(__name__)


class Postbox:
    """The relay at ``HOST:PORT``; without one nothing is sent."""

    def __init__(self, relay: str) -> None:
        self._host, _, self._port = relay.rpartition(":")

    def reset_code(self, email: str, code: str) -> None:
        """The code with which a forgotten password is replaced. Nothing about health stands in a mail."""
        self._send(
            email, "Votre code Tensio",
            f"Voici votre code pour choisir un nouveau mot de passe : {code}\n\nIl vaut dix minutes. Vous n’avez rien "
            "demandé ? Ignorez ce message : votre mot de passe reste le même.\n",
        )

    def letter(self, email: str, subject: str, words: str, markup: str) -> None:
        """Any other letter; ``markup`` shows the same, where there is any."""
        self._send(email, subject, words, markup)

    def _send(self, email: str, subject: str, words: str, markup: str = "") -> None:
        if not self._host:
            return
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = SENDER, email, subject
        mail.set_content(words)
        if markup:
            mail.add_alternative(markup, subtype="html")
        threading.Thread(target=self._deliver, args=(mail,), daemon=True).start()

    def _deliver(self, mail: EmailMessage) -> None:
        try:
            with smtplib.SMTP(self._host, int(self._port), timeout=SECONDS) as relay:
                relay.send_message(mail)
        except (OSError, smtplib.SMTPException):
            LOG.warning("a mail could not be sent")
