"""What machines read: version, public key, security contact, robots, and the static assets."""

from __future__ import annotations

import gzip
import hashlib
from datetime import timedelta
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from sample_apps.tensio.clock import now
from sample_apps.tensio.publisher import PUBLISHER
from sample_apps.tensio.site import site_of

STATIC = Path(__file__).parents[1] / "static"
TYPES = {".css": "text/css; charset=utf-8", ".svg": "image/svg+xml"}


class Assets:
    """The static files, read once; their addresses carry a digest, so caches may keep them for a year."""

    def __init__(self, stylesheet_tail: str = "", compresses: bool = True) -> None:
        self._files = {path.name: path.read_bytes() for path in STATIC.iterdir() if path.suffix in TYPES}
        self._files["tensio.css"] += stylesheet_tail.encode()
        self._packed = {name: gzip.compress(raw, mtime=0) for name, raw in self._files.items() if compresses}

    def address(self, name: str) -> str:
        """The address of an asset."""
        return f"/static/{name}?v={hashlib.sha256(self._files[name]).hexdigest()[:12]}"

    async def answer(self, request: Request) -> Response:
        """One asset."""
        name = request.path_params["name"]
        if name not in self._files:
            raise HTTPException(404)
        lasting = "public, max-age=31536000, immutable" if "v" in request.query_params else "public, max-age=86400"
        headers = {"Cache-Control": lasting, "Vary": "Accept-Encoding"}
        body = self._files[name]
        if name in self._packed and "gzip" in request.headers.get("accept-encoding", ""):
            body, headers["Content-Encoding"] = self._packed[name], "gzip"
        return Response(body, headers=headers, media_type=TYPES[Path(name).suffix])


async def version(request: Request) -> Response:
    """The version that runs."""
    build = site_of(request).build
    if "json" not in build.release_marks:
        raise HTTPException(404)
    return JSONResponse({"version": build.release}, headers={"Cache-Control": "no-cache"})


async def keys(request: Request) -> Response:
    """The app's public key, for the space (RFC 7517)."""
    return JSONResponse(site_of(request).key.public_set(), headers={"Cache-Control": "public, max-age=300"})


async def security(request: Request) -> Response:
    """Where to report a flaw (RFC 9116)."""
    expires = (now() + timedelta(days=180)).isoformat()
    base = site_of(request).build.settings.public_url
    return PlainTextResponse(
        f"Contact: mailto:{PUBLISHER.security_email}\nContact: {base}/contact?sujet=securite\n"
        f"Expires: {expires}\nPreferred-Languages: fr, en\nCanonical: {base}/.well-known/security.txt\n"
    )


async def robots(request: Request) -> Response:
    """What search engines leave aside."""
    return PlainTextResponse("User-agent: *\nDisallow: /journal\nDisallow: /espace-sante\n")


ROUTES = [
    Route("/version", version),
    Route("/.well-known/jwks.json", keys),
    Route("/.well-known/security.txt", security),
    Route("/robots.txt", robots),
]
