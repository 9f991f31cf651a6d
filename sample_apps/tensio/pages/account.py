"""Sign-up, sign-in and sign-out."""

from __future__ import annotations

from datetime import date

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from sample_apps.tensio.clock import now
from sample_apps.tensio.forms import is_email, submitted
from sample_apps.tensio.pages.second_factor import begin, throttled
from sample_apps.tensio.rights import years_between
from sample_apps.tensio.site import Site, site_of
from sample_apps.tensio.store.access_log import stranger

LONGEST_PASSWORD = 1000
AFTER_SIGN_IN = {"/journal", "/espace-sante"}


async def sign_up_form(request: Request) -> Response:
    """The sign-up page."""
    return site_of(request).page(request, "inscription.html", errors=[], email="")


async def sign_up(request: Request) -> Response:
    """Opens an account; the consent to the use of health data is a box of its own, never ticked beforehand."""
    site = site_of(request)
    fields = await submitted(request)
    email, password = fields.get("email", ""), fields.get("mot_de_passe", "")
    born = _day(fields.get("date_naissance", ""))
    policy = site.build.rights
    errors = [name for name, wrong in (
        ("email", not is_email(email)),
        ("birth", born is None),
        ("age", born is not None and years_between(born, now().date()) < policy.youngest),
        ("terms", fields.get("conditions") != "oui"),
        ("consent", fields.get("consentement_sante") != "oui"),
    ) if wrong] + password_errors(site, password, email)
    account = None if errors else await run_in_threadpool(site.accounts.create, email, password)
    if account is None:
        status = policy.refused_status if "age" in errors else 422
        return site.page(request, "inscription.html", status, errors=errors or ["taken"], email=email)
    return begin(site, request, account, "/journal")


def _day(text: str) -> date | None:
    """A day that is past and somebody alive may be born on."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if found.year >= 1900 and found < now().date() else None


def password_errors(site: Site, password: str, email: str) -> list[str]:
    """Why this password may not be chosen."""
    policy = site.build.identity
    if not policy.min_password <= len(password) <= policy.max_password:
        return ["password"]
    return ["guessable"] if policy.guessable(password, email) else []


async def sign_in_form(request: Request) -> Response:
    """The sign-in page."""
    wanted = request.query_params.get("suite", "")
    target = wanted if wanted in AFTER_SIGN_IN else "/journal"
    return sign_in_page(request, target=target)


async def sign_in(request: Request) -> Response:
    """Takes the password; the answer does not tell an unknown address from a wrong password."""
    site = site_of(request)
    fields = await submitted(request)
    email, password = fields.get("email", "")[:254], fields.get("mot_de_passe", "")[:LONGEST_PASSWORD]
    target = fields["suite"] if fields.get("suite") in AFTER_SIGN_IN else "/journal"
    if wait := site.failures.wait(email):
        return throttled(site, request, wait)
    account = await run_in_threadpool(site.accounts.sign_in, email, password)
    if account is not None:
        return begin(site, request, account, target)
    site.failures.note(email)
    site.log.write("session.open", stranger(email), "", "failure", fields)
    unknown = site.build.identity.tells_unknown and site.accounts.find(email) is None
    return sign_in_page(request, 401, failed=True, unknown=unknown, email=email, target=target)


def sign_in_page(
    request: Request, status: int = 200, *, failed: bool = False, changed: bool = False, unknown: bool = False,
    email: str = "", target: str = "/journal",
) -> Response:
    """The page that asks for address and password, and what it tells."""
    return site_of(request).page(
        request, "connexion.html", status, failed=failed, changed=changed, unknown=unknown, email=email, target=target
    )


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
