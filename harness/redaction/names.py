"""Names that give a secret away: of form fields, address parameters, JSON members, headers. And what looks drawn."""

from __future__ import annotations

import re
from collections.abc import Iterable


def _spelled(names: dict[str, Iterable[str]]) -> dict[str, str]:
    """Every name in lower case as ``a_b``, ``a-b`` and ``ab`` (which is also ``aB``), to its kind."""
    written = [(kind, name) for kind, group in names.items() for name in group]
    return {name.replace("_", sign): kind for kind, name in written for sign in ("_", "-", "")}


CERTAIN = _spelled(
    {
        "access_token": ("access_token", "bearer_token"),
        "refresh_token": ("refresh_token",),
        "id_token": ("id_token", "id_token_hint"),
        "token": ("auth_token", "session_token", "reset_token", "subject_token", "device_code", "user_code"),
        "code_verifier": ("code_verifier",),
        "client_assertion": ("client_assertion",),
        "client_secret": ("client_secret",),
        "password": ("password", "passwd", "pwd", "passcode", "mot_de_passe", "mdp"),
        "otp": ("otp", "totp"),
        "api_key": ("api_key",),
        "csrf": (
            "csrf",
            "xsrf",
            "csrf_token",
            "xsrf_token",
            "csrfmiddlewaretoken",
            "authenticity_token",
            "requestverificationtoken",
            "jeton",
        ),
        "session": ("session_id", "phpsessid", "jsessionid", "sessid"),
    }
)
"""Names whose value is a secret wherever they stand, also as the end of a longer name (``new_password``)."""
DOUBTFUL = {
    "code": "code",
    "state": "state",
    "nonce": "nonce",
    "token": "token",
    "session": "session",
    "sid": "session",
    "assertion": "client_assertion",
}
"""Names that also mean something else (``code=fr``, a postal ``state``): only beside OAuth, or with a drawn value."""
BESIDE = (
    "client_id",
    "redirect_uri",
    "grant_type",
    "code_verifier",
    "response_type",
    "code_challenge",
    "session_state",
)
"""Parameters that show that a doubtful name beside them is OAuth's."""
HEADERS = {
    "authorization": "credentials",
    "proxy-authorization": "credentials",
    "id-token": "id_token",
    "dpop": "proof",
}
HEADER_PARTS = re.compile(r"token|secret|api-?key|password|csrf|xsrf|session-?id")
"""Any other header whose name holds one of these carries a secret."""

_RUN = re.compile(r"[A-Za-z0-9+/=_~-]{8,}")
_WORDS = re.compile(r"(?:[A-Z]?[a-z]+|[A-Z]+)(?:[-_/=+~]?(?:[A-Z]?[a-z]{2,}|[A-Z]{2,}))*")
_ADDRESS = re.compile(r"(?:[a-z][a-z0-9+.-]{1,20}:)?/")


def drawn(value: str) -> bool:
    """Whether ``value`` looks drawn by a machine, and not chosen as a word, a date, a number or an address.

    Only such a value is looked for outside the place where it was found: ``consent=accepted`` is no reason to take
    the word "accepted" out of every page.
    """
    return not _ADDRESS.match(value) and any(_random(run) for run in _RUN.findall(value))


def _random(run: str) -> bool:
    letters = any(letter.isalpha() for letter in run)
    digits = sum(letter.isdigit() for letter in run)
    return bool(letters and digits) or digits >= 16 or (len(run) >= 12 and not _WORDS.fullmatch(run) and letters)
