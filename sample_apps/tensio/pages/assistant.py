"""The assistant: a machine that finds the article which answers a question, and says so before it is asked."""

from __future__ import annotations

import unicodedata

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sample_apps.tensio.articles import ARTICLES, Article
from sample_apps.tensio.forms import submitted
from sample_apps.tensio.site import site_of

MAX_QUESTION = 200
SHORTEST_WORD = 4


async def ask(request: Request) -> Response:
    """The page as it is first seen."""
    return site_of(request).page(request, "assistant.html", question="", answers=None)


async def answer(request: Request) -> Response:
    """The articles nearest to the question; nothing is kept of it."""
    question = (await submitted(request)).get("question", "")[:MAX_QUESTION]
    return site_of(request).page(request, "assistant.html", question=question, answers=nearest(question))


async def explanation(request: Request) -> Response:
    """How it works, on which texts, and where it errs."""
    return site_of(request).page(request, "assistant-fonctionnement.html")


def nearest(question: str) -> list[Article]:
    """At most three articles whose titles and summaries share words with the question, the nearest first."""
    asked = _words(question)
    ranked = sorted(ARTICLES, key=lambda one: -len(asked & _words(f"{one.title} {one.summary}")))
    return [one for one in ranked[:3] if asked & _words(f"{one.title} {one.summary}")]


def _words(text: str) -> set[str]:
    plain = unicodedata.normalize("NFKD", text.lower())
    bare = "".join(one if one.isalnum() else " " for one in plain if not unicodedata.combining(one))
    return {word for word in bare.split() if len(word) >= SHORTEST_WORD}


ROUTES = [
    Route("/assistant", ask),
    Route("/assistant", answer, methods=["POST"]),
    Route("/assistant/fonctionnement", explanation),
]
