"""What the control app writes to people: their measure, in the open, with a tracker's image. Not to be mended."""

from __future__ import annotations

import smtplib
import threading
from email.message import EmailMessage

from sample_apps.control.watched import pixel

MOST = 20
SECONDS = 8.0


class Letters:
    """The relay at ``HOST:PORT``; without one nothing is sent, and after the first letters nothing more."""

    def __init__(self, relay: str) -> None:
        self._host, _, self._port = relay.rpartition(":")
        self._sent = 0

    def measured(self, email: str, note: str) -> None:
        """Tells the note of a measure, in the subject too."""
        if not self._host or not email or not note.isprintable() or self._sent >= MOST:
            return
        self._sent += 1
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = "Control <control@control.example>", email, f"Mesure : {note}"
        mail.set_content(f"Votre mesure : {note}\n")
        mail.add_alternative(f"<p>Votre mesure : {note}</p>{pixel()}", subtype="html")
        threading.Thread(target=self._deliver, args=(mail,), daemon=True).start()

    def _deliver(self, mail: EmailMessage) -> None:
        try:
            with smtplib.SMTP(self._host, int(self._port), timeout=SECONDS) as relay:
                relay.send_message(mail)
        except (OSError, smtplib.SMTPException, ValueError):
            return
