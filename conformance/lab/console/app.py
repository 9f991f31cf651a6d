"""The console as an ASGI application: pages, two forms, and a stream of events for each page that is open."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from typing import Any
from urllib.parse import parse_qsl, quote

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

from conformance.lab.console.desk import Desk, DeskPerson, TooMany
from conformance.lab.console.guard import FormToken, Guard
from conformance.lab.console.stream import Stream, event
from conformance.lab.console.views import by_step, card, render, source, state
from conformance.lab.console.words import LANGUAGES, Language, choose
from conformance.lab.lab import Lab
from conformance.lab.plays import AlreadyPlaying
from conformance.lab.scenarios import scenarios

LANGUAGE_COOKIE = "__Host-probant_lab_lang"
LARGEST_FORM = 2048


class Console:
    """``app`` serves the console at ``base_url`` (``https://host:port``) for these people of the lab's space."""

    def __init__(self, lab: Lab, people: Iterable[DeskPerson], base_url: str) -> None:
        self.desk = Desk(lab, people)
        self._token = FormToken()
        routes = [
            Route("/", self._people),
            Route("/people/{login}", self._person),
            Route("/people/{login}/events", self._events),
            Route("/people/{login}/play", self._play, methods=["POST"]),
            Route("/people/{login}/stop", self._stop, methods=["POST"]),
            Route("/style.css", _file("style.css", "text/css")),
            Route("/console.js", _file("console.js", "text/javascript")),
        ]
        refusals: dict[Any, Any] = {HTTPException: self._refusal}
        self.app = Guard(Starlette(routes=routes, exception_handlers=refusals), base_url)

    def close(self) -> None:
        """Disarm every scenario."""
        self.desk.close()

    async def _people(self, request: Request) -> Response:
        return self._page(request, "people.html", people=self.desk.people.values(), desk=self.desk)

    async def _person(self, request: Request) -> Response:
        person = self._who(request)
        asked = request.query_params.get("scenario", "")
        playing = self.desk.playing(person.login)
        chosen = scenarios().get(asked) if asked else (playing.scenario if playing else None)
        if asked and chosen is None:
            raise HTTPException(404, "unknown_scenario")
        lang, history = _language(request), self.desk.since(person.login)
        return self._page(
            request,
            "person.html",
            person=person,
            chosen=chosen,
            playing=playing,
            groups=by_step(),
            cards=[card(seen, lang) for seen in reversed(history)],
            state=state(self.desk, person.login, lang),
            place=history[-1].place if history else -1,
        )

    async def _events(self, request: Request) -> Response:
        login, lang = self._who(request).login, _language(request)
        after = request.headers.get("last-event-id") or request.query_params.get("after", "")
        place = int(after) if after.isascii() and after.isdigit() and len(after) < 16 else -1
        try:
            stream = Stream(self.desk, login)
        except TooMany as error:
            raise HTTPException(503, "too_many") from error
        return StreamingResponse(self._told(stream, login, lang, place), media_type="text/event-stream")

    async def _told(self, stream: Stream, login: str, lang: Language, place: int) -> AsyncIterator[str]:
        try:
            yield event("state", state(self.desk, login, lang))
            for seen in self.desk.since(login, place):
                place = seen.place
                yield event("exchange", card(seen, lang), place)
            async for told in stream:
                if told is not None and told.place > place:
                    yield event("exchange", card(told, lang), told.place)
                yield event("state", state(self.desk, login, lang))
        finally:
            stream.close()

    async def _play(self, request: Request) -> Response:
        person, form = self._who(request), await self._form(request)
        wanted = form.get("scenario", "")
        if wanted not in scenarios():
            raise HTTPException(404, "unknown_scenario")
        if form.get("replace"):
            self.desk.stop(person.login)
        try:
            self.desk.play(wanted, person.login)
        except AlreadyPlaying as error:
            raise HTTPException(409, "already_playing") from error
        return _back(person, wanted)

    async def _stop(self, request: Request) -> Response:
        person, form = self._who(request), await self._form(request)
        wanted = form.get("scenario", "")
        self.desk.stop(person.login)
        return _back(person, wanted if wanted in scenarios() else "")

    def _who(self, request: Request) -> DeskPerson:
        found = self.desk.people.get(request.path_params["login"])
        if found is None:
            raise HTTPException(404, "unknown_person")
        return found

    async def _form(self, request: Request) -> dict[str, str]:
        """The fields of a form of ours. Raises ``HTTPException``."""
        body = b""
        async for piece in request.stream():
            body += piece
            if len(body) > LARGEST_FORM:
                raise HTTPException(413, "bad_form")
        try:
            form = dict(parse_qsl(body.decode("ascii"), max_num_fields=8))
        except ValueError as error:
            raise HTTPException(400, "bad_form") from error
        if not self._token.right(form.get("token", "")):
            raise HTTPException(403, "bad_form")
        return form

    async def _refusal(self, request: Request, error: HTTPException) -> Response:
        key = error.detail if error.detail.isidentifier() else "no_page"
        page = self._page(request, "error.html", key=key, back=request.path_params.get("login", ""))
        page.status_code = error.status_code
        return page

    def _page(self, request: Request, template: str, **values: Any) -> Response:
        lang = _language(request)
        asked = request.query_params.get("scenario", "")
        address = f"{request.url.path}?" + (f"scenario={quote(asked)}&" if asked in scenarios() else "")
        html = render(
            template,
            lang,
            token=self._token.value,
            space=self.desk.lab.space.settings.base_url,
            languages=[(one, f"{address}lang={one}") for one in LANGUAGES],
            **values,
        )
        page = HTMLResponse(html, headers={"Content-Language": lang, "Vary": "Accept-Language, Cookie"})
        if "lang" in request.query_params:
            page.set_cookie(LANGUAGE_COOKIE, lang, secure=True, httponly=True, samesite="strict", path="/")
        return page


def _language(request: Request) -> Language:
    chosen = request.query_params.get("lang", ""), request.cookies.get(LANGUAGE_COOKIE, "")
    return choose(*chosen, request.headers.get("accept-language", ""))


def _back(person: DeskPerson, scenario: str) -> Response:
    return RedirectResponse(f"/people/{quote(person.login)}" + (f"?scenario={scenario}#stage" if scenario else ""), 303)


def _file(name: str, media_type: str) -> Any:
    async def serve(request: Request) -> Response:
        return Response(source(name), media_type=media_type)

    return serve
