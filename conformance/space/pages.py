"""The person's pages: rendered from templates, in French or English, without any script."""

from __future__ import annotations

import hmac
import re
from datetime import UTC, datetime
from functools import partial
from typing import Any, Literal
from urllib.parse import urlencode

import yaml
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from conformance.space.reading import parse_fields
from conformance.space.store import new_secret

HOME = "/personne"
Language = Literal["fr", "en"]
LANGUAGES: tuple[Language, ...] = ("fr", "en")
# Names that other applications on the same host are unlikely to use: cookies do not know ports (RFC 6265, section 8.5).
FORM_COOKIE = "__Host-mes_form"
LANGUAGE_COOKIE = "__Host-mes_lang"
_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}", re.ASCII)
_HEADERS = {
    # No form-action: browsers apply it to the redirection back to the client too.
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'",
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
_LOADER = PackageLoader("conformance.space", "pages")
_TEMPLATES = Environment(loader=_LOADER, autoescape=True, undefined=StrictUndefined, trim_blocks=True)
_MESSAGES: dict[str, dict[str, str]] = yaml.safe_load(_LOADER.get_source(_TEMPLATES, "messages.yaml")[0])


def page(request: Request, template: str, title: str, status: int = 200, **values: Any) -> Response:
    """Render one page. ``title`` is a message key; ``title_values`` fill it in."""
    lang = language(request)
    say = partial(_say, lang)
    kept = request.cookies.get(FORM_COOKIE, "")
    token = kept if _TOKEN.fullmatch(kept) else new_secret()
    html = _TEMPLATES.get_template(template).render(
        {"alert": "", "form_token": token, "here": ""}
        | values
        | {
            "lang": lang,
            "say": say,
            "title": say(title, **values.get("title_values", {})),
            "languages": [(one, _in_language(request, one)) for one in LANGUAGES if one != lang],
            "moment": partial(moment, lang),
        }
    )
    answer = HTMLResponse(html, status, _HEADERS | {"Content-Language": lang})
    answer.set_cookie(FORM_COOKIE, token, secure=True, httponly=True, samesite="lax", path="/")
    if "ui_locales" in request.query_params:  # chosen: it holds for the pages that follow
        answer.set_cookie(LANGUAGE_COOKIE, lang, secure=True, httponly=True, samesite="lax", path="/")
    return answer


def error_page(request: Request, cause: str, status: int = 400) -> Response:
    """Tell a person that the request cannot be followed: there is nowhere safe to send them back to."""
    return page(request, "error.html", "error_title", status, cause=cause)


def language(request: Request) -> Language:
    """Return the language that the request names (OpenID Connect ``ui_locales``), that the person chose before, or that
    the browser prefers; else French.
    """
    asked = request.query_params.get("ui_locales", "").replace(",", " ").split()
    chosen = request.cookies.get(LANGUAGE_COOKIE, "")
    preferred = request.headers.get("accept-language", "").replace(",", " ").split()
    for wish in (*asked, chosen, *preferred):
        for one in LANGUAGES:
            if wish[:2].lower() == one:
                return one
    return "fr"


def own_address(request: Request) -> str:
    """Return the page's own address, to which its form posts."""
    return request.url.path + (f"?{request.url.query}" if request.url.query else "")


def safe_next(after: str) -> str:
    """Only back to where the space itself sends people from: never to another host."""
    return after if after.startswith(("/oauth/authorize?", f"{HOME}/")) else HOME


def right_form(request: Request, form: dict[str, str]) -> bool:
    """Tell whether a form was sent from the page that we gave this browser (double-submit token)."""
    kept, sent = request.cookies.get(FORM_COOKIE, ""), form.get("form_token", "")
    return bool(kept) and hmac.compare_digest(kept.encode(), sent.encode())


async def style(request: Request) -> Response:
    """Serve the style sheet."""
    return Response(_LOADER.get_source(_TEMPLATES, "style.css")[0], media_type="text/css")


def moment(lang: Language, seconds: int, *, day_only: bool = False) -> str:
    """Write an instant (Unix seconds) as people read it, in UTC."""
    at = datetime.fromtimestamp(seconds, UTC)
    day = f"{at.day} {_MESSAGES['months'][lang].split()[at.month - 1]} {at.year}"
    return day if day_only else _say(lang, "at_time", day=day, time=f"{at:%H:%M}")


def word(lang: Language, key: str, other: str) -> str:
    """Return the message of a key, or of ``other`` when there is none."""
    return _MESSAGES.get(key, _MESSAGES.get(other, {})).get(lang, other)


def _in_language(request: Request, lang: Language) -> str:
    """The page's own address in another language."""
    try:
        asked = [pair for pair in parse_fields(request.url.query) if pair[0] != "ui_locales"]
    except ValueError:
        asked = []
    fields = [(key, safe_next(value) if key == "next" else value) for key, value in asked]
    return f"{request.url.path}?{urlencode([*fields, ('ui_locales', lang)])}"


def _say(lang: Language, key: str, **values: object) -> Markup:
    return Markup(_MESSAGES[key][lang]).format(**{name: escape(value) for name, value in values.items()})
