"""A forgotten password: a code by mail and a new password; the answer is the same for every address."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sample_apps.tensio.forms import submitted
from sample_apps.tensio.pages.account import password_errors, sign_in_page
from sample_apps.tensio.site import site_of

ASK, CHOOSE = "/mot-de-passe-oublie", "/mot-de-passe-oublie/code"


async def ask_form(request: Request) -> Response:
    """The page that asks for the address."""
    return site_of(request).page(request, "mot-de-passe-oublie.html", unknown=False)


async def ask(request: Request) -> Response:
    """Sends a code when an account has this address; whether one does is not told."""
    site, fields = site_of(request), await submitted(request)
    email = fields.get("email", "")[:254]
    account = site.accounts.find(email)
    if account is None and site.build.identity.reset_tells_unknown:
        return site.page(request, "mot-de-passe-oublie.html", 404, unknown=True)
    code = site.resets.open(email)
    if account is not None:
        site.postbox.reset_code(account.email, code)
    return site.page(request, "nouveau-mot-de-passe.html", errors=[], email=email)


async def choose(request: Request) -> Response:
    """Replaces the password; to sign in, the second factor is still needed."""
    site, fields = site_of(request), await submitted(request)
    email, password = fields.get("email", "")[:254], fields.get("mot_de_passe", "")
    errors = password_errors(site, password, email)
    account = site.accounts.find(email)
    if not errors and (not site.resets.take(email, fields.get("code", "").replace(" ", "")) or account is None):
        errors = ["code"]
    if errors or account is None:
        return site.page(request, "nouveau-mot-de-passe.html", 422, errors=errors, email=email)
    await run_in_threadpool(site.accounts.set_password, account, password)
    if site.build.identity.reset_signs_in:
        return site.sign_in(request, account, "/journal")
    return sign_in_page(request, changed=True, email=email)


ROUTES = [
    Route(ASK, ask_form),
    Route(ASK, ask, methods=["POST"]),
    Route(CHOOSE, choose, methods=["POST"]),
]
