"""Sommeil as a stranger sees it: what it refuses, its headers, its two languages."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import requests

from tests.sample_apps.sommeil_bench import sommeil

pytestmark = pytest.mark.slow


class Stranger:
    """Somebody who is not signed in."""

    def __init__(self, base: str, ca: str) -> None:
        self._base, self._ca = base, ca

    def ask(self, method: str, path: str, headers: dict[str, str], body: str | None) -> requests.Response:
        session = requests.Session()
        session.trust_env = False
        return session.request(
            method, self._base + path, headers=headers, data=body, verify=self._ca, allow_redirects=False, timeout=10
        )


@pytest.fixture(scope="module")
def stranger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stranger]:
    with sommeil(tmp_path_factory.mktemp("sommeil")) as bench:
        yield Stranger(bench.app, bench.ca)


@pytest.mark.parametrize(
    ("method", "path", "headers", "body", "status"),
    [
        ("GET", "/absent", {}, None, 404),
        ("GET", "/api/absent", {}, None, 404),
        ("GET", "/api/diary", {}, None, 401),
        ("GET", "/server.js", {}, None, 404),
        ("GET", "/static/..%2fserver.js", {}, None, 404),
        ("GET", "/static/__proto__", {}, None, 404),
        ("TRACE", "/", {}, None, 405),
        ("POST", "/api/sign-in", {"Content-Type": "text/plain"}, "{}", 415),
        ("POST", "/api/sign-in", {"Content-Type": "application/json"}, "[", 400),
        ("POST", "/api/sign-in", {"Content-Type": "application/json"}, "{}", 401),
        ("POST", "/api/sign-in", {"Content-Type": "application/json"}, "x" * 70_000, 413),
        ("POST", "/api/sign-in", {"Content-Type": "application/json", "Origin": "https://evil.example"}, "{}", 403),
        ("POST", "/api/sign-in/code", {"Content-Type": "application/json"}, '{"code": "000000"}', 401),
    ],
)
def test_the_interface_refuses_shortly(
    stranger: Stranger, method: str, path: str, headers: dict[str, str], body: str | None, status: int
) -> None:
    answer = stranger.ask(method, path, headers, body)
    assert answer.status_code == status
    assert "Strict-Transport-Security" in answer.headers
    assert not {"Server", "X-Powered-By"} & set(answer.headers)
    assert "    at " not in answer.text


@pytest.mark.parametrize(
    ("accepted", "query", "language"),
    [
        ("fr", "", "fr"),
        ("en-GB,en;q=0.9", "", "en"),
        ("de", "", "fr"),
        ("fr", "?lang=en", "en"),
        ("en;q=0.2, fr", "", "fr"),
    ],
)
def test_pages_speak_two_languages(stranger: Stranger, accepted: str, query: str, language: str) -> None:
    for path in ("/", "/mentions-legales", "/confidentialite", "/contact", "/droits", "/inscription", "/connexion"):
        answer = stranger.ask("GET", path + query, {"Accept-Language": accepted}, None)
        assert (answer.status_code, answer.headers["Content-Language"]) == (200, language)
        assert f'<html lang="{language}">' in answer.text
        assert "unsafe-inline" not in answer.headers["Content-Security-Policy"]
