"""The second step of a sign-in: the code of an authenticator, which a new account enrols first."""

from __future__ import annotations

from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from sample_apps.tensio.forms import submitted
from sample_apps.tensio.site import Site, site_of
from sample_apps.tensio.store.accounts import Account
from sample_apps.tensio.store.half_open import LIFE_SECONDS, Half
from sample_apps.tensio.store.one_time_codes import step_of

HALF_COOKIE = "__Host-etape"
CODE, ENROL = "/connexion/code", "/connexion/application"
_FLAGS = "Path=/; Secure; HttpOnly; SameSite=Strict"


def begin(site: Site, request: Request, account: Account, target: str) -> Response:
    """After the right password: the page that asks for the code, or that shows the seed to an account without one."""
    enrolled = bool(site.accounts.factor(account))
    if enrolled and not site.build.identity.two_factors:
        return site.sign_in(request, account, target)
    page = CODE if enrolled else ENROL
    response = RedirectResponse(page, 303, {"Cache-Control": "no-store"})
    name = site.half_open.open(account, target)
    response.headers.append("Set-Cookie", f"{HALF_COOKIE}={name}; Max-Age={LIFE_SECONDS}; {_FLAGS}")
    return response


def throttled(site: Site, request: Request, wait: int) -> Response:
    """Too many failures: for ``wait`` seconds not even the right password is looked at."""
    response = site.page(request, "trop-de-tentatives.html", 429, minutes=max(1, round(wait / 60)))
    response.headers["Retry-After"] = str(wait)
    return response


async def code_form(request: Request) -> Response:
    """The page that asks for the code."""
    return site_of(request).page(request, "code.html", failed=False) if _half(request) else _again()


async def code(request: Request) -> Response:
    """Takes the code; the session opens only here."""
    site, half, fields = site_of(request), _half(request), await submitted(request)
    if half is None:
        return _again()
    if wait := site.failures.wait(half.account.email):
        return throttled(site, request, wait)
    if not site.accounts.takes_code(half.account, fields.get("code", "").replace(" ", "")):
        _failed(site, half)
        return site.page(request, "code.html", 401, failed=True)
    return _complete(site, request, half)


async def enrol_form(request: Request) -> Response:
    """The seed, for an account that has none yet."""
    half = _half(request)
    return _enrol_page(site_of(request), request, half) if half and _may_enrol(request, half) else _again()


async def enrol(request: Request) -> Response:
    """Keeps the seed once a code proves that the person's authenticator has it."""
    site, half, fields = site_of(request), _half(request), await submitted(request)
    if half is None or not _may_enrol(request, half):
        return _again()
    if step_of(half.seed, fields.get("code", "").replace(" ", "")) is None:
        _failed(site, half)
        return _enrol_page(site, request, half, failed=True)
    await run_in_threadpool(site.accounts.set_factor, half.account, half.seed)
    site.accounts.takes_code(half.account, fields["code"].replace(" ", ""))
    return _complete(site, request, half)


def _may_enrol(request: Request, half: Half) -> bool:
    """A password alone never replaces a second factor that is there."""
    return not site_of(request).accounts.factor(half.account)


def _enrol_page(site: Site, request: Request, half: Half, *, failed: bool = False) -> Response:
    label = quote(f"Tensio:{half.account.email}")
    address = f"otpauth://totp/{label}?secret={half.seed}&issuer=Tensio"
    status = 422 if failed else 200
    return site.page(request, "application.html", status, failed=failed, seed=half.seed, address=address)


def _half(request: Request) -> Half | None:
    name = request.cookies.get(HALF_COOKIE, "")
    return site_of(request).half_open.find(name) if name else None


def _failed(site: Site, half: Half) -> None:
    site.half_open.tried(half)
    site.failures.note(half.account.email)
    site.log.write("session.open", f"account-{half.account.id}", "", "failure")


def _complete(site: Site, request: Request, half: Half) -> Response:
    site.half_open.close(half)
    site.failures.forget(half.account.email)
    site.log.write("session.open", f"account-{half.account.id}", "", "success")
    response = site.sign_in(request, half.account, half.target)
    response.headers.append("Set-Cookie", f"{HALF_COOKIE}=; Max-Age=0; {_FLAGS}")
    return response


def _again() -> Response:
    return RedirectResponse("/connexion", 303, {"Cache-Control": "no-store"})


ROUTES = [
    Route(CODE, code_form),
    Route(CODE, code, methods=["POST"]),
    Route(ENROL, enrol_form),
    Route(ENROL, enrol, methods=["POST"]),
]
