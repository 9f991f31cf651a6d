"""SEC-34: the deployed release is the declared one, and staging is production."""

from __future__ import annotations

import hashlib
from typing import Any

import msgspec
import pytest

from tests.support.dossiers import changed, read
from tests.support.evidence import (
    BASE,
    CANDIDATE,
    CONTROL,
    Looked,
    MemoryEvidence,
    Sight,
    assert_deletion_never_passes,
    bundle_of,
    clauses,
    crawl_summary,
    exchange,
    failed,
    judge_one,
    looked,
    page,
    without,
)

STAGING = "https://recette.example.fr"
CSS = "body{color:black}"
HOME = "<title>Exemple</title><p>Bienvenue.</p>"
META = '<meta name="application-version" content="1.4.2">' + HOME
DECLARED = {"version": "1.4.2"}


def asked(path: str, body: str, base: str = BASE, kind: str = "text/html", **more: Any) -> Sight:
    tags = {"environment": "staging" if base == STAGING else "production"}
    return exchange(f"{base}{path}", body, content_type=kind, purpose="release", tags=tags, **more)


def version_json(text: str, base: str = BASE) -> Sight:
    return asked("/version.json", text, base, "application/json")


def bundle(
    *seen: Sight, release: Any = DECLARED, home: str = HOME, more: tuple[Looked, ...] = (), **candidate: Any
) -> MemoryEvidence:
    app = msgspec.structs.replace(CANDIDATE, **{"version": "1.4.2", **candidate})
    witness = exchange("https://control.test/version", '{"version": "0.1"}', content_type="application/json")
    return bundle_of(
        read(changed(release=release) if release else changed()),
        looked("http.crawl", page("/", home), crawl_summary()),
        looked("http.release", asked("/", home), *seen),
        looked("http.release", witness, subject="control"),
        *more,
        candidate=app,
        control=msgspec.structs.replace(CONTROL, version="1"),
    )


def stated(found: MemoryEvidence) -> tuple[str, str]:
    judged = judge_one("SEC-34", found)
    return judged.verdict.value, clauses(judged)[0]


@pytest.mark.parametrize(
    "found",
    [
        bundle(home=META),
        bundle(version_json('{"version": "v1.4.2+b7"}')),
        bundle(version_json('{"build": {"Version": "1.4.2"}}')),
        bundle(version_json('{"version": "1.4"}')),
        bundle(asked("/api", "{}", kind="application/json", headers=[("X-App-Version", "1.4.2")])),
        bundle(home=HOME + "<footer>© 2026 Exemple · version 1.4.2</footer>"),
        bundle(home=META, release={"version": "1.4.2", "files": [{"path": "/loin.js", "sha256": "a" * 64}]}),
        bundle(asked("/s.css", CSS, kind="text/css"), release={**DECLARED, "files": [
            {"path": "/s.css", "sha256": hashlib.sha256(CSS.encode()).hexdigest()}
        ]}),
        bundle(version_json('{"version": "1.4.2"}'), release=None),
    ],
)
def test_the_declared_release_passes(found: MemoryEvidence) -> None:
    assert stated(found) == ("pass", "sound")
    assert_deletion_never_passes("SEC-34", found)


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (bundle(version_json('{"version": "2.0.0"}')), ("fail", "other_major")),
        (bundle(home=META.replace("1.4.2", "5.1")), ("fail", "other_major")),
        (bundle(version_json('{"version": "1.4.3"}')), ("review", "other_minor")),
        (bundle(version_json('{"version": "20261124.3"}')), ("review", "other_scheme")),
        (bundle(version_json('{"version": "2026.11"}'), release={"version": "2025.3"}, version=""),
         ("fail", "other_major")),
        (bundle(version_json('{"version": "1.4.2-rc1"}')), ("review", "other_minor")),
        (bundle(version_json('{"version": "2.0.0"}'), home=META), ("review", "marks_disagree")),
        (bundle(home=HOME + "<footer>version 2.0.0</footer>"), ("review", "shown_differs")),
        (bundle(asked("/s.css", CSS, kind="text/css"), home=META, release={**DECLARED, "files": [
            {"path": "/s.css", "sha256": "0" * 64}
        ]}), ("review", "file_differs")),
    ],
)
def test_another_release_does_not_pass(found: MemoryEvidence, expected: tuple[str, str]) -> None:
    assert stated(found) == expected
    assert_deletion_never_passes("SEC-34", found)


def test_a_mark_taken_away_makes_no_fail() -> None:
    found = bundle(version_json('{"version": "2.0.0"}'), home=META)
    for seen in found.observations:
        assert judge_one("SEC-34", without(found, seen.id)).verdict != "fail"


@pytest.mark.parametrize(
    ("text", "clause"),
    [
        ("<p>Référentiel RGAA version 4.1 ; mise à jour : version du 1er octobre 2026.</p>" + "<p>Du texte.</p>" * 60,
         "no_mark"),
        ("<p>Adresse IP 10.1.2.3.4.5</p>", "no_mark"),
        (HOME, "no_mark"),
    ],
)
def test_other_versions_are_no_marks(text: str, clause: str) -> None:
    assert stated(bundle(home=text)) == ("inconclusive", clause)


HOSTILE = ["[" * 40_000, "\xff", "[]", '{"version": {"a": 1}}', f'{{"version": "{"9" * 9000}"}}']


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_documents_are_no_marks(text: str) -> None:
    assert stated(bundle(version_json(text), home=META)) == ("pass", "sound")


def staging(*seen: Sight, active: bool = False, home: str = META) -> MemoryEvidence:
    looks = [looked("http.release", asked("/", home, STAGING), *seen, target="staging")]
    if active:
        sent = exchange(f"{STAGING}/connexion", "", method="POST", purpose="journey", context="account:a")
        looks.append(looked("http.journeys", sent))
    return bundle(asked("/s.css", CSS, kind="text/css"), home=META, more=tuple(looks), staging=STAGING)


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (staging(asked("/s.css", CSS, STAGING, "text/css")), ("pass", "sound")),
        (staging(asked("/s.css", CSS, STAGING, "text/css"), active=True), ("pass", "sound")),
        (staging(asked("/s.css", CSS + " ", STAGING, "text/css")), ("pass", "sound")),
        (staging(asked("/s.css", CSS + " ", STAGING, "text/css"), active=True), ("fail", "staging_differs")),
        (staging(asked("/s.css", CSS, STAGING, "text/css"), home=META.replace("4.2", "5.0"), active=True),
         ("fail", "staging_differs")),
    ],
)
def test_staging_counts_where_active_tests_ran(found: MemoryEvidence, expected: tuple[str, str]) -> None:
    assert stated(found) == expected
    assert_deletion_never_passes("SEC-34", found)


def test_a_mark_of_another_host_says_nothing_of_production() -> None:
    theirs = exchange("https://espace.test/metadata", '{"version": "9.0"}', content_type="application/json")
    assert stated(bundle(home=META, more=(looked("http.journeys", theirs),))) == ("pass", "sound")
    assert stated(bundle(more=(looked("http.journeys", theirs),))) == ("inconclusive", "no_mark")
    tried = exchange(f"{STAGING}/version", '{"version": "9.0"}', content_type="application/json")
    looks = (looked("http.release", asked("/", META, STAGING), target="staging"), looked("http.journeys", tried))
    assert stated(bundle(home=META, more=looks, staging=STAGING)) == ("pass", "sound")


def test_staging_that_shows_nothing_to_compare_is_inconclusive() -> None:
    shown = HOME + "<footer>version 1.4.2</footer>"
    looks = (looked("http.release", asked("/", shown, STAGING), target="staging"),)
    assert stated(bundle(home=shown, more=looks, staging=STAGING)) == ("inconclusive", "staging_unseen")


def test_staging_that_does_not_answer_is_inconclusive() -> None:
    silent = failed("http.release", "gap.unreachable", host="x", detail="y")
    found = bundle(home=META, more=(msgspec.structs.replace(silent, target="staging"),), staging=STAGING)
    assert stated(found)[0] == "inconclusive"
    assert "staging_unseen" in clauses(judge_one("SEC-34", found))


@pytest.mark.parametrize(
    ("found", "clause"),
    [
        (bundle(home=META, version="1.3.0"), "releases_disagree"),
        (bundle(home=META, version="", release=None), "no_release"),
        (bundle(home=META, release={"version": "bleue"}), "no_release"),
        (bundle(home=META, faces=("web", "mobile")), "mobile_unseen"),
    ],
)
def test_what_is_missing_is_inconclusive(found: MemoryEvidence, clause: str) -> None:
    judged = judge_one("SEC-34", found)
    assert judged.verdict == "inconclusive"
    assert clause in clauses(judged)
    assert_deletion_never_passes("SEC-34", found)


def test_without_its_control_nothing_is_concluded() -> None:
    found = bundle(home=META)
    blind = without(found, *(seen.id for seen in found.observations if "control" in seen.look))
    assert judge_one("SEC-34", blind).verdict == "inconclusive"
