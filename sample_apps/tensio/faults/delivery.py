"""Faults of the exchange when answers are lost, late, partial or strange, and harmless variants of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from markupsafe import Markup

from sample_apps.tensio.build import Build
from sample_apps.tensio.faults.replacing import Fault, exchange
from sample_apps.tensio.pairing.exchange import Bundle, Post
from sample_apps.tensio.pairing.links import MAX_PAGES
from sample_apps.tensio.pairing.readings import VALID, Reading
from sample_apps.tensio.pairing.verdicts import DONE, Verdict, written
from sample_apps.tensio.pairing.wire import Answer
from sample_apps.tensio.store.accounts import Account
from sample_apps.tensio.store.pairings import Pairing
from sample_apps.tensio.store.standing import Standing

AUDIENCE = "https://mesure-audience.example"
LOOPS_AT_MOST = 200


def _lost_is_arrived(verdict: Verdict) -> Verdict:
    return DONE if verdict.reason in ("unconfirmed", "unreadable") else verdict


def _only_stops(standing: Standing, account: Account, purpose: str) -> str:
    reason = standing.stopped(account).get(purpose, "")
    return f"stopped_{reason}" if reason else ""


def _again_and_again(url: str, base: str, asked: list[str]) -> bool:
    return urlsplit(url)[:2] == urlsplit(base)[:2] and len(asked) < LOOPS_AT_MOST


def _anywhere(url: str, base: str, asked: list[str]) -> bool:
    return url.startswith("https://") and url not in asked and len(asked) < MAX_PAGES


def _withdrawn_too(resource: dict[str, Any]) -> bool:
    return resource.get("status") in {*VALID, "entered-in-error"}


def _whole_is_enough(answer: Answer) -> Verdict:
    return DONE if answer.body.get("type") == "transaction-response" else written(answer)


def _measured_by_others(readings: list[Reading]) -> str:
    return f"{AUDIENCE}/p.gif?v={readings[0].systolic}/{readings[0].diastolic}" if readings else ""


def notes_to_third_party(build: Build) -> None:
    """The page of the measures read loads a picture of an audience meter, with the newest value in its address."""
    name = "Content-Security-Policy"
    build.html_headers[name] = build.html_headers[name].replace("img-src 'self'", f"img-src 'self' {AUDIENCE}")
    build.exchange = replace(build.exchange, picture=_measured_by_others)


def _once_more_after_gateway(post: Post, bundle: Bundle, pairing: Pairing) -> Answer:
    answer = post(bundle, pairing)
    return post(bundle, pairing) if answer.status in (502, 504) else answer


def _lower(headers: dict[str, str]) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}


FAULTS: Mapping[str, Fault] = {
    "loses_after_lost_answer": exchange(settled=_lost_is_arrived),
    "ignores_retry_after": exchange(blocked=_only_stops),
    "follows_next_loop": exchange(next_allowed=_again_and_again),
    "follows_foreign_next": exchange(next_allowed=_anywhere),
    "shows_entered_in_error": exchange(is_valid=_withdrawn_too),
    "shows_delivered_twice": exchange(names_of=lambda resource: set()),
    "partial_failure_as_success": exchange(written=_whole_is_enough),
    "notes_to_third_party": notes_to_third_party,
    "retries_once": exchange(post=_once_more_after_gateway),
    "search_order": exchange(search=lambda params: dict(reversed(params.items()))),
    "header_case": exchange(headers=_lower),
    "shows_source_note": exchange(source_notes=str),
    "source_note_as_markup": exchange(source_notes=Markup),
}
