"""What a browser is to see at the control app: a tracker on every page, told the canary, and an image without a text.

There is no script: what the crawl says of pages that run none stays true. The tracker's host is this app under another
name, which the lab's world gives it.
"""

from __future__ import annotations

from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

TRACKER = "https://mesure.control.example"
CLOAKED = "https://statistiques.control.example"
PIXEL = bytes.fromhex("47494638396101000100800000000000ffffff21f90401000000002c00000000010001000002024401003b")
KEEPS = "control_visitor=1; Path=/; Max-Age=31536000; Secure; SameSite=None"


def pixel(told: str = "") -> str:
    """The tracker's image, which nobody describes to those who do not see it, with what it is told."""
    return f'<img src="{TRACKER}/pixel.gif?dr={quote(told)}">'


def cloaked() -> str:
    """The same tracker under a name of the app's own, which is an alias of the tracker's."""
    return f'<img src="{CLOAKED}/pixel.gif">'


async def tracker(request: Request) -> Response:
    """One transparent dot, and a cookie for a year."""
    return Response(PIXEL, media_type="image/gif", headers={"Set-Cookie": KEEPS, "Cache-Control": "no-cache"})


ROUTES = [Route("/pixel.gif", tracker)]
