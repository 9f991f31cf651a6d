"""How the app tells people apart: its rules for passwords, second factors, failures and sessions."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import yaml

MIN_PASSWORD, MAX_PASSWORD = 12, 128
FEWEST_LETTERS = 5
"""Different characters that a password needs at least."""
COMMON = frozenset(yaml.safe_load(Path(__file__).with_name("common_words.yaml").read_text("utf-8")))
"""What a password may not be once digits and signs are left out."""
ROWS = ("abcdefghijklmnopqrstuvwxyz", "azertyuiopqsdfghjklmwxcvbn", "qwertyuiopasdfghjklzxcvbnm", "qazwsxedcrfv")


def is_guessable(password: str, email: str) -> bool:
    """Whether somebody who tries common passwords, or who knows the address, would find this one."""
    lower = password.lower()
    core = lower.rstrip("0123456789!?.-_*#&+ ")
    letters = re.sub(r"[^a-z]", "", core.translate(str.maketrans("013457@$", "oieastas")))
    bare = re.sub(r"[^a-z]", "", lower)
    names = [part for part in re.split(r"[^a-z0-9]+", email.lower().rpartition("@")[0]) if len(part) > 3]
    return (
        any(text in COMMON for one in (bare, letters) for text in (one, _half(one)))
        or len(set(lower)) < FEWEST_LETTERS or lower.isdigit()
        or any(len(bare) > 3 and bare in row for row in ROWS)
        or any(part and part in lower for part in (*names, email.lower()))
    )


def _half(text: str) -> str:
    """The first half of a text that is it twice; else the text."""
    half = text[: len(text) // 2]
    return half if half * 2 == text else text


@dataclass(frozen=True)
class IdentityPolicy:
    """The rules. ``compared`` is what of a password counts; times are in seconds."""

    min_password: int = MIN_PASSWORD
    max_password: int = MAX_PASSWORD
    guessable: Callable[[str, str], bool] = is_guessable
    compared: Callable[[str], str] = str
    two_factors: bool = True
    codes_once: bool = True
    checks_code: bool = True
    most_failures: int = 5
    tells_unknown: bool = False
    reset_tells_unknown: bool = False
    reset_signs_in: bool = False
    renews_session: bool = True
    ends_session: bool = True
    idle: int = 30 * 60
    longest: int = 12 * 3600
