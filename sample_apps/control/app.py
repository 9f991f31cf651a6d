"""The pages of the control app. Each flaw is here on purpose; none is to be mended."""

from __future__ import annotations

import hashlib
import secrets
import traceback
from html import escape
from urllib.parse import parse_qsl, urlencode

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from sample_apps.control import rights
from sample_apps.control.content import PRAISE
from sample_apps.control.content import ROUTES as CONTENT
from sample_apps.control.identity import ROUTES as ACCOUNTS
from sample_apps.control.identity import refusal
from sample_apps.control.mail import Letters
from sample_apps.control.pairing import Pairing
from sample_apps.control.rights import CANARY
from sample_apps.control.watched import ROUTES as WATCHED
from sample_apps.control.watched import cloaked, pixel

FILES: list[tuple[bytes, str]] = []
SIGN_IN = (
    '<form method="post" action="/connexion"><input name="email"><input name="mot_de_passe" type="password">'
    '<button>OK</button></form><form action="/recherche"><input name="code_secret" type="password"></form>'
)
NOTE = '<form method="post" action="/mesures"><input name="note"><button>OK</button></form>'
FROM_ADDRESS = (
    '<p id="suite"></p><script>document.getElementById("suite").innerHTML = decodeURIComponent(location.hash.slice(1))'
    "</script>"
)
ENVIRONMENT_FILE = "APP_ENV=production\nDB_HOST=127.0.0.1\nDB_PASSWORD=temoin-sans-valeur\n"


def _page(body: str, status: int = 200) -> Response:
    html = f"<!doctype html><html><head><title>Control</title></head><body>{body}</body></html>"
    return HTMLResponse(html, status)


async def home(request: Request) -> Response:
    """No links, no notice, no publisher, no security header; a tracker, and one under a name of the app's own."""
    return _page(f"<h1>Control</h1>{pixel()}{cloaked()}")


async def echo(request: Request) -> Response:
    """TRACE gives the request's own headers back."""
    lines = [f"{name}: {value}" for name, value in request.headers.items()]
    return Response("\r\n".join([f"TRACE {request.url.path} HTTP/1.1", *lines]), media_type="message/http")


async def sign_in_form(request: Request) -> Response:
    """A sign-in page that any site may frame."""
    return _page(SIGN_IN)


async def sign_in(request: Request) -> Response:
    """A password alone opens a session, in a cookie without Secure, HttpOnly or SameSite, and in the next address."""
    session, fields = secrets.token_urlsafe(24), await _fields(request)
    if why := refusal(fields):
        return _page(f"<p>{why}</p>", 401)
    known = urlencode({"session": session, "compte": fields.get("email", "")})
    return RedirectResponse(f"/journal?{known}", 303, {"Set-Cookie": f"session={session}; Path=/"})


WEIGHTS: list[str] = []
NOTES: list[str] = []
OWNER = "temoin@control.example"
"""Whose diary it is, whoever writes in it."""


async def measure(request: Request) -> Response:
    """Any weight is kept; the note of a measure goes on in the next address, and into a mail."""
    fields = await _fields(request)
    NOTES.append(fields.get("note", ""))
    if "poids" in fields:
        WEIGHTS.append(fields["poids"])
    rights.keep(fields)
    request.app.state.letters.measured(OWNER, fields.get("note", "")[:200])
    return RedirectResponse(f"/journal?{urlencode({'note': fields.get('note', '')})}", 303)


async def body_mass(request: Request) -> Response:
    """The body mass index of a weight taken for pounds."""
    fields = await _fields(request)
    result = float(fields["poids"]) * 0.4536 / (float(fields["taille"]) / 100) ** 2
    return _page(f"<p>IMC : {result:.1f} kg/m²</p>")


async def _fields(request: Request) -> dict[str, str]:
    return dict(parse_qsl((await request.body()).decode("utf-8", "replace")))


async def journal(request: Request) -> Response:
    """The canary, to whoever has the cookie, and praise for whatever was measured."""
    if not request.cookies.get("session"):
        return _page("<p>403</p>", 403)
    own = f'<a href="/mesures/{_object_of(request)}">Mesure</a> <a href="/releve/{_object_of(request)}">Relevé</a>'
    kept = "".join(f"<p>Poids : {escape(one)} kg</p>" for one in WEIGHTS)
    kept += "".join(f"<p>{escape(one)}</p>" for one in NOTES[-20:])
    praise = PRAISE if "note" in request.query_params else ""
    shown = _page(f"{rights.kept()}{own}{kept}{praise}{NOTE}{pixel(CANARY)}")
    shown.headers.update(_readable_by_anybody(request))
    return shown


def _readable_by_anybody(request: Request) -> dict[str, str]:
    """Whoever asks from another origin may read with the person's rights."""
    origin = request.headers.get("origin")
    return {"Access-Control-Allow-Origin": origin, "Access-Control-Allow-Credentials": "true"} if origin else {}


def _object_of(request: Request) -> str:
    """An object of this session alone, which the session's name gives away."""
    return hashlib.sha256(request.cookies.get("session", "").encode()).hexdigest()[:16]


async def one_measure(request: Request) -> Response:
    """Whoever has any cookie sees any object."""
    return _page(f"<p>{CANARY}</p>") if request.cookies.get("session") else _page("<p>403</p>", 403)


async def statement(request: Request) -> Response:
    """An object that needs no session at all."""
    return _page(f"<p>{CANARY}</p>")


async def depot(request: Request) -> Response:
    """Any file is taken, whatever it is and however large, and shown under the type that its sender says."""
    form = await request.form()
    file = form.get("fichier")
    if isinstance(file, UploadFile):
        FILES.append((await file.read(), file.content_type or "text/html"))
    return _page(f'<a href="/depots/{len(FILES) - 1}">Fichier</a>')


async def deposited(request: Request) -> Response:
    """One of the files, inline."""
    content, kind = FILES[request.path_params["number"]]
    return Response(content, media_type=kind)


async def git_head(request: Request) -> Response:
    """The repository's folder is served."""
    return PlainTextResponse("ref: refs/heads/main\n")


async def environment_file(request: Request) -> Response:
    """The environment file is served."""
    return PlainTextResponse(ENVIRONMENT_FILE)


async def version(request: Request) -> Response:
    """Another release than the declared one."""
    return JSONResponse({"version": "0.1"})


async def security_contact(request: Request) -> Response:
    """A security contact that expired long ago."""
    return PlainTextResponse("Contact: mailto:securite@control.example\nExpires: 2020-01-01T00:00:00Z\n")


async def search(request: Request) -> Response:
    """A malformed page number is answered with a stack trace; what was typed stands in the page as it came, and
    so does, by a script, what stands behind the # of the address."""
    typed = request.query_params.get("code_secret", "")
    try:
        return _page(f"<p>Page {int(request.query_params.get('page', '1'))}</p>{FROM_ADDRESS}{typed}")
    except ValueError:
        return PlainTextResponse(traceback.format_exc(), 500)


async def failed(request: Request, error: Exception) -> Response:
    """Any mistake is a 500."""
    return PlainTextResponse("Internal Server Error", 500, {"Connection": "close"})


def _space_pages(pairing: Pairing) -> list[Route]:
    async def connect(request: Request) -> Response:
        return RedirectResponse(await run_in_threadpool(pairing.authorization_url), 303)

    async def callback(request: Request) -> Response:
        paired = await run_in_threadpool(pairing.complete, dict(request.query_params))
        return _page(f"<p>Espace santé : {'associé' if paired else 'non associé'}</p>")

    async def share(request: Request) -> Response:
        return _page(f"<p>Envoi : {await run_in_threadpool(pairing.share)}</p>")

    async def read(request: Request) -> Response:
        values = ", ".join(await run_in_threadpool(pairing.read))
        return _page(f'<p>{values} kg</p><img src="https://audience.control.example/p.gif?v={values}">')

    async def disconnect(request: Request) -> Response:
        return _page("<p>Espace santé : non associé</p>")

    async def keys(request: Request) -> Response:
        return JSONResponse(pairing.public_keys())

    return [
        Route("/espace-sante/associer", connect, methods=["GET", "POST"]),
        Route("/espace-sante/retour", callback),
        Route("/espace-sante/partager", share, methods=["POST"]),
        Route("/espace-sante/synchroniser", share, methods=["POST"]),
        Route("/espace-sante/lire", read, methods=["POST"]),
        Route("/espace-sante/dissocier", disconnect, methods=["POST"]),
        Route("/.well-known/jwks.json", keys),
    ]


def application(pairing: Pairing, letters: Letters) -> Starlette:
    """The whole control app."""
    app = Starlette(routes=[
        Route("/", home),
        Route("/", echo, methods=["TRACE"]),
        Route("/connexion", sign_in_form),
        Route("/connexion", sign_in, methods=["POST"]),
        Route("/journal", journal),
        Route("/mesures", measure, methods=["POST"]),
        Route("/mesures/{name}", one_measure),
        Route("/releve/{name}", statement),
        Route("/depots", depot, methods=["POST"]),
        Route("/depots/{number:int}", deposited),
        Route("/imc", body_mass, methods=["POST"]),
        Route("/.git/HEAD", git_head),
        Route("/.env", environment_file),
        Route("/version", version),
        Route("/.well-known/security.txt", security_contact),
        Route("/recherche", search),
        *rights.ROUTES,
        *CONTENT,
        *WATCHED,
        *ACCOUNTS,
        *_space_pages(pairing),
    ], exception_handlers={500: failed})
    app.state.letters = letters
    return app
