"""Reading a file whose name a stranger wrote: never outside the folder, through a link, or from a device."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import Literal

LARGEST = 10 * 1024 * 1024
"""Bytes of one document."""
LONGEST_NAME = 300
DEEPEST = 8

Why = Literal["name", "missing", "link", "not_a_file", "too_large", "too_many", "unreadable"]


class Refused(Exception):
    """A document that is not read; ``why`` is one of ``Why``."""

    def __init__(self, why: Why) -> None:
        self.why = why
        super().__init__(why)


def read_document(folder: Path, name: str, most: int = LARGEST) -> bytes:
    """The bytes of ``name`` below ``folder``; raises ``Refused``.

    ``most`` is what may still be read of the whole dossier. Each part of the name is opened below the one before
    and without following links, so nothing can be swapped between the check and the reading.
    """
    if most <= 0:
        raise Refused("too_many")
    *parents, last = _parts(name)
    try:
        place = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    except OSError as error:
        raise Refused("missing") from error
    try:
        for part in parents:
            inner = _opened(part, os.O_DIRECTORY, place)
            os.close(place)
            place = inner
        # O_NONBLOCK: a named pipe must not make the audit wait for a writer.
        file = _opened(last, os.O_NONBLOCK, place)
    finally:
        os.close(place)
    return _content(file, min(LARGEST, most))


def _parts(name: str) -> list[str]:
    parts = name.split("/")
    wrong = any(part in ("", ".", "..") or "\\" in part or "\0" in part for part in parts)
    if wrong or len(name) > LONGEST_NAME or len(parts) > DEEPEST or _not_text(name):
        raise Refused("name")
    return parts


def _not_text(name: str) -> bool:
    """Whether ``name`` holds half a character (a lone surrogate), which no file system call takes."""
    return name.encode("utf-8", "ignore").decode("utf-8") != name


def _opened(part: str, flags: int, place: int) -> int:
    if _is_link(part, place):
        raise Refused("link")
    try:
        return os.open(part, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC | flags, dir_fd=place)
    except FileNotFoundError as error:
        raise Refused("missing") from error
    except NotADirectoryError as error:
        raise Refused("not_a_file") from error
    except OSError as error:
        raise Refused("unreadable") from error


def _is_link(part: str, place: int) -> bool:
    """Only to name the reason: ``O_NOFOLLOW`` is what refuses the link."""
    try:
        return stat.S_ISLNK(os.stat(part, dir_fd=place, follow_symlinks=False).st_mode)
    except (OSError, ValueError):
        return False


def _content(descriptor: int, most: int) -> bytes:
    about = os.fstat(descriptor)
    if not stat.S_ISREG(about.st_mode):
        os.close(descriptor)
        raise Refused("not_a_file")
    with os.fdopen(descriptor, "rb") as file:
        raw = file.read(most + 1) if about.st_size <= most else b""
    if about.st_size > most or len(raw) > most:
        raise Refused("too_large" if most == LARGEST else "too_many")
    return raw
