"""The running site: its stores, its templates, and how a page is answered."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from sample_apps.tensio.build import Build
from sample_apps.tensio.mail import Postbox
from sample_apps.tensio.pairing.calls import SpaceCalls
from sample_apps.tensio.pairing.client import SpaceClient
from sample_apps.tensio.pairing.keys import ClientKey
from sample_apps.tensio.pairing.measures import SpaceMeasures
from sample_apps.tensio.pairing.sending import Sending
from sample_apps.tensio.store.access_log import AccessLog
from sample_apps.tensio.store.accounts import Account, Accounts
from sample_apps.tensio.store.database import Database
from sample_apps.tensio.store.documents import Documents
from sample_apps.tensio.store.failures import Failures
from sample_apps.tensio.store.half_open import HalfOpen
from sample_apps.tensio.store.measures import Measures
from sample_apps.tensio.store.messages import Messages
from sample_apps.tensio.store.outbox import Outbox
from sample_apps.tensio.store.pairings import Pairings
from sample_apps.tensio.store.resets import Resets
from sample_apps.tensio.store.rights import Rights
from sample_apps.tensio.store.seeding import seed
from sample_apps.tensio.store.sessions import Session, Sessions
from sample_apps.tensio.store.standing import Standing
from sample_apps.tensio.templating import templates

FORM_COOKIE = "__Host-formulaire"
DISPLAY_COOKIE = "__Host-affichage=confort; Path=/; Max-Age=15552000; Secure; HttpOnly; SameSite=Lax"


@dataclass
class Visitor:
    """Who is asking: an open session or none, and the random name that ties forms to this browser."""

    session: Session | None
    form_name: str
    used_forms: bool = False

    @property
    def account(self) -> Account | None:
        """The signed-in account, or ``None``."""
        return self.session.account if self.session else None


class Site:
    """Everything that page handlers need; one per process, found with :func:`site_of`.

    ``entered`` holds the sessions that have just noted a measure and were not told so yet.
    """

    def __init__(self, build: Build, stylesheet_address: str) -> None:
        settings = build.settings
        database = Database(settings.data / "tensio.db")
        self.build = build
        self.key = ClientKey(settings.data)
        self.accounts = Accounts(database, build.identity)
        self.sessions = Sessions(database, build.identity)
        self.half_open = HalfOpen(database)
        self.failures = Failures(database, build.identity.most_failures)
        self.resets = Resets(database)
        self.postbox = Postbox(settings.smtp)
        self.measures = Measures(database)
        self.messages = Messages(database)
        self.documents = Documents(database)
        self.rights = Rights(database)
        self.space = SpaceClient(settings, build.pairing, Pairings(database), self.key)
        self.outbox = Outbox(database, self.measures)
        self.calls = SpaceCalls(self.space, build.exchange, Standing(database))
        self.space_measures = SpaceMeasures(self.calls)
        self.sending = Sending(self.calls, self.outbox)
        self.entered: set[str] = set()
        self.log = AccessLog(settings.data, build.log)
        self._form_secret = secrets.token_bytes(32)
        self._templates = templates(build, stylesheet_address)
        seed(self.accounts, self.measures, settings.seeds)

    def visitor(self, request: Request) -> Visitor:
        """The visitor behind a request; read once per request."""
        known: Visitor | None = getattr(request.state, "visitor", None)
        if known is None:
            name = request.cookies.get(self.build.session_cookie.name)
            session = self.sessions.find(name, self._ahead(request)) if name else None
            known = Visitor(session, request.cookies.get(FORM_COOKIE, ""))
            request.state.visitor = known
        return known

    def page(self, request: Request, template: str, status: int = 200, **context: object) -> Response:
        """An HTML page; personal pages and pages with a form are never stored by a cache."""
        visitor = self.visitor(request)

        def form_token() -> str:
            visitor.used_forms = True
            visitor.form_name = visitor.form_name or secrets.token_urlsafe(32)
            return self.form_token(visitor)

        html = self._templates.get_template(template).render(
            path=request.url.path, account=visitor.account, form_token=form_token, **context
        )
        personal = visitor.session is not None or visitor.used_forms
        response = HTMLResponse(html, status, {"Cache-Control": "no-store" if personal else "no-cache"})
        if visitor.used_forms and FORM_COOKIE not in request.cookies:
            response.set_cookie(FORM_COOKIE, visitor.form_name, secure=True, httponly=True, samesite="strict")
        return response

    def form_token(self, visitor: Visitor) -> str:
        """The token of this visitor's forms: bound to the browser and to the session."""
        bound = f"{visitor.form_name}.{visitor.session.digest if visitor.session else ''}"
        return hmac.new(self._form_secret, bound.encode(), hashlib.sha256).hexdigest()

    def sign_in(self, request: Request, account: Account, target: str) -> Response:
        """Opens a session under a fresh name (any earlier one ends) and sends the browser to ``target``."""
        policy, cookie = self.build.identity, self.build.session_cookie
        self.end_session(request)
        response = RedirectResponse(target, 303, {"Cache-Control": "no-store"})
        kept = "" if policy.renews_session else request.cookies.get(cookie.name, "")
        response.headers.append("Set-Cookie", cookie.header(self.sessions.open(account, kept), policy.longest))
        response.headers.append("Set-Cookie", DISPLAY_COOKIE)
        return response

    def end_session(self, request: Request) -> None:
        """Ends the visitor's session on the server, if there is one."""
        session = self.visitor(request).session
        if session is not None and self.build.identity.ends_session:
            self.sessions.close(session)

    def _ahead(self, request: Request) -> int:
        """Seconds that the clock of sessions runs ahead for this request: 0 but where a test may set it."""
        header = self.build.settings.clock_header
        told = request.headers.get(header, "") if header else ""
        return int(told) if told.isascii() and told.isdecimal() and len(told) < 9 else 0


def site_of(request: Request) -> Site:
    """The site that answers this request."""
    site: Site = request.app.state.site
    return site
