"""Manifests that strangers write wrongly, or to do harm: one clear sentence each, in both languages, with the place."""

from __future__ import annotations

import random
from copy import deepcopy
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import msgspec
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from criteria.candidate import PlannedFix
from harness.errors import ManifestError
from harness.manifest import load_manifest, manifest_for_url, model
from harness.manifest.load import inside, schema
from harness.manifest.untrusted_yaml import LARGEST, parse_untrusted, read_untrusted

GOOD: dict[str, Any] = {
    "probant": 1,
    "name": "Exemple",
    "version": "1.0",
    "publisher": {"name": "Exemple SAS", "siren": "732829320"},
    "profile": "lab",
    "faces": ["web", "space_client"],
    "environments": {
        "production": {"base_url": "https://app.example.fr", "hosts": ["api.example.fr:8443"], "ca": "lab/ca.pem"},
        "staging": {"base_url": "https://staging.example.fr:8443/"},
    },
    "authorisation": {"nonce": "abcdefghijklmnop"},
    "pages": {"home": "/"},
    "signed_in_pages": ["/journal"],
    "allowed_framers": [],
    "accounts": {
        "a": {"login": "alice@example.fr", "password_env": "PROBANT_A", "canaries": {"health": "canari-alpha"}}
    },
    "journeys": {"sign_in": [{"path": "/connexion", "method": "POST", "form": {"a": "b"}, "expect_status": 200}]},
    "space": {
        "listen": "https://127.0.0.1:9443",
        "client_id": "exemple",
        "oid": "1.2.250",
        "redirect_uris": ["https://app.example.fr/cb"],
        "scopes": ["openid"],
        "jwks_uri": "https://app.example.fr/jwks",
        "certificate": "lab/space.pem",
        "key": "lab/space.key",
    },
    "dossier": "dossier",
    "references": ["reference/hds.yaml"],
    "remediation_plan": [{"criterion": "SEC-01", "due": "2026-12-31"}],
}


def written(tmp_path: Path, content: bytes | dict[str, Any]) -> Path:
    path = tmp_path / "candidate.yaml"
    raw = content if isinstance(content, bytes) else yaml.safe_dump(content, allow_unicode=True).encode()
    path.write_bytes(raw)
    return path


def refusal(tmp_path: Path, content: bytes | dict[str, Any]) -> ManifestError:
    with pytest.raises(ManifestError) as caught:
        load_manifest(written(tmp_path, content))
    error = caught.value
    assert error.code == 3
    assert "candidate.yaml" in error.problem.en and "candidate.yaml" in error.problem.fr
    assert len(error.problem.en) < 700
    return error


def changed(place: str, value: Any) -> dict[str, Any]:
    """The good manifest with one place changed; ``...`` takes it away."""
    whole = deepcopy(GOOD)
    *way, last = [int(part) if part.isdigit() else part for part in place.split(".")]
    held: Any = whole
    for part in way:
        held = held[part]
    if value is ...:
        del held[last]
    else:
        held[last] = value
    return whole


def test_the_good_one_is_taken(tmp_path: Path) -> None:
    manifest = load_manifest(written(tmp_path, GOOD))
    assert manifest.hosts == ("app.example.fr:443", "api.example.fr:8443")
    assert manifest.candidate().accounts == ("a",)
    least = {name: GOOD[name] for name in ("probant", "name", "version", "publisher", "faces")}
    least["environments"] = {"production": {"base_url": "https://app.example.fr"}}
    assert load_manifest(written(tmp_path, least)).profile == "standard"


LONG = "a" * 301
SHAPES: list[tuple[str, Any, str]] = [
    ("probant", 2, "not_one_of"),
    ("probant", ..., "missing_member"),
    ("name", 3, "wrong_type"),
    ("name", "", "out_of_bounds"),
    ("name", LONG, "out_of_bounds"),
    ("version", 1.1, "wrong_type"),
    ("publisher", "Exemple", "wrong_type"),
    ("publisher.siren", "12", "bad_form"),
    ("publisher.siren", "732829320\n", "bad_form"),
    ("publisher.command", "rm", "unknown_member"),
    ("run", "rm -rf", "unknown_member"),
    ("world", {"has-sante.fr": "127.0.0.1:8600"}, "bad_host"),
    ("world", {"-.example": "127.0.0.1:8600"}, "bad_host"),
    ("world", {"a.example": "127.0.0.1"}, "bad_form"),
    ("world", {"a.example": "127.0.0.1:99999"}, "bad_host"),
    ("dns", "10.0.0.1:53", "bad_host"),
    ("dns", "localhost:53", "bad_host"),
    ("dns", "127.0.0.1", "bad_form"),
    ("dns", "127.0.0.1:99999", "bad_host"),
    ("world", {"a.example": "x y:1"}, "bad_form"),
    ("declared", True, "unknown_member"),
    ("faces", [], "out_of_bounds"),
    ("faces", ["web", "web"], "out_of_bounds"),
    ("faces.0", "desktop", "not_one_of"),
    ("faces", "web", "wrong_type"),
    ("environments.production", ..., "missing_member"),
    ("environments.testing", {"base_url": "https://a.fr"}, "not_one_of"),
    ("environments.production.base_url", "http://app.example.fr", "bad_form"),
    ("environments.production.base_url", "https://alice:pw@app.example.fr", "bad_form"),
    ("environments.production.base_url", "https://alice@app.example.fr", "bad_form"),
    ("environments.production.base_url", "file:///x", "bad_form"),
    ("environments.production.base_url", "https://a b", "bad_form"),
    ("environments.production.base_url", "https://app.example.fr\n", "bad_form"),
    ("environments.production.base_url", "https://", "bad_form"),
    ("environments.production.base_url", "https:///path", "bad_url"),
    ("environments.production.base_url", "https://a:99999", "bad_url"),
    ("environments.production.base_url", "https://a:0", "bad_url"),
    ("environments.production.base_url", "https://[::1", "bad_url"),
    ("environments.production.base_url", "https://a\\b", "bad_url"),
    ("environments.production.base_url", "https://app.example.fr?x=1", "bad_url"),
    ("environments.production.base_url", "https://app.example.fr#x", "bad_url"),
    ("environments.production.base_url", "https://-a.example", "bad_url"),
    ("environments.production.cleartext_port", 0, "out_of_bounds"),
    ("environments.production.cleartext_port", 65536, "out_of_bounds"),
    ("environments.production.cleartext_port", "80", "wrong_type"),
    ("environments.production.cleartext_port", True, "wrong_type"),
    ("environments.production.hosts.0", "api.example.fr:99999", "bad_host"),
    ("environments.production.hosts.0", "[::1", "bad_host"),
    ("environments.production.hosts.0", "::1", "bad_host"),
    ("environments.production.hosts.0", "a?b", "bad_host"),
    ("environments.production.hosts.0", "", "bad_form"),
    ("environments.production.hosts.0", "a/b", "bad_form"),
    ("environments.production.hosts.0", "u@a", "bad_form"),
    ("environments.production.ca", "../ca.pem", "file_outside"),
    ("authorisation.nonce", "short", "bad_form"),
    ("authorisation.nonce", "abcdefghijklmnop\n", "bad_form"),
    ("pages.home", "https://evil.example/", "bad_form"),
    ("pages.home", "//evil.example/", "bad_form"),
    ("pages.home", "/\\evil.example/", "bad_form"),
    ("signed_in_pages.0", "//evil.example", "bad_form"),
    ("accounts.a.password_env", "HOME", "bad_form"),
    ("accounts.a.password_env", "PROBANT_", "bad_form"),
    ("accounts.a.password_env", "AWS_SECRET_ACCESS_KEY", "bad_form"),
    ("accounts.a.password_env", "PROBANT_A\n", "bad_form"),
    ("accounts.a.password", "azerty", "unknown_member"),
    ("accounts.a.password_env", ..., "missing_member"),
    ("accounts.a.canaries.health", "x", "out_of_bounds"),
    ("accounts.c", {"login": "c", "password_env": "PROBANT_C"}, "not_one_of"),
    ("journeys.hack", [], "not_one_of"),
    ("journeys.sign_in.0.path", "//evil.example/collect", "bad_form"),
    ("journeys.sign_in.0.method", "TRACE", "not_one_of"),
    ("journeys.sign_in.0.script", "alert(1)", "unknown_member"),
    ("journeys.sign_in.0.expect_status", 9999, "out_of_bounds"),
    ("journeys.sign_in", [{"path": f"/{number}"} for number in range(41)], "out_of_bounds"),
    ("space.listen", "http://127.0.0.1", "bad_form"),
    ("space.listen", "https://127.0.0.1:x", "bad_url"),
    ("space.jwks_uri", "https://u@a", "bad_form"),
    ("space.certificate", "/" + "etc/ssl/private/key.pem", "file_outside"),
    ("space.key", "lab/../../key.pem", "file_outside"),
    ("space.redirect_uris", [], "out_of_bounds"),
    ("dossier", "../../secrets", "file_outside"),
    ("dossier", "/" + "etc", "file_outside"),
    ("dossier", "a" * 400, "file_outside"),
    ("references.0", "../hds.yaml", "file_outside"),
    ("remediation_plan.0.due", "soon", "bad_form"),
    ("remediation_plan.0.due", "2026-13-31", "bad_date"),
    ("remediation_plan.0.criterion", "SEC-1", "bad_form"),
    ("remediation_plan.0.excuse", "later", "unknown_member"),
]


@pytest.mark.parametrize(("place", "value", "key"), SHAPES, ids=lambda value: str(value)[:40])
def test_a_wrong_value_is_refused_at_its_place(tmp_path: Path, place: str, value: Any, key: str) -> None:
    error = refusal(tmp_path, changed(place, value))
    assert error.key == f"manifest.{key}"
    parent, _, last = place.rpartition(".")
    named = (place, last) if key in ("missing_member", "unknown_member", "not_one_of") else (place,)
    assert any(name in error.problem.en and name in error.problem.fr for name in named)
    assert parent in error.problem.en


@pytest.mark.parametrize("place", ["environments.production.ca", "references"])
def test_what_only_the_lab_may_ask_is_refused_elsewhere(tmp_path: Path, place: str) -> None:
    standard = changed("profile", "standard")
    other = "references" if place.endswith("ca") else "environments.production.ca"
    *way, last = other.split(".")
    held = standard
    for part in way:
        held = held[part]
    del held[last]
    error = refusal(tmp_path, standard)
    assert (error.key, place in error.problem.fr) == ("manifest.lab_only", True)


def test_an_invented_world_is_for_the_lab_alone(tmp_path: Path) -> None:
    least = {name: GOOD[name] for name in ("probant", "name", "version", "publisher", "faces")}
    least |= {"environments": {"production": {"base_url": "https://app.example.fr"}}}
    world = least | {"world": {"has-sante.example": "127.0.0.1:8600"}}
    assert refusal(tmp_path, world).key == "manifest.lab_only"
    assert load_manifest(written(tmp_path, world | {"profile": "lab"})).world == world["world"]
    server = least | {"dns": "127.0.0.1:8653"}
    assert refusal(tmp_path, server).key == "manifest.lab_only"
    assert load_manifest(written(tmp_path, server | {"profile": "lab"})).dns == server["dns"]


LAUGHS = b"a: &a [x, x, x, x, x, x, x, x, x]\n" + b"".join(
    b"%c: &%c [%s]\n" % (98 + n, 98 + n, b", ".join([b"*%c" % (97 + n)] * 9)) for n in range(9)
)
HARM: dict[str, bytes] = {
    "alias": b"a: &x 1\nb: *x\n",
    "anchor alone": b"a: &x 1\n",
    "itself": b"a: &x [*x]\n",
    "billion laughs": LAUGHS,
    "merge": b"a: {x: 1}\nb: {<<: {y: 1}}\n",
    "python tag": b"a: !!python/object/apply:os.system ['true']\n",
    "python name": b"a: !!python/name:os.system\n",
    "own tag": b"a: !thing 1\n",
    "known tag": b"a: !!str 1\n",
    "binary tag": b"a: !!binary aGk=\n",
    "set tag": b"a: !!set {b, c}\n",
    "nothing tag": b"a: ! 1\n",
    "doubled key": b"probant: 1\nname: a\nname: b\n",
    "doubled deep key": b"a: [{b: 1, b: 2}]\n",
    "number key": b"1: a\n",
    "yes key": b"yes: a\n",
    "null key": b"~: a\n",
    "list key": b"? [a]\n: b\n",
    "deep lists": b"a: " + b"[" * 5000 + b"]" * 5000,
    "deep maps": b"a: " + b"{a: " * 5000 + b"1" + b"}" * 5000,
    "deep blocks": b"".join(b" " * n + b"a:\n" for n in range(300)),
    "many nodes": b"a: [" + b"1," * 60_000 + b"]\n",
    "two documents": b"a: 1\n---\nb: 2\n",
    "huge number": b"probant: " + b"9" * 100_000 + b"\n",
    "huge file": b"#" * (LARGEST + 1),
    "binary": bytes(range(256)) * 10,
    "nul": b'name: "a\\0b"\n',
    "surrogate": b'name: "\\ud800"\n',
    "escape": b'name: "\\e[31m"\n',
    "turned text": 'name: "\u202etxt"\n'.encode(),
    "utf-16": "name: é".encode("utf-16"),
    "not utf-8": b"name: \xff\xfe\n",
    "tab": b"a:\tb\n\tc: d\n",
    "unclosed": b'name: "a\n',
    "nothing": b"",
    "only a comment": b"# nothing\n",
    "a list": b"- a\n",
    "a text": b"probant\n",
    "a number": b"1\n",
}


@pytest.mark.parametrize("name", HARM)
def test_a_harmful_file_is_refused(tmp_path: Path, name: str) -> None:
    refusal(tmp_path, HARM[name])


@pytest.mark.parametrize(
    ("name", "line"), [("many nodes", 1), ("doubled key", 3), ("itself", 1), ("own tag", 1), ("nul", 1)]
)
def test_the_line_is_named(tmp_path: Path, name: str, line: int) -> None:
    error = refusal(tmp_path, HARM[name])
    assert f"line {line}:" in error.problem.en and f"ligne {line} " in error.problem.fr


def test_dates_stay_text() -> None:
    assert parse_untrusted(b"due: 2026-12-31\n", "x") == {"due": "2026-12-31"}


def test_what_is_no_readable_file_says_so(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "nothing.yaml", tmp_path / ("a" * 300)):
        with pytest.raises(ManifestError) as caught:
            read_untrusted(path)
        assert caught.value.key == "manifest.unreadable"


def test_links_out_of_the_folder_are_refused(tmp_path: Path) -> None:
    folder, outside = tmp_path / "candidate", tmp_path / "outside"
    folder.mkdir()
    outside.mkdir()
    (folder / "dossier").symlink_to(outside)
    (folder / "circle").symlink_to(folder / "circle")
    (folder / "within").symlink_to(folder)
    error = refusal(folder, GOOD)
    assert (error.key, "dossier" in error.problem.fr) == ("manifest.file_outside", True)
    assert inside(folder, "within") == folder.resolve()
    assert inside(folder, "") == folder.resolve()
    assert inside(folder, "new/file") == folder.resolve() / "new" / "file"
    for name in ("dossier", "dossier/x", "..", "../candidate-2", "within/../..", "a\0b", str(outside), "x" * 5000):
        with pytest.raises(ManifestError) as caught:
            inside(folder, name)
        assert caught.value.key == "manifest.climbs_out"


def test_a_first_contact_by_address() -> None:
    manifest = manifest_for_url("https://app.example.fr/start", "standard")
    assert (manifest.name, manifest.pages, manifest.declared) == ("app.example.fr", {"home": "/start"}, False)
    for url in (
        "http://a",
        "https://",
        "https://u:p@a",
        "https://@a",
        "https://a:x",
        "ftp://a",
        "https://a?b",
        "",
        "https://[::1",
    ):
        with pytest.raises(ManifestError):
            manifest_for_url(url, "standard")


STRUCTS = [
    model.Manifest,
    model.Publisher,
    model.Environment,
    model.Authorisation,
    model.Account,
    model.Step,
    model.AccessLog,
    model.StepFile,
    model.Interface,
    model.MailPlace,
    model.SessionLimits,
    model.Space,
    PlannedFix,
]


@pytest.mark.parametrize("struct", STRUCTS, ids=lambda struct: str(struct.__name__))
def test_the_published_schema_is_the_model(struct: Any) -> None:
    """``declared`` alone is ours: a manifest that exists is declared."""
    published = schema()["$defs"][struct.__name__]
    fields = {field.name: field for field in msgspec.structs.fields(struct) if field.name != "declared"}
    assert set(published["properties"]) == set(fields)
    assert set(published["required"]) == {name for name, field in fields.items() if field.required}
    assert published["additionalProperties"] is False


def test_the_schema_defines_nothing_else() -> None:
    assert set(schema()["$defs"]) == {struct.__name__ for struct in STRUCTS}
    assert schema()["$ref"] == "#/$defs/Manifest"


LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**30), 10**30),
    st.floats(),
    st.text(max_size=20),
    st.sampled_from(["https://a.fr", "/x", "web", "lab", "PROBANT_A", "..", "2026-01-01"]),
    st.lists(st.text(max_size=5), max_size=3),
    st.dictionaries(st.text(max_size=8), st.text(max_size=8), max_size=3),
)


def places(value: Any, way: str = "") -> list[str]:
    """Every place in a manifest."""
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    here = [way] if way else []
    return here + [place for name, held in pairs for place in places(held, f"{way}.{name}".strip("."))]


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(places(GOOD)), LEAVES)
def test_any_value_at_any_place_is_taken_or_refused_in_one_way(place: str, value: Any) -> None:
    with TemporaryDirectory() as name:
        path = Path(name) / "candidate.yaml"
        path.write_bytes(msgspec.json.encode(changed(place, value)))
        try:
            manifest = load_manifest(path)
        except ManifestError as error:
            assert error.problem.fr
        else:
            msgspec.json.encode(manifest.candidate())
            assert all(manifest.hosts)


SPLINTERS = (b"", b"\0", b"\xff", b": ", b"- ", b"&a ", b"*a", b"{", b"'")


def test_any_bytes_are_taken_or_refused_in_one_way(tmp_path: Path) -> None:
    chance = random.Random(11)
    good = yaml.safe_dump(GOOD).encode()
    for _ in range(250):
        raw = bytearray(good)
        for _ in range(chance.randrange(1, 6)):
            place = chance.randrange(len(raw))
            raw[place : place + chance.randrange(3)] = chance.choice(
                [b"", b"\0", b"\xff", b": ", b"- ", b"&a ", b"*a", b"{", b"'"]
            )
        try:
            load_manifest(written(tmp_path, bytes(raw)))
        except ManifestError as error:
            assert error.problem.en
