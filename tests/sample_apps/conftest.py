"""Tensio and the control app as processes, spoken to over TLS."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from harness.lab_files import app_certificate, make_lab, write_pair
from harness.processes import started
from tests.sample_apps.visitor import ACCOUNTS, Visitor


class Lab(NamedTuple):
    """A folder with ``ca.pem``, and the pairs ``app`` and ``old`` (self-signed, RSA) for 127.0.0.1."""

    folder: Path

    @property
    def ca(self) -> str:
        return str(self.folder / "ca.pem")

    def serving(self, pair: str = "app") -> list[str]:
        """The options that every sample app shares."""
        stem = self.folder / pair
        return ["--tls-cert", f"{stem}.pem", "--tls-key", f"{stem}.key", "--cleartext-port", "0"]


class Running(NamedTuple):
    """A running app: its ready line, and its authority."""

    ready: dict[str, Any]
    ca: str

    @property
    def url(self) -> str:
        return str(self.ready["url"])

    def visitor(self) -> Visitor:
        """A new browser, signed out."""
        return Visitor(self.url, self.ca)


@pytest.fixture(scope="session")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Lab:
    folder = tmp_path_factory.mktemp("lab")
    authority = make_lab(folder, "127.0.0.1")
    write_pair(folder / "app", app_certificate(authority, "sound", "127.0.0.1"))
    write_pair(folder / "old", app_certificate(authority, "self_signed", "127.0.0.1", key="rsa"))
    return Lab(folder)


@contextmanager
def run_tensio(lab: Lab, data: Path, *options: str) -> Iterator[Running]:
    arguments = ["--data", str(data), *lab.serving(), *options]
    with started("sample_apps.tensio", arguments, ACCOUNTS) as ready:
        yield Running(ready, lab.ca)


@pytest.fixture(scope="session")
def tensio(lab: Lab, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """Tests sign in more often than codes change, so this one takes a code again."""
    with run_tensio(lab, tmp_path_factory.mktemp("tensio"), "--fault", "code_taken_twice") as running:
        yield running
