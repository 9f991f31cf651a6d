"""The faults: their list is whole, and each one does what it says and no more."""

from __future__ import annotations

from pathlib import Path

import pytest
from starlette.datastructures import MutableHeaders

from sample_apps.tensio.application import application
from sample_apps.tensio.faults import IN_APP, apply_faults
from sample_apps.tensio.faults.catalogue import entries
from tests.sample_apps.asgi import ask, ask_faulty, faulty

CSP = "content-security-policy"
HSTS = "strict-transport-security"
LINKING_TO_HELP = ("/", "/connexion", "/accessibilite", "/articles/sel-et-tension")
FAMILIES = {"tls", "http", "content", "exchange", "dossier", "identity", "rights", "browser", "logging", "outside"}
NAMES = {entry["name"] for entry in entries()}


def test_every_fault_is_listed_once_and_known() -> None:
    assert len(NAMES) == len(entries())
    assert {entry["name"] for entry in entries() if entry["made_by"] == "app"} == set(IN_APP)


@pytest.mark.parametrize("entry", entries(), ids=lambda entry: str(entry["name"]))
def test_entry_has_its_shape(entry: dict[str, object]) -> None:
    optional = {"certificate", "key", "dossier", "reviews", "host"}
    assert set(entry) - optional == {"name", "family", "kind", "made_by", "title", "violates", "blinds", "why"}
    assert entry["family"] in FAMILIES
    for words in (entry["title"], entry["why"]):
        assert isinstance(words, dict) and set(words) == {"en", "fr"} and all(words.values())
    moves = [*entry["violates"], *entry["blinds"], *entry.get("reviews", [])]  # type: ignore[misc]
    assert (entry["kind"] == "fault") == bool(moves)
    assert len(moves) == len(set(moves))


def test_unknown_fault_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="no_such_fault"):
        faulty(tmp_path, "no_such_fault")


@pytest.mark.parametrize("name", sorted(NAMES))
def test_app_starts_with_each_fault(tmp_path: Path, name: str) -> None:
    assert ask_faulty(tmp_path, name, "/").status == 200


@pytest.mark.parametrize(
    ("name", "header", "value"),
    [
        ("no_hsts", HSTS, None),
        ("short_hsts", HSTS, "max-age=86400; includeSubDomains"),
        ("hsts_no_subdomains", HSTS, "max-age=63072000"),
        ("csp_missing", CSP, None),
        ("csp_report_only", CSP, None),
        ("frameable", "x-frame-options", None),
        ("no_nosniff", "x-content-type-options", None),
        ("referrer_unsafe", "referrer-policy", "unsafe-url"),
    ],
)
def test_header_fault(tmp_path: Path, name: str, header: str, value: str | None) -> None:
    sound = ask(application(faulty(tmp_path)), "/connexion").headers
    changed = ask_faulty(tmp_path, name, "/connexion").headers
    assert changed.get(header) == value
    allowed = {header, "set-cookie", CSP, f"{CSP}-report-only"}
    assert {one for one in sound if sound[one] != changed.get(one)} <= allowed


def test_policy_faults(tmp_path: Path) -> None:
    assert "script-src 'self' 'unsafe-inline'" in ask_faulty(tmp_path, "csp_unsafe_inline", "/").headers[CSP]
    assert "frame-ancestors" not in ask_faulty(tmp_path, "frameable", "/").headers[CSP]
    app = application(faulty(tmp_path, "csp_nonce"))
    first, second = (ask(app, "/").headers[CSP] for _ in range(2))
    assert "'strict-dynamic'" in first
    assert first != second


@pytest.mark.parametrize(
    ("name", "target", "status", "words"),
    [
        ("git_exposed", "/.git/HEAD", 200, "ref: refs/heads/main"),
        ("git_lookalike", "/.git/HEAD", 200, "<!doctype html>"),
        ("env_exposed", "/.env", 200, "DB_PASSWORD="),
        ("stack_trace", "/articles?page=abc", 500, "Traceback (most recent call last)"),
        ("debug_endpoint", "/actuator/env", 200, "propertySources"),
        ("directory_listing", "/static/", 200, "Index of /static/"),
        ("secret_in_asset", "/static/tensio.css", 200, "aws_secret_access_key"),
        ("soft_404", "/inconnue%3Cb%3E", 200, "/inconnue"),
        ("notice_missing", "/confidentialite", 404, "existe pas"),
        ("notice_behind_login", "/confidentialite", 303, ""),
        ("notice_in_english", "/confidentialite", 200, '<html lang="en">'),
        ("dpo_contact_differs", "/confidentialite", 200, "autre-societe.example"),
        ("no_rights_channel", "/confidentialite", 200, "connectez-vous"),
        ("legal_bad_siren", "/mentions-legales", 200, "999 004 121"),
    ],
)
def test_page_fault(tmp_path: Path, name: str, target: str, status: int, words: str) -> None:
    answer = ask_faulty(tmp_path, name, target)
    assert answer.status == status
    assert words in answer.text


@pytest.mark.parametrize(
    ("name", "target", "gone"),
    [
        ("notice_missing", "/", "/confidentialite"),
        ("notice_missing", "/inscription", "/confidentialite"),
        ("legal_no_director", "/mentions-legales", "Camille Exemple"),
        ("legal_no_host", "/mentions-legales", "Hébergeur Exemple"),
        ("dpo_contact_differs", "/confidentialite", "dpo@tensio.example"),
        ("no_rights_channel", "/confidentialite", "@tensio.example"),
        ("no_rights_channel", "/confidentialite", "/droits"),
        *(("no_help_link", path, link) for path in LINKING_TO_HELP for link in ("/contact", "/aide")),
    ],
)
def test_page_fault_takes_words_away(tmp_path: Path, name: str, target: str, gone: str) -> None:
    assert gone in ask(application(faulty(tmp_path)), target).text
    assert gone not in ask_faulty(tmp_path, name, target).text


@pytest.mark.parametrize(
    ("name", "cookie"),
    [
        ("cookie_not_secure", "session=v; Path=/; Max-Age=9; HttpOnly; SameSite=Lax"),
        ("cookie_not_httponly", "__Host-session=v; Path=/; Max-Age=9; Secure; SameSite=Lax"),
        ("cookie_no_samesite", "__Host-session=v; Path=/; Max-Age=9; Secure; HttpOnly"),
        ("cookie_without_prefix", "sid=v; Path=/; Max-Age=9; Secure; HttpOnly; SameSite=Lax"),
    ],
)
def test_cookie_fault(tmp_path: Path, name: str, cookie: str) -> None:
    assert faulty(tmp_path, name).session_cookie.header("v", 9) == cookie


def test_pairing_policy_faults(tmp_path: Path) -> None:
    verifier = faulty(tmp_path, "verifier_reused").pairing.verifier
    assert verifier() == verifier()
    assert len(faulty(tmp_path, "verifier_short").pairing.verifier()) < 43
    assert len(faulty(tmp_path, "verifier_128").pairing.verifier()) == 128
    sound = faulty(tmp_path).pairing
    assert len(sound.verifier()) == 64
    assert sound.verifier() != sound.verifier()


def test_faults_can_be_combined(tmp_path: Path) -> None:
    build = faulty(tmp_path)
    apply_faults(build, ["no_hsts", "cookie_without_prefix", "csp_nonce"])
    answer = ask(application(build), "/")
    assert HSTS not in answer.headers
    assert MutableHeaders(answer.headers)[CSP]
