"""The cleartext port: it serves nothing and sends every visitor to https."""

from __future__ import annotations

from starlette.datastructures import URL
from starlette.responses import RedirectResponse
from starlette.types import Receive, Scope, Send


class RedirectToHttps:
    """Answers 301 to the same path at ``public_url``; never to the host that the request named."""

    def __init__(self, public_url: str) -> None:
        self._public_url = public_url

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        target = URL(scope=scope)
        query = f"?{target.query}" if target.query else ""
        await RedirectResponse(self._public_url + target.path + query, status_code=301)(scope, receive, send)
