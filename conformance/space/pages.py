"""The person's pages: rendered from templates, in French or English, without any script."""

from __future__ import annotations

import re
from functools import partial
from typing import Any

import yaml
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from conformance.space.store import new_secret

# Names that other applications on the same host are unlikely to use: cookies do not know ports (RFC 6265, section 8.5).
FORM_COOKIE = "__Host-mes_form"
_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}", re.ASCII)
_HEADERS = {
    # No form-action: browsers apply it to the redirection back to the client too.
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'",
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
_LOADER = PackageLoader("conformance.space", "pages")
_TEMPLATES = Environment(loader=_LOADER, autoescape=True, undefined=StrictUndefined)
_MESSAGES: dict[str, dict[str, str]] = yaml.safe_load(_LOADER.get_source(_TEMPLATES, "messages.yaml")[0])


def page(request: Request, template: str, title: str, status: int = 200, **values: Any) -> Response:
    """Render one page. ``title`` is a message key; ``title_values`` fill it in."""
    lang = language(request)
    say = partial(_say, lang)
    kept = request.cookies.get(FORM_COOKIE, "")
    token = kept if _TOKEN.fullmatch(kept) else new_secret()
    html = _TEMPLATES.get_template(template).render(
        {"alert": "", "form_token": token}
        | values
        | {"lang": lang, "say": say, "title": say(title, **values.get("title_values", {}))}
    )
    answer = HTMLResponse(html, status, _HEADERS)
    answer.set_cookie(FORM_COOKIE, token, secure=True, httponly=True, samesite="lax", path="/")
    return answer


def error_page(request: Request, cause: str, status: int = 400) -> Response:
    """Tell a person that the request cannot be followed: there is nowhere safe to send them back to."""
    return page(request, "error.html", "error_title", status, cause=cause)


def language(request: Request) -> str:
    """Return ``fr`` or ``en``, as the request (OpenID Connect ``ui_locales``) or the browser asks; else French."""
    wanted = request.query_params.get("ui_locales", "") or request.headers.get("accept-language", "")
    for part in wanted.replace(",", " ").split():
        code = part[:2].lower()
        if code in ("fr", "en"):
            return code
    return "fr"


def right_form(request: Request, form: dict[str, str]) -> bool:
    """Tell whether a form was sent from the page that we gave this browser (double-submit token)."""
    kept = request.cookies.get(FORM_COOKIE)
    return bool(kept) and form.get("form_token") == kept


async def style(request: Request) -> Response:
    """Serve the style sheet."""
    return Response(_LOADER.get_source(_TEMPLATES, "style.css")[0], media_type="text/css")


def _say(lang: str, key: str, **values: str) -> Markup:
    return Markup(_MESSAGES[key][lang]).format(**{name: escape(value) for name, value in values.items()})
