"""CON-05: machines that nobody declared, and those that do not say what they are."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from tests.support.dossiers import SOUND, read
from tests.support.editorial import control as editorial_control
from tests.support.editorial import nothing_drawn
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
)

NOTICE = "<p>Un système d’intelligence artificielle vous répond, pas une personne.</p>"
LINK = '<a href="/assistant/explications">Comment il fonctionne</a>'
FORM = "<form method=post><label>Question<input name=q></label></form>"
EXPLAINED = (
    "<h1>Comment il fonctionne</h1><p>Ce système d’intelligence artificielle compare votre question aux textes de nos"
    " articles. Il ne lit aucune de vos données et ne garde pas vos questions. Il peut se tromper : ses limites sont"
    " celles de nos articles. Il ne pose pas de diagnostic et ne remplace pas un médecin. Une personne de notre équipe"
    " relit chaque mois des réponses tirées au sort et corrige les erreurs qu’elle y trouve.</p>"
)
NOT_VISITED = looked("content.machine", sight("content.machine_summary", {}))
NO_DOSSIER = failed("dossier.read", "gap.missing_input", input="dossier")
USE = {"name": "Assistant", "page": "/assistant", "explanation": "/assistant/explications"}


def crawl(*bodies: str, scripts: str = "", **summary: Any) -> Looked:
    sights = [page(f"/{rank or ''}", f"<title>Page</title>{body}") for rank, body in enumerate(bodies or ("<p>x</p>",))]
    asset = [exchange(f"{BASE}/a.js", scripts, purpose="asset", content_type="text/javascript")] if scripts else []
    return looked("http.crawl", *sights, *asset, crawl_summary(len(sights), **summary))


def shown(path: str, html: str, status: int = 200, landed: str = "") -> Sight:
    body = f"<html><body><main>{html}</main></body></html>"
    return exchange(f"{BASE}{landed or path}", body, status=status, purpose="machine", start=path)


def visits(assistant: str = NOTICE + LINK + FORM, explained: str = EXPLAINED, **more: Any) -> Looked:
    sights = more.get("sights", [shown("/assistant", assistant), shown("/assistant/explications", explained)])
    return looked("content.machine", *sights, sight("content.machine_summary", {"paths": ["/assistant"]}))


def said(*uses: dict[str, str], **more: Any) -> Looked:
    return read({**SOUND, "ai": {"uses": list(uses), **more}})


def evidence(
    visited: Looked | None = None, dossier: Looked | None = None, crawled: Looked | None = None, **about: Any
) -> MemoryEvidence:
    looks = (crawled or crawl(), nothing_drawn(), visited or visits(), dossier or said(USE), *editorial_control())
    return bundle_of(*looks, candidate=msgspec.structs.replace(CANDIDATE, **about))


def undeclared(*bodies: str, scripts: str = "", **more: Any) -> MemoryEvidence:
    return evidence(NOT_VISITED, said(), crawl(*bodies, scripts=scripts, **more))


def stated(found: MemoryEvidence) -> tuple[str, str]:
    judged = judge_one("CON-05", found)
    return judged.verdict.value, clauses(judged)[0]


def test_a_machine_that_says_what_it_is_passes() -> None:
    assert stated(evidence()) == ("pass", "sound")
    assert_deletion_never_passes("CON-05", evidence())


NOTICES = (
    "Vous échangez avec un robot.",
    "Ce chatbot automatique répond à vos questions.",
    "Cet assistant n’est pas une personne : un programme informatique vous répond.",
    "Réponses générées par IA",
    "You are chatting with a bot, not a human.",
    "This AI assistant may be wrong.",
    "Powered by AI",
)


@pytest.mark.parametrize("words", NOTICES)
def test_the_notice_in_many_words(words: str) -> None:
    assert stated(evidence(visits(f"<p>{words}</p>{LINK}{FORM}"))) == ("pass", "sound")


@pytest.mark.parametrize(
    ("visited", "expected"),
    [
        (visits(LINK + FORM), ("fail", "no_notice")),
        (visits("<p>Dr Léa vous répond.</p>" + LINK + FORM), ("fail", "no_notice")),
        (visits("<p>Nous aimons aider.</p>" + LINK + FORM), ("fail", "no_notice")),
        (visits(LINK + FORM + f"</main><footer>{NOTICE}</footer><main>"), ("review", "notice_aside")),
        (visits(NOTICE + FORM), ("fail", "not_linked")),
        (visits(sights=[shown("/assistant", NOTICE + LINK)]), ("fail", "explanation_unseen")),
        (visits(explained="<p>Bientôt.</p>"), ("review", "explanation_thin")),
        (visits(sights=[shown("/assistant", "", 404)]), ("inconclusive", "not_opened")),
        (visits(sights=[shown("/assistant", NOTICE, landed="/connexion")]), ("inconclusive", "not_opened")),
        (visits("<script src=/a.js></script>"), ("inconclusive", "page_unread")),
        (failed("content.machine", "gap.engine_error", error="x"), ("inconclusive", "not_visited")),
    ],
)
def test_a_declared_use_owes_a_notice_and_an_explanation(visited: Looked, expected: tuple[str, str]) -> None:
    found = evidence(visited)
    assert stated(found) == expected
    assert_deletion_never_passes("CON-05", found)


SURE = (
    '<script src="https://cdn.botpress.cloud/webchat/v2/inject.js"></script>',
    '<iframe src="//www.chatbase.co/chatbot-iframe/x"></iframe>',
    "<df-messenger agent-id=x></df-messenger>",
    '<script>fetch("https://api.openai.com/v1/chat/completions")</script>',
)


@pytest.mark.parametrize("html", SURE)
def test_a_signature_that_nobody_declared_fails(html: str) -> None:
    found = undeclared(f"<p>Bonjour</p>{html}")
    assert stated(found) == ("fail", "undeclared")
    assert_deletion_never_passes("CON-05", found)


def test_a_script_of_the_site_is_read_as_well() -> None:
    assert stated(undeclared(scripts="const u = `https://api.mistral.ai/v1/chat`;")) == ("fail", "undeclared")


@pytest.mark.parametrize(
    ("html", "clause"),
    [
        ('<script src="https://client.crisp.chat/l.js"></script>', "suspected"),
        ("<h2>Notre chatbot</h2>", "suspected_words"),
        ("<h1>Posez votre question à Léa</h1>", "suspected_words"),
        (NOTICE + FORM, "suspected_words"),
    ],
)
def test_what_may_be_a_machine_is_for_a_person(html: str, clause: str) -> None:
    assert stated(undeclared(f"<p>Bonjour</p>{html}")) == ("review", clause)


LONG = "Les outils d’intelligence artificielle comme ceux de https://api.openai.com/v1 ou un chatbot se trompent. " * 4
PROSE = (
    f"<article><p>{LONG}</p></article>",
    '<p>Lire <a href="https://api.openai.com/docs">la documentation</a>.</p>',
    "<!-- https://api.openai.com/v1 -->",
    '<script src="https://api.openai.com.evil.example/x.js"></script>',
    "<p>Posez votre question à notre équipe.</p>",
    "<p>Un médecin vous répond.</p>",
)


@pytest.mark.parametrize("html", PROSE)
def test_what_is_written_about_machines_is_none(html: str) -> None:
    assert stated(undeclared(html)) == ("not_applicable", "none_declared")


def test_another_provider_than_the_declared_one_is_for_a_person() -> None:
    signed = crawl('<script>fetch("https://api.openai.com/v1/x")</script>')
    assert stated(evidence(dossier=said({**USE, "provider": "Mistral AI"}), crawled=signed)) == ("review", "suspected")
    assert stated(evidence(dossier=said({**USE, "provider": "OpenAI"}), crawled=signed)) == ("pass", "sound")


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (undeclared(truncated=True, why="pages"), ("inconclusive", "not_all_seen")),
        (evidence(NOT_VISITED, read(SOUND)), ("inconclusive", "undeclared_section")),
        (evidence(dossier=NO_DOSSIER), ("inconclusive", "no_dossier")),
        (evidence(dossier=said(USE, generated_media=True)), ("review", "generated_media")),
        (evidence(faces=("web", "mobile")), ("inconclusive", "mobile_unseen")),
    ],
)
def test_what_is_missing_leaves_it_open(found: MemoryEvidence, expected: tuple[str, str]) -> None:
    assert stated(found) == expected
    assert_deletion_never_passes("CON-05", found)


def test_nothing_declared_and_nothing_found_is_not_applicable() -> None:
    assert stated(undeclared()) == ("not_applicable", "none_declared")
    assert_deletion_never_passes("CON-05", undeclared())


def test_hostile_pages_are_read_within_bounds() -> None:
    for html in ("<script>" + '"' * 100_000, "<x-" * 20_000, "posez " * 50_000, "https://" * 50_000):
        judge_one("CON-05", undeclared(html, scripts=html))
