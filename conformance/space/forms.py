"""The person's own pages: who may see them, and forms that were sent from them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, overload

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from conformance.space.oauth_endpoints import MalformedCall, read_call
from conformance.space.pages import error_page, page, right_form
from conformance.space.reading import RefusedBody
from conformance.space.sessions import SignedIn, signed_in, to_activation, to_sign_in

Form = dict[str, str]
Shown = Callable[[Request, SignedIn, Form | None], Response]
Endpoint = Callable[[Request], Awaitable[Response]]


async def read_form(request: Request) -> Form:
    """Return the fields of a form, the first value of each. Raises ``MalformedCall``, ``RefusedBody``."""
    call = await read_call(request, request.app.state.settings)
    return dict(reversed(call.form))


@overload
def personal(shown: Shown) -> Endpoint: ...


@overload
def personal(*, activated: bool) -> Callable[[Shown], Endpoint]: ...


def personal(shown: Shown | None = None, *, activated: bool = True) -> Any:
    """Make an endpoint of a page that is for a person signed in, whose space is open unless ``activated`` is false.

    The page gets the form that was sent, or ``None`` when it is only looked at. It runs in a thread.
    """

    def made(shown: Shown) -> Endpoint:
        async def endpoint(request: Request) -> Response:
            try:
                form = await read_form(request) if request.method == "POST" else None
            except (MalformedCall, RefusedBody) as error:
                return error_page(request, str(error))
            return await run_in_threadpool(_show, request, shown, form, activated)

        return endpoint

    return made(shown) if shown else made


def _show(request: Request, shown: Shown, form: Form | None, activated: bool) -> Response:
    who = signed_in(request)
    if who is None:
        return to_sign_in(request)
    if activated and not who.activated:
        return to_activation(request)
    if form is not None and not right_form(request, form):
        return page(request, "stale.html", "stale_title", 400, alert="stale_form")
    return shown(request, who, form)
