"""Faults of letters: what the app writes to people after they entered a measure."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from sample_apps.tensio.build import Build
from sample_apps.tensio.mail import Letter

EMAIL = "alice@tensio.example"
NEWS = "Votre carnet a été mis à jour"
Fault = Callable[[Build], None]


def _writing(letter: Letter) -> Fault:
    def fault(build: Build) -> None:
        build.letter = letter

    return fault


def _linking(build: Build) -> None:
    """News without any content, and the way to the service itself."""
    diary = f"{build.settings.public_url}/journal"
    words, markup = f"Connectez-vous pour la voir : {diary}\n", f'<p><a href="{diary}">Ouvrir mon carnet</a></p>'
    build.letter = lambda _note: (NEWS, words, markup)


def _health(note: str) -> tuple[str, str, str]:
    return NEWS, f"Mesure enregistrée. Votre note : {note}\n", ""


def _pixel(told: str) -> Letter:
    image = f'<p>Bonjour,</p><img src="https://audience.example/pixel.gif?m={told}" width="1" height="1" alt="">'
    return lambda _note: (NEWS, "Bonjour,\n", image)


FAULTS: dict[str, Fault] = {
    "health_in_mail": _writing(_health),
    "pixel_in_mail": _writing(_pixel("2026-11")),
    "login_in_mail_pixel": _writing(_pixel(hashlib.sha256(EMAIL.encode()).hexdigest())),
    "link_in_mail": _linking,
}
