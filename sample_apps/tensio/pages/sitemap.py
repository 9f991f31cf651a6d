"""The sitemap: every public page, for search engines (sitemaps.org)."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sample_apps.tensio.articles import ARTICLES
from sample_apps.tensio.site import site_of

PATHS = ("/", "/articles", "/aide", "/mentions-legales", "/confidentialite")


async def sitemap(request: Request) -> Response:
    """The list, articles with the day of their last review."""
    base = site_of(request).build.settings.public_url
    plain = [f"<url><loc>{base}{path}</loc></url>" for path in PATHS]
    dated = [
        f"<url><loc>{base}/articles/{one.slug}</loc><lastmod>{one.reviewed}</lastmod></url>" for one in ARTICLES
    ]
    listed = "".join([*plain, *dated])
    xml = f'<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{listed}</urlset>'
    return Response(xml, media_type="application/xml")


ROUTES = [Route("/sitemap.xml", sitemap)]
