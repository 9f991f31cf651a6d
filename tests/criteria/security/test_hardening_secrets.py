"""Secrets in web assets: what counts, and what only looks like one. No real secret stands here."""

from __future__ import annotations

import hashlib
import re

import pytest

from criteria.facts.secret_patterns import entropy, hidden_in, masked, secret_list, secrets_in
from criteria.observation import Secret

UPPER, LOWER, DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz", "0123456789"
BASE32, ALNUM, HEX = UPPER + "234567", UPPER + LOWER + DIGITS, "0123456789abcdef"


def chance(length: int, alphabet: str = ALNUM, seed: str = "probant") -> str:
    """An invented text that looks like chance; the same at every run."""
    digest = b"".join(hashlib.sha512(f"{seed} {part}".encode()).digest() for part in range(1 + length // 64))
    return "".join(alphabet[byte % len(alphabet)] for byte in digest[:length])


SECRETS = {
    "aws_access_key": f'key="{"AK" + "IA"}{chance(16, BASE32)}"',
    "aws_secret_key": f"aws_secret_access_key={chance(40, ALNUM + '+/')}",
    "stripe": f"'sk_li{''}ve_{chance(24)}'",
    "github": f'token:"gh{""}p_{chance(36)}"',
    "gitlab": f'"gl{""}pat-{chance(20)}"',
    "slack": f'"xo{""}xb-{chance(12, DIGITS)}-{chance(24)}"',
    "slack_webhook": f"https://hooks.slack.com/services/T{chance(8, UPPER)}/B{chance(8, UPPER)}/{chance(24)}",
    "sendgrid": f'"S{""}G.{chance(22)}.{chance(43, seed="other")}"',
    "mailgun": f'"ke{""}y-{chance(32, HEX)}"',
    "google_client_secret": f'"GO{""}CSPX-{chance(28)}"',
    "azure_storage": f"AccountName=x;AccountKey={chance(86, ALNUM + '+/')}==;",
    "npm": f"//registry/:_authToken=np{''}m_{chance(36)}",
    "openai": f'"s{""}k-proj-{chance(48)}"',
    "bearer": f'headers:{{Authorization:"Bearer {chance(48)}"}}',
    "telegram": f'"{chance(9, DIGITS)}:AA{chance(33)}"',
    "database_url": f'"postgres://app:{chance(16)}@db.example.fr/app"',
    "named_secret": f'{{clientSecret:"{chance(32)}"}}',
}


@pytest.mark.parametrize(("name", "text"), SECRETS.items(), ids=SECRETS.keys())
def test_a_secret_is_found_and_masked(name: str, text: str) -> None:
    hits = list(secrets_in(f"/* lib */var a=1;{text};b()"))
    assert name in [hit.id for hit in hits]
    for hit in hits:
        pattern = next(one for one in secret_list().patterns if one.id == hit.id)
        found = pattern.compiled.search(text)
        assert found is not None
        assert found[1] not in hit.shown
        assert "…" in hit.shown


def test_a_secret_inside_the_json_of_a_source_map() -> None:
    assert [hit.id for hit in secrets_in('{"sourcesContent":["x={clientSecret: \\"' + chance(32) + '\\"}"]}')] == [
        "named_secret"
    ]


HARMLESS = {
    "the documented example of AWS": "AKIA" + "IOSFODNN7EXAMPLE",
    "its secret half": "aws_secret_access_key=wJalrXUtnFEMI/K7MDENG/bPxRfiCY" + "EXAMPLEKEY",
    "a publishable key": f"'pk_live_{chance(24)}'",
    "a test key": f"'sk_test_{chance(24)}'",
    "a Firebase web key": f'apiKey:"AIza{chance(35)}"',
    "a Sentry DSN": f'"https://{chance(32, HEX)}@o1.ingest.sentry.io/42"',
    "a reCAPTCHA site key": f'sitekey="6L{chance(38)}"',
    "a form to fill in": 'clientSecret:"your-client-secret-here-1"',
    "a row of the same letter": "'sk_li" + "ve_" + "a" * 24 + "'",
    "a placeholder": '"postgres://user:changeme@localhost/app"',
    "a template": '"postgres://${USER}:${PASSWORD}@localhost/app"',
    "a label": '{"clientSecret": "Saisissez le secret 1 du client ici"}',
    "a camel-cased name": '{clientSecret:"fieldClientSecretLabel"}',
    "an alphabet": 'secretKey:"abcdefghijklmnopqrstuvwxyz0123456789"',
    "base64 that happens to hold AKIA": f"data:font/woff;base64,AAAA+AKIA{chance(16, BASE32)}+BBBB",
    "an integrity hash": f'integrity="sha384-{chance(64)}"',
    "a class name": '"task-management-board-column-header-with-a-very-long-name"',
    "prose": "Gardez votre mot de passe secret. Password: choisissez-le long.",
    "a hidden value": 'clientSecret:"~~secret-client_secret-0123456789abcdef~~"',
}


@pytest.mark.parametrize("text", HARMLESS.values(), ids=HARMLESS.keys())
def test_what_only_looks_like_a_secret(text: str) -> None:
    assert list(secrets_in(text)) == []


def secret(kind: str, length: int = 40, charset: str = "alphanumeric", **derived: object) -> Secret:
    return Secret(ref=f"{kind}-1", kind=kind, length=length, charset=charset, digest="1", derived=dict(derived))


def test_what_the_recording_hid_still_counts() -> None:
    text = "a ~~secret-private_key-1~~ ~~secret-client_secret-1~~ ~~secret-jwt-1~~"
    role = secret("jwt", claims={"role": "service_role"})
    hidden = (secret("private_key", 1700, "other"), secret("client_secret"), role)
    assert [hit.id for hit in hidden_in(text, (secret("client_secret"), role))] == ["client_secret", "service_role"]
    assert [hit.id for hit in hidden_in(text, hidden)] == ["private_key", "client_secret", "service_role"]
    assert (
        list(hidden_in(text, (secret("jwt", claims={"role": "anon"}), secret("jwt", claims="x"), secret("jwt")))) == []
    )
    assert list(hidden_in(text, (secret("client_secret", 24, "printable"), secret("client_secret", 9)))) == []
    assert list(hidden_in("nothing", hidden)) == []


def test_entropy_and_masks() -> None:
    assert entropy("") == 0
    assert entropy("aaaa") == 0
    assert entropy("ab" * 8) == 1
    assert masked("token=abcdefgh", "abcdefgh") == "token=ab… (8)"


def test_every_pattern_has_one_group_and_lower_case_hints() -> None:
    for known in secret_list().patterns:
        assert re.compile(known.pattern).groups == 1, known.id
        assert all(hint == hint.lower() for hint in known.hints), known.id
    assert len({known.id for known in secret_list().patterns}) == len(secret_list().patterns)


def test_a_hostile_asset_is_read_in_linear_time() -> None:
    for unit in ("clientSecret:'", "postgres://a:", "AKIA", 'secret_key="', "sk-", "Bearer ", "123456789:AA"):
        assert list(secrets_in(unit * (400_000 // len(unit)))) == []
