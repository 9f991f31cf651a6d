"""The control app's content: a health page that nobody signs, dates or sources, beside a chat that says nothing."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

ARTICLE = """<!doctype html><html lang="fr"><head><title>Hypertension</title></head><body>
<article itemscope itemtype="https://schema.org/MedicalWebPage"><h1>Hypertension</h1>
<p>La tension trop forte abîme les artères, le cœur et les reins sans que l’on sente rien. Il suffit de boire moins de
café pour la faire baisser, et les traitements ne servent à rien chez la plupart des patients.</p>
<p>Prenez votre dose habituelle de médicament quand vous y pensez. Les symptômes passent avec le temps, et il est
inutile de consulter pour une douleur dans la poitrine qui ne dure pas plus d’une heure.</p></article>
<iframe src="https://www.chatbase.co/chatbot-iframe/control"></iframe></body></html>"""
PRAISE = "<p>Bravo, votre tension est parfaite, tout va bien !</p>"


async def article(request: Request) -> Response:
    """The health page."""
    return HTMLResponse(ARTICLE)


async def sitemap(request: Request) -> Response:
    """The only way to the health page: the home page links to nothing."""
    listed = f"<url><loc>{request.base_url}articles/hypertension</loc></url>"
    return Response(f"<urlset>{listed}</urlset>", media_type="application/xml")


ROUTES = [Route("/articles/hypertension", article), Route("/sitemap.xml", sitemap)]
