"""Pages that need an open session."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from sample_apps.tensio.site import site_of
from sample_apps.tensio.store.sessions import Session

Handler = Callable[[Request, Session], Awaitable[Response]]


def signed_in(handler: Handler) -> Callable[[Request], Awaitable[Response]]:
    """Gives the handler the session, or sends the visitor to the sign-in page."""

    async def answer(request: Request) -> Response:
        session = site_of(request).visitor(request).session
        if session is None:
            suffix = f"?suite={request.url.path}" if request.url.path in ("/journal", "/espace-sante") else ""
            return RedirectResponse(f"/connexion{suffix}", 303, {"Cache-Control": "no-store"})
        response = await handler(request, session)
        fields = getattr(request.state, "fields", {})
        site_of(request).log.act(request.method, request.url.path, session.account.id, response.status_code, fields)
        return response

    return answer
