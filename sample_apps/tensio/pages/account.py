"""Sign-up, sign-in and sign-out."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from sample_apps.tensio.forms import is_email, submitted
from sample_apps.tensio.site import site_of

MIN_PASSWORD, MAX_PASSWORD = 12, 128
AFTER_SIGN_IN = {"/journal", "/espace-sante"}


async def sign_up_form(request: Request) -> Response:
    """The sign-up page."""
    return site_of(request).page(request, "inscription.html", errors=[], email="")


async def sign_up(request: Request) -> Response:
    """Opens an account; the consent to the use of health data is a box of its own, never ticked beforehand."""
    site = site_of(request)
    fields = await submitted(request)
    email, password = fields.get("email", ""), fields.get("mot_de_passe", "")
    errors = [name for name, wrong in (
        ("email", not is_email(email)),
        ("password", not MIN_PASSWORD <= len(password) <= MAX_PASSWORD),
        ("terms", fields.get("conditions") != "oui"),
        ("consent", fields.get("consentement_sante") != "oui"),
    ) if wrong]
    account = None if errors else await run_in_threadpool(site.accounts.create, email, password)
    if account is None:
        return site.page(request, "inscription.html", 422, errors=errors or ["taken"], email=email)
    return site.sign_in(request, account, "/journal")


async def sign_in_form(request: Request) -> Response:
    """The sign-in page."""
    wanted = request.query_params.get("suite", "")
    target = wanted if wanted in AFTER_SIGN_IN else "/journal"
    return site_of(request).page(request, "connexion.html", failed=False, email="", target=target)


async def sign_in(request: Request) -> Response:
    """Opens a session; the answer does not tell an unknown address from a wrong password."""
    site = site_of(request)
    fields = await submitted(request)
    email, password = fields.get("email", ""), fields.get("mot_de_passe", "")[:MAX_PASSWORD]
    target = fields["suite"] if fields.get("suite") in AFTER_SIGN_IN else "/journal"
    account = await run_in_threadpool(site.accounts.sign_in, email, password)
    if account is None:
        return site.page(request, "connexion.html", 401, failed=True, email=email, target=target)
    return site.sign_in(request, account, target)


async def sign_out(request: Request) -> Response:
    """Ends the session on the server and in the browser."""
    site = site_of(request)
    await submitted(request)
    site.end_session(request)
    headers = {"Set-Cookie": site.build.session_cookie.header("", 0), "Cache-Control": "no-store"}
    return RedirectResponse("/", 303, headers)


ROUTES = [
    Route("/inscription", sign_up_form),
    Route("/inscription", sign_up, methods=["POST"]),
    Route("/connexion", sign_in_form),
    Route("/connexion", sign_in, methods=["POST"]),
    Route("/deconnexion", sign_out, methods=["POST"]),
]
