"""SEC-16: every outcome of the rule on exposed addresses, secrets, traces and debug pages."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from criteria.candidate import Candidate
from tests.support.evidence import (
    BASE,
    CANDIDATE,
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
    sight,
    without,
)

NOWHERE = "<h1>Page introuvable</h1>"
TRACE = 'Traceback (most recent call last):\n  File "/srv/app/pages.py", line 12, in list\nValueError: x\n'
AWS = "AK" + "IA" + "QJ5WNZ7T3KXB6M2R"


def pinned(
    name: str, path: str, body: str | bytes, status: int = 200, *, kind: str = "", base: str = BASE, **more: Any
) -> Sight:
    """The answer to one pinned address."""
    known = {"content_type": "text/plain", "purpose": "exposed", "context": "none", **more}
    return exchange(f"{base}{path}", body, status=status, tags={"path_id": name, "kind": kind}, **known)


def nowhere(body: str = NOWHERE, status: int = 404, base: str = BASE, **more: Any) -> Sight:
    """The answer to an address that cannot exist."""
    return pinned("baseline", "/probant-1234", body, status, base=base, content_type="text/html", **more)


def traced(body: str, status: int = 200, base: str = BASE) -> Sight:
    """The answer to TRACE."""
    return exchange(
        f"{base}/", body, status=status, method="TRACE", content_type="message/http", purpose="exposed",
        tags={"path_id": "trace", "kind": "trace", "marker": "probant-trace"},
    )  # fmt: skip


def malformed(body: str, status: int = 500, content_type: str = "text/plain", base: str = BASE) -> Sight:
    """The answer to a malformed value."""
    url = f"{base}/recherche?page=abc"
    return exchange(url, body, status=status, content_type=content_type, purpose="malformed", tags={"input": "letters"})


def asset(path: str, body: str, content_type: str = "text/javascript", base: str = BASE) -> Sight:
    """A file that pages load."""
    return exchange(f"{base}{path}", body, content_type=content_type, purpose="asset")


CONTROL: tuple[Looked, ...] = (
    looked(
        "http.exposed",
        pinned("git_head", "/.git/HEAD", "ref: refs/heads/main\n", base="https://control.test"),
        pinned("env", "/.env", "APP_ENV=production\nDB_PASSWORD=~~secret-exposed-1~~\n", base="https://control.test"),
        traced("TRACE / HTTP/1.1\r\nx-probant-trace: probant-trace", base="https://control.test"),
        malformed(TRACE, base="https://control.test"),
        subject="control",
    ),
)
HOME = page("/", "<h1>Accueil</h1><p>Bienvenue.</p>")


def evidence(
    *exposed: Sight, crawled: tuple[Sight, ...] = (), also: tuple[Looked, ...] = (), candidate: Candidate = CANDIDATE
) -> MemoryEvidence:
    """A sound bundle with these answers besides its own."""
    sound = (nowhere(), pinned("git_head", "/.git/HEAD", NOWHERE, 404), traced("", 405), malformed(NOWHERE, 400))
    return bundle_of(
        looked("http.exposed", *sound, *exposed),
        looked("http.crawl", HOME, *crawled, crawl_summary()),
        *also,
        *CONTROL,
        candidate=candidate,
    )


def stated(found: MemoryEvidence) -> tuple[str, list[str]]:
    judged = judge_one("SEC-16", found)
    return judged.verdict.value, [one for one in clauses(judged) if one != "sound"]


def test_a_host_that_gives_nothing_away_passes() -> None:
    judged = judge_one("SEC-16", evidence())
    assert judged.verdict == "pass"
    assert judged.finding.statements[0].seen.en.startswith("Answers to pinned addresses, TRACE and malformed input (4)")


LISTING = "<title>Index of /uploads/</title><h1>Index of /uploads/</h1><a href=../>../</a><a href=a.tar>a.tar</a>"
HITS = {
    "git head": (pinned("git_head", "/.git/HEAD", "ref: refs/heads/main\n"), "source_control"),
    "git head, detached": (pinned("git_head", "/.git/HEAD", f"{'0f' * 20}\n"), "source_control"),
    "git config": (pinned("git_config", "/.git/config", "[core]\n\tbare = false\n"), "source_control"),
    "git index": (pinned("git_index", "/.git/index", b"DIRC\x00\x00\x00\x02"), "source_control"),
    "subversion": (pinned("svn_database", "/.svn/wc.db", b"SQLite format 3\x00"), "source_control"),
    "environment": (pinned("env", "/.env", "# app\nDB_PASSWORD=~~secret-exposed-1~~\n"), "environment_file"),
    "environment as HTML": (pinned("env", "/.env", "APP_ENV=prod\n", content_type="text/html"), "environment_file"),
    "configuration": (pinned("npmrc", "/.npmrc", "//registry/:_authToken=~~x~~"), "configuration_file"),
    "archive": (pinned("backup_zip", "/backup.zip", b"PK\x03\x04\x14\x00"), "backup_file"),
    "dump": (pinned("backup_sql", "/backup.sql", "-- MySQL dump\nINSERT INTO a (b) VALUES (1);"), "backup_file"),
    "actuator": (pinned("actuator_env", "/actuator/env", '{"propertySources": []}'), "debug_endpoint"),
    "php": (pinned("phpinfo", "/phpinfo.php", "<title>PHP 8.3.1 - phpinfo()</title>"), "debug_endpoint"),
    "listing": (pinned("listing_uploads", "/uploads/", LISTING, content_type="text/html"), "directory_listing"),
    "trace": (traced("TRACE / HTTP/1.1\r\nX-Probant-Trace: probant-trace\r\n"), "trace_method"),
}  # fmt: skip


@pytest.mark.parametrize(("answer", "clause"), HITS.values(), ids=HITS.keys())
def test_a_confirmed_hit_fails(answer: Sight, clause: str) -> None:
    assert stated(evidence(answer)) == ("fail", [clause])


FRIENDLY = (
    "<!doctype html><h1>Oups</h1><p>L’adresse /.git/HEAD n’existe pas (ref: refs/heads/main). APP_ENV=production</p>"
)
MISSES = {
    "a soft 404 that quotes the address": pinned("git_head", "/.git/HEAD", FRIENDLY, content_type="text/html"),
    "the home page for every address": pinned("env", "/.env", FRIENDLY, content_type="text/html"),
    "an empty 200": pinned("git_config", "/.git/config", ""),
    "the content behind a 403": pinned("git_head", "/.git/HEAD", "ref: refs/heads/main\n", 403),
    "a redirect": pinned("env", "/.env", "", 302, headers=(("location", "/"),)),
    "a picture called backup.zip": pinned("backup_zip", "/backup.zip", b"\x89PNG"),
    "an article on listings": pinned("listing_uploads", "/uploads/", "<h1>Index of /uploads/</h1>"),
    "TRACE answered with a page": traced("<h1>Accueil</h1>"),
    "TRACE refused with an echo": traced("probant-trace", 405),
    "the host hangs up on dotfiles": pinned("env", "/.env", "", error="closed"),
    "a third party's address": pinned("env", "/.env", "A_KEY=1\n", base="https://cdn.example.com"),
}  # fmt: skip


@pytest.mark.parametrize("answer", MISSES.values(), ids=MISSES.keys())
def test_a_near_miss_passes(answer: Sight) -> None:
    assert stated(evidence(answer)) == ("pass", [])


def test_a_host_that_answers_everything_alike_exposes_nothing() -> None:
    same = '{"_links": {"self": {"href": "/"}}}'
    seen = bundle_of(
        looked("http.exposed", nowhere(same, 200), pinned("actuator", "/actuator", same)),
        looked("http.crawl", HOME, crawl_summary()),
        *CONTROL,
    )
    assert stated(seen) == ("pass", [])


def test_what_is_told_without_being_a_fault() -> None:
    health = pinned("actuator_health", "/actuator/health", '{"status":"UP"}')
    assert stated(evidence(health)) == ("pass", ["told"])


def dossier(*public: str) -> Looked:
    return looked("dossier.read", sight("dossier.declaration", {"web": {"public": list(public)}}))


def test_documentation_is_a_remark_only_where_the_dossier_says_that_it_is_public() -> None:
    served = pinned("openapi", "/openapi.json", '{"openapi": "3.1.0"}', content_type="application/json")
    assert stated(evidence(served)) == ("review", ["documentation"])
    assert stated(evidence(served, also=(dossier("/openapi.json"),))) == ("pass", ["documentation_public"])
    assert stated(evidence(served, also=(dossier("/docs/", "/", ""),))) == ("review", ["documentation"])


MAP = '{"version":3,"sources":["a.ts","b.ts"],"mappings":"AAAA","sourcesContent":["let a","let b"]}'


def test_a_source_map_is_a_remark_only_where_the_dossier_says_that_it_is_public() -> None:
    served = (asset("/static/app.js.map", MAP, "application/json"),)
    assert stated(evidence(crawled=served)) == ("review", ["source_map"])
    assert stated(evidence(crawled=served, also=(dossier("/static/"),))) == ("pass", ["source_map_public"])
    leaking = asset("/static/app.js.map", MAP.replace("let b", f"key={AWS}"), "application/json")
    assert stated(evidence(crawled=(leaking,), also=(dossier("/static/"),)))[0] == "fail"
    for other in ('{"version": 3}', "<h1>404</h1>", "[" * 3000):
        assert stated(evidence(crawled=(asset("/static/app.js.map", other, "application/json"),))) == ("pass", [])


def test_a_secret_in_what_is_shipped() -> None:
    script = asset("/app.js", f'const key="{AWS}";')
    style = asset("/app.css", f"/* deploy: {AWS} */", "text/css")
    judged = judge_one("SEC-16", evidence(crawled=(script, style)))
    assert (judged.verdict, clauses(judged)) == ("fail", ["secret"])
    said = judged.finding.statements[0].seen.en
    assert AWS not in said
    assert "(answers: 2)" in said
    assert stated(evidence(crawled=(page("/p", f"<script>key='{AWS}'</script>"),))) == ("fail", ["secret"])


def test_a_secret_that_is_not_shipped_by_the_candidate() -> None:
    foreign = asset("/lib.js", f'key="{AWS}"', base="https://cdn.example.com")
    error = exchange(f"{BASE}/old.js", f'key="{AWS}"', status=404, content_type="text/plain", purpose="asset")
    image = asset("/a.png", f'key="{AWS}"', "image/png")
    assert stated(evidence(crawled=(foreign, error, image))) == ("pass", [])


ERRORS = {
    "a trace on malformed input": (malformed(TRACE), "stack_trace"),
    "a trace with status 400": (malformed(TRACE, 400), "stack_trace"),
    "a trace in a page of status 200": (malformed(f"<pre>{TRACE}</pre>", 200, "text/html"), "stack_trace"),
    "a trace in data of status 200": (malformed(TRACE, 200, "application/json"), "stack_trace"),
    "SQL": (malformed('ERROR: invalid input syntax for type integer: "abc"'), "database_error"),
    "a debug page": (malformed("<title>x // Werkzeug Debugger</title>", 500, "text/html"), "debug_page"),
    "a trace on a pinned address": (pinned("env", "/.env", TRACE, 500), "stack_trace"),
    "a trace on an address that cannot exist": (
        nowhere("seeing this error because you have <code>DEBUG = True</code>"), "debug_page"),
}  # fmt: skip


@pytest.mark.parametrize(("answer", "clause"), ERRORS.values(), ids=ERRORS.keys())
def test_a_technical_error_fails(answer: Sight, clause: str) -> None:
    assert stated(evidence(answer)) == ("fail", [clause])


def test_errors_met_by_the_crawl() -> None:
    broken = page("/p", f"<pre>{TRACE}</pre>", status=500)
    warning = page("/p", "<b>Warning</b>:  Undefined variable $x in <b>/var/www/a.php</b> on line <b>3</b><br />")
    toolbar = page("/p", '<div id="djDebug" class="hidden"></div>')
    assert stated(evidence(crawled=(broken,))) == ("fail", ["stack_trace"])
    assert stated(evidence(crawled=(warning,))) == ("fail", ["stack_trace"])
    assert stated(evidence(crawled=(toolbar,))) == ("fail", ["debug_page"])


def test_an_article_that_shows_a_trace_is_for_a_human() -> None:
    article = f"<h1>Comprendre une trace</h1><pre>{TRACE}</pre>"
    assert stated(evidence(crawled=(page("/article", article),))) == ("review", ["error_quoted"])
    same = malformed(article, 200, "text/html")
    assert stated(evidence(same, crawled=(page("/article", article),))) == ("review", ["error_quoted"])
    assert stated(evidence(crawled=(page("/article", "<p>Traceback (most recent call last), puis File.</p>"),))) == (
        "pass",
        [],
    )


def test_shipped_code_and_third_parties_may_speak_of_errors() -> None:
    code = asset("/app.js", f"const sample = `{TRACE}`")
    foreign = page("https://status.example.com/", f"<pre>{TRACE}</pre>", status=500)
    assert stated(evidence(crawled=(code, foreign))) == ("pass", [])


def test_one_signature_is_one_statement() -> None:
    judged = judge_one("SEC-16", evidence(malformed(TRACE), malformed(TRACE.replace("12", "13"), 400)))
    assert clauses(judged) == ["stack_trace"]
    assert "answers: 2" in judged.finding.statements[0].seen.en


def test_a_listing_met_by_the_crawl() -> None:
    assert stated(evidence(crawled=(page("/uploads/", LISTING),))) == ("fail", ["directory_listing"])
    elsewhere = page("/article", LISTING)
    empty = page("/uploads/", "<title>Index of /uploads/</title>")
    assert stated(evidence(crawled=(elsewhere, empty))) == ("pass", [])


@pytest.mark.parametrize("error", ["timeout", "refused", "unreachable"])
def test_an_address_without_any_answer_is_not_known(error: str) -> None:
    lost = pinned("env", "/.env", "", error=error)
    assert stated(evidence(lost)) == ("inconclusive", ["paths_unseen"])
    hit = pinned("git_config", "/.git/config", "[core]\n")
    assert stated(evidence(lost, hit)) == ("fail", ["source_control"])


def test_a_host_that_was_not_reached() -> None:
    silent = nowhere(error="timeout")
    crawl = looked("http.crawl", HOME, crawl_summary())
    seen = bundle_of(failed("http.exposed", "gap.unreachable", silent, host="app", detail="timeout"), crawl, *CONTROL)
    assert stated(seen) == ("inconclusive", ["host_unreached", "gap.unreachable"])
    two = msgspec.structs.replace(CANDIDATE, hosts=("app.example.fr", "api.example.fr:8443"))
    assert stated(evidence(candidate=two)) == ("inconclusive", ["host_unreached"])
    assert stated(evidence(nowhere(base="https://api.example.fr:8443"), candidate=two)) == ("pass", [])


def test_no_host_is_not_applicable() -> None:
    nobody = Candidate(name="?", faces=("web",))
    foreign = page("https://example.org/", "x")
    looks = looked("http.exposed", foreign), looked("http.crawl", foreign), *CONTROL
    assert stated(bundle_of(*looks, candidate=nobody)) == ("not_applicable", ["no_host"])


def test_a_bounded_crawl_is_told() -> None:
    crawl = looked("http.crawl", HOME, crawl_summary(truncated=True, why="assets"))
    assert stated(bundle_of(looked("http.exposed", nowhere()), crawl, *CONTROL)) == ("pass", ["crawl_bounded"])


def test_without_its_control_the_instrument_proves_nothing() -> None:
    seen = bundle_of(looked("http.exposed", nowhere()), looked("http.crawl", HOME, crawl_summary()))
    assert stated(seen) == ("inconclusive", ["gap.control"])


def test_missing_looks_are_told() -> None:
    crawl = looked("http.crawl", HOME, crawl_summary())
    assert stated(bundle_of(crawl, *CONTROL))[0] == "inconclusive"
    assert stated(bundle_of(looked("http.exposed", nowhere()), *CONTROL))[0] == "inconclusive"


FAILING = evidence(
    pinned("env", "/.env", "APP_ENV=production\n"), malformed(TRACE), crawled=(asset("/app.js", f'key="{AWS}"'),)
)


def test_a_deleted_observation_never_makes_a_pass() -> None:
    for seen in (evidence(), FAILING, evidence(pinned("env", "/.env", "", error="timeout"))):
        assert_deletion_never_passes("SEC-16", seen)


@settings(max_examples=60, deadline=None)
@given(st.sets(st.sampled_from([seen.id for seen in FAILING.observations])))
def test_no_subset_of_a_failing_bundle_passes(names: set[str]) -> None:
    assert judge_one("SEC-16", without(FAILING, *names)).verdict != "pass"
