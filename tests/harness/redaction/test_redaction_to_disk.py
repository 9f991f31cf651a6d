"""No secret reaches the disk in any form, and all that criteria must know survives."""

from __future__ import annotations

import base64
import gzip
import hashlib
import html
import json
import random
import string
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, quote_plus

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey

from criteria.observation import Observation
from harness.bundle import open_bundle
from harness.bundle.key import key_file
from reports.signing import Signer, seal
from tests.harness.redaction.rooms import everything, room_in
from tests.harness.redaction.spellings import SPELLINGS, bodies, in_places, packings

KEY = ECKey.generate_key("P-256", {"kid": "k1", "alg": "ES256", "use": "sig"})
STRANGE = "é€ß&<>\"'%+/=\\ ;:,?#😀"


def token(chance: random.Random, length: int, alphabet: str = string.ascii_letters + string.digits + "-_") -> str:
    return "".join(chance.choices(alphabet, k=length))


def signed(chance: random.Random) -> str:
    claims = {
        "iss": "https://space.example",
        "sub": token(chance, 12),
        "jti": token(chance, 20),
        "nonce": token(chance, 22),
    }
    return str(jwt.encode({"alg": "ES256", "kid": "k1"}, claims, KEY))


def secrets_of(chance: random.Random) -> dict[str, str]:
    """One of each kind."""
    return {
        "password": token(chance, 9) + "".join(chance.sample(STRANGE, 5)) + token(chance, 4),
        "access_token": token(chance, 43),
        "refresh_token": token(chance, 200),
        "cookie": token(chance, 26, string.ascii_letters + string.digits + "+/") + "==",
        "code": token(chance, 32),
        "code_verifier": token(chance, 64, string.ascii_letters + string.digits + "-._~"),
        "csrf": chance.randbytes(16).hex(),
        "otp": token(chance, 8, string.digits),
        "jwt": signed(chance),
    }


def spelled(value: str) -> Iterator[tuple[str, bytes]]:
    """Forms to look for, written without any help of the code under test."""
    raw = value.encode()
    yield "plain", raw
    yield "url", quote(value, safe="").encode()
    yield "form", quote_plus(value).encode()
    yield "html", html.escape(value).encode()
    yield "json", json.dumps(value)[1:-1].encode()
    yield "hex", raw.hex().encode()
    yield "HEX", raw.hex().upper().encode()
    yield "utf-16", value.encode("utf-16-le")
    for before in range(3):
        rest = raw[(3 - before) % 3 :]
        whole = base64.b64encode(rest[: len(rest) // 3 * 3])
        yield "base64", whole
        yield "base64url", whole.replace(b"+", b"-").replace(b"/", b"_")


def assert_nowhere(folder: Path, secrets: dict[str, str]) -> None:
    held = list(everything(folder))
    assert len(held) > 1
    for kind, value in secrets.items():
        for form, needle in spelled(value):
            where = [name for name, raw in held if needle in raw]
            assert not where, f"the {kind} {value!r} stands as {form} in {where}"


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_the_search_finds_what_is_not_redacted(tmp_path: Path, spelling: str) -> None:
    """The search of these tests would see a leak: only escapes of letters that need none are beyond it."""
    chance = random.Random(0)
    value = token(chance, 30)
    (tmp_path / "a").write_bytes(b"x" + gzip.compress(SPELLINGS[spelling](value, chance).encode()))
    (tmp_path / "b").write_bytes(b"")
    beyond = ("some percent", "lower percent", "html numbers", "html hex", "json numbers")
    if spelling not in beyond:
        with pytest.raises(AssertionError, match="stands as"):
            assert_nowhere(tmp_path, {"token": value})


@pytest.mark.parametrize("seed", range(6))
def test_a_known_secret_reaches_no_file_in_any_form_or_place(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    secrets = secrets_of(chance)
    room = room_in(tmp_path / "bundle")
    for kind, value in secrets.items():
        room.redactor.add(value, kind)
    for value in secrets.values():
        for write in SPELLINGS.values():
            written = write(value, chance)
            for data in in_places(written):
                body = chance.choice(list(bodies(written)))
                stored = chance.choice(list(packings(body).values()))
                room.observe(kind="http.exchange", data=data, blobs={"response_body": stored}, target=written)
    room.around.writer.seal(lambda head, entries: seal(Signer.generate(), head, entries))
    assert_nowhere(tmp_path, secrets)
    assert not key_file(tmp_path / "bundle").exists()


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_a_known_secret_is_found_in_every_packing_and_body(tmp_path: Path, spelling: str) -> None:
    chance = random.Random(spelling)
    secrets = secrets_of(chance)
    room = room_in(tmp_path / "bundle")
    for kind, value in secrets.items():
        room.redactor.add(value, kind)
    for value in secrets.values():
        for body in bodies(SPELLINGS[spelling](value, chance)):
            for raw in packings(body).values():
                room.observe(kind="k", data={}, blobs={"body": raw})
    room.around.writer.close()
    assert_nowhere(tmp_path / "bundle", secrets)


def structural(secrets: dict[str, str]) -> Iterator[tuple[dict[str, object], bytes]]:
    """Exchanges in which each secret stands where its name gives it away; nobody registered any of them."""
    url = "https://app.example.fr/"
    quoted = {name: quote(value, safe="") for name, value in secrets.items()}
    basic = base64.b64encode(f"alice:{secrets['password']}".encode()).decode()
    form = f"username=alice&mot_de_passe={quote_plus(secrets['password'])}&jeton={quoted['csrf']}&otp={secrets['otp']}"
    callback = f"{url}cb?code={quoted['code']}&state=abc&iss=x"
    tokens = {"access_token": secrets["access_token"], "refresh_token": secrets["refresh_token"]}
    page = (
        f'<form><input value="{secrets["csrf"]}" type=hidden name="_csrf_token"></form><a href="?t={secrets["jwt"]}">'
    )
    many = "&".join(f"f{number}=1" for number in range(1500))
    part = f'--b\r\nContent-Disposition: form-data; name="password"\r\n\r\n{secrets["password"]}\r\n--b--'
    for request, response, body in (
        ({"headers": [["Authorization", f"Bearer {secrets['access_token']}"]]}, {}, b""),
        ({"headers": [["authorization", f"Basic {basic}"]]}, {}, b""),
        ({"headers": [["Cookie", f'a=1; sid="{secrets["cookie"]}"; lang=fr']]}, {}, b""),
        ({}, {"headers": [["Set-Cookie", f"sid={secrets['cookie']}; Path=/; HttpOnly"]]}, b""),
        ({}, {"headers": [["Location", callback]]}, b""),
        ({"url": callback, "headers": [["Referer", callback]]}, {}, b""),
        ({"headers": [["X-CSRF-Token", secrets["csrf"]]]}, {}, b""),
        ({}, {"headers": [["X-Refreshed-Token", secrets["jwt"]]]}, b""),
        ({}, {}, form.encode()),
        ({}, {}, f"{form}&{many}".encode()),
        ({}, {}, f"{many}&code_verifier={quoted['code_verifier']}&code={quoted['code']}".encode()),
        ({}, {}, json.dumps(tokens).encode()),
        ({}, {}, b"\xef\xbb\xbf \n" + json.dumps({"data": [tokens]}).encode()),
        ({}, {}, json.dumps({"nested": json.dumps({"password": secrets["password"]})}).encode()),
        ({}, {}, json.dumps({"password": secrets["password"]}).encode()),
        ({}, {}, f"<div data-state='{html.escape(json.dumps(tokens))}'></div>".encode()),
        ({}, {}, json.dumps({"a": 1, "refreshToken": secrets["refresh_token"]}).encode()[:-2]),
        ({}, {}, page.encode()),
        ({}, {}, f'<meta name="csrf-token" content="{secrets["csrf"]}">'.encode()),
        ({}, {}, part.encode()),
        ({}, {}, packings(json.dumps(tokens).encode())["gzip"]),
    ):
        yield {"request": {"method": "GET", "url": url, **request}, "response": {"status": 200, **response}}, body


@pytest.mark.parametrize("number", range(21))
def test_a_secret_that_nobody_registered_shows_itself_by_structure(tmp_path: Path, number: int) -> None:
    """Each exchange alone, so that no other one gives the secret away; what the exchange holds is then nowhere."""
    secrets = secrets_of(random.Random(number))
    data, body = list(structural(secrets))[number]
    room = room_in(tmp_path / "bundle")
    held = json.dumps(data, ensure_ascii=False).encode() + body
    room.observe(kind="http.exchange", data=data, blobs={"body": body})
    room.around.writer.close()
    there = {
        kind: value
        for kind, value in secrets.items()
        if any(needle in held for _, needle in spelled(value)) or kind in ("access_token", "refresh_token")
    }
    assert there
    assert_nowhere(tmp_path / "bundle", there)


def one(folder: Path) -> Observation:
    (seen,) = open_bundle(folder).observations
    return seen


def test_what_criteria_must_know_of_a_verifier_survives(tmp_path: Path) -> None:
    verifier = token(random.Random(5), 57, string.ascii_letters + string.digits + "-._~")
    room = room_in(tmp_path / "bundle")
    room.observe(kind="space.exchange", data={}, blobs={"request_body": f"code_verifier={verifier}&code=a".encode()})
    room.around.writer.close()
    by_kind = {secret.kind: secret for secret in one(tmp_path / "bundle").secrets}
    digest = hashlib.sha256(verifier.encode()).digest()
    assert by_kind["code_verifier"].length == 57
    assert by_kind["code_verifier"].charset == "unreserved"
    assert by_kind["code_verifier"].derived == {"s256": base64.urlsafe_b64encode(digest).decode().rstrip("=")}
    assert by_kind["code"].length == 1


CODED = "https://space.example/fhir/Observation?code={}&subject.identifier=urn:oid:2.25.1%7Cabc&_count=50"


@pytest.mark.parametrize(
    ("purpose", "code", "kept"),
    [
        ("read", "http%3A%2F%2Floinc.org%7C85354-9", True),
        ("read", "85354-9", True),
        ("read", "Zk3vT8qLw1Xp0bRn", False),
        ("token", "85354-9", False),
        ("authorize", "http%3A%2F%2Floinc.org%7C85354-9", False),
        ("", "85354-9", False),
    ],
)
def test_the_code_of_a_search_is_no_oauth_code(tmp_path: Path, purpose: str, code: str, kept: bool) -> None:
    room = room_in(tmp_path / "bundle")
    room.observe(kind="space.exchange", data={"purpose": purpose, "request": {"url": CODED.format(code)}})
    room.around.writer.close()
    url = one(tmp_path / "bundle").data["request"]["url"]
    assert (url == CODED.format(code)) is kept and ("~~secret-code" in url) is not kept


@pytest.mark.parametrize("verifier", ["x", "short", "1234567", "aaaaaaaaaaaa"])
def test_a_weak_verifier_is_known_by_its_length(tmp_path: Path, verifier: str) -> None:
    room = room_in(tmp_path / "bundle")
    room.observe(kind="space.exchange", data={}, blobs={"request_body": f"a=1&code_verifier={verifier}".encode()})
    room.around.writer.close()
    (secret,) = one(tmp_path / "bundle").secrets
    assert (secret.kind, secret.length) == ("code_verifier", len(verifier))
    body = open_bundle(tmp_path / "bundle").blob(one(tmp_path / "bundle").blobs["request_body"])
    assert body == f"a=1&code_verifier=~~secret-{secret.ref}~~".encode()


def test_what_criteria_must_know_of_a_jwt_survives(tmp_path: Path) -> None:
    chance = random.Random(6)
    mine, other = signed(chance), str(jwt.encode({"alg": "ES256"}, {"iss": "x"}, ECKey.generate_key("P-256")))
    room = room_in(tmp_path / "bundle")
    room.redactor.keys["client:0"] = KEY
    room.observe(kind="k", data={"a": mine, "b": other, "c": f"again {mine}"})
    room.around.writer.close()
    seen = one(tmp_path / "bundle")
    by_ref = {secret.ref: secret for secret in seen.secrets}
    first, second = (by_ref[seen.data[name].strip("~").removeprefix("secret-")] for name in ("a", "b"))
    assert first.derived["header"] == {"alg": "ES256", "kid": "k1", "typ": "JWT"}
    assert first.derived["claims"]["iss"] == "https://space.example"
    assert first.derived["claims"]["nonce"].startswith("~~secret-nonce-")
    assert (first.derived["verified_by"], second.derived["verified_by"]) == ("client:0", "")
    assert seen.data["c"] == f"again {seen.data['a']}"
    assert first.digest != second.digest


def test_a_client_assertion_is_read_however_its_header_is_spaced(tmp_path: Path) -> None:
    """A header that begins with a brace and a space does not begin with ``eyJ``."""
    parts = ('{ "alg": "ES256" }', '{ "jti": "1", "exp": 60 }')
    assertion = ".".join(base64.urlsafe_b64encode(part.encode()).rstrip(b"=").decode() for part in parts) + ".AA"
    room = room_in(tmp_path / "bundle")
    headers = [["content-type", "application/x-www-form-urlencoded"]]
    room.observe(kind="k", data={"headers": headers}, blobs={"b": f"client_assertion={assertion}".encode()})
    room.around.writer.close()
    (secret,) = one(tmp_path / "bundle").secrets
    assert secret.derived["claims"] == {"jti": "1", "exp": 60}
    assert secret.derived["header"] == {"alg": "ES256"}


def test_equal_secrets_of_one_audit_are_equal_and_those_of_another_are_not(tmp_path: Path) -> None:
    value = token(random.Random(1), 30)
    found = []
    for name in ("one", "two"):
        room = room_in(tmp_path / name)
        for _ in range(2):
            room.observe(kind="k", data={"headers": [["authorization", f"Bearer {value}"]]})
        room.around.writer.close()
        found.append([seen.secrets[0].digest for seen in open_bundle(tmp_path / name).observations])
    assert found[0][0] == found[0][1]
    assert found[1][0] == found[1][1]
    assert found[0][0] != found[1][0]


def test_what_is_no_secret_stays_readable(tmp_path: Path) -> None:
    """Canaries, cookie attributes, words that are also a cookie's value, FHIR codes, and ``code=fr``."""
    room = room_in(tmp_path / "bundle")
    page = (
        '<html lang="fr"><p>Vous avez accepted nos conditions le 2026-07-01, canari-alpha-7f3a.</p>'
        '<a href="/?lang=fr&amp;code=fr">fr</a> dark-blue <script nonce="abc">x</script>'
    )
    fhir: dict[str, object] = {
        "resourceType": "Observation",
        "code": {"coding": [{"system": "http://loinc.org", "code": "85354-9"}]},
    }
    fhir["category"] = [{"coding": [{"code": "vital-signs"}]}]
    fhir["address"] = {"state": "Île-de-France"}
    cookies = [
        ["Set-Cookie", "lang=fr; Path=/; Secure; HttpOnly; SameSite=Lax"],
        ["Set-Cookie", "consent=accepted; Max-Age=31536000"],
        ["Set-Cookie", "theme=dark-blue"],
        ["Set-Cookie", "seen=2026-07-01"],
        ["Set-Cookie", "next=/inscription/etape2"],
        ["Set-Cookie", "sid=Zk3vQ9x1Lw8sTn5b; Path=/; Secure; HttpOnly; SameSite=Strict"],
    ]
    data = {
        "request": {"method": "GET", "url": "https://app.example.fr/inscription/etape2?lang=fr&code=fr"},
        "response": {"status": 200, "headers": cookies},
    }
    room.observe(kind="http.exchange", data=data, blobs={"page": page.encode(), "fhir": json.dumps(fhir).encode()})
    room.around.writer.close()
    found = open_bundle(tmp_path / "bundle")
    seen = found.observations[0]
    assert found.blob(seen.blobs["page"]).decode() == page
    assert json.loads(found.blob(seen.blobs["fhir"])) == fhir
    assert seen.data["request"]["url"] == data["request"]["url"]  # type: ignore[index]
    kept = [value.partition("=")[2].partition(";") for _, value in seen.data["response"]["headers"]]
    assert all(value.startswith("~~secret-cookie-") for value, _, _ in kept)
    assert [rest for _, _, rest in kept] == [value.partition(";")[2] for _, value in cookies]
