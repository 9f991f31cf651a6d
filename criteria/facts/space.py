"""What was exchanged at the health space, and the callbacks that a person's browser brought back to the candidate."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import parse_qsl, urlsplit

import msgspec

from criteria.facts.registry import Blob, extractor
from criteria.http_exchange import Headers, HttpExchange
from criteria.observation import Observation, Secret

MARK = "~~secret-"
REFERENCE = re.compile(r"~~secret-([^~]{1,100})~~")
MOST_FIELDS = 200


class SpaceExchange(msgspec.Struct, frozen=True, kw_only=True):
    """One request at the space. ``params`` are those of the query and of a form body, a repeated name once.

    Secrets stand as references; ``secrets`` holds what is known of each. ``issued`` are the references of the tokens
    in the answer (``access_token`` and ``id_token`` those of each), ``bearer`` that of the access token presented,
    ``carried`` all that stand in the request body. ``scheme`` is that of the Authorization header, in lower case.
    ``scenario``, ``phase`` and ``run`` say what was being played; ``altered`` whether the lab changed this answer.
    ``at`` is when the request came (UTC, RFC 3339), ``retry_after`` the seconds that the answer asked to wait.
    ``refresh_token`` is the reference of the one that it gave.
    """

    operation: str
    method: str
    url: str
    status: int
    params: dict[str, str]
    secrets: dict[str, Secret]
    client: str = ""
    scenario: str = ""
    phase: str = ""
    run: str = ""
    altered: bool = False
    bearer: str = ""
    issued: tuple[str, ...] = ()
    access_token: str = ""
    id_token: str = ""
    carried: tuple[str, ...] = ()
    scheme: str = ""
    at: str = ""
    retry_after: float = 0.0
    refresh_token: str = ""

    def secret(self, name: str) -> Secret | None:
        """What is known of the secret that parameter ``name`` carried."""
        return self.secrets.get(reference(self.params.get(name, "")))


class CallbackVisit(msgspec.Struct, frozen=True, kw_only=True):
    """The person's browser at the candidate's callback address. ``status`` is 0 when no answer came."""

    url: str
    status: int
    error: str
    params: dict[str, str]
    scenario: str
    phase: str
    run: str


def reference(text: str) -> str:
    """The reference of the secret that stands in ``text``; empty when there is none."""
    return text.partition(MARK)[2].partition("~~")[0]


@extractor(SpaceExchange, kind="space.exchange", version=3)
def space_exchange(seen: Observation, blob: Blob) -> Iterable[SpaceExchange]:
    """Read one recorded exchange at the space."""
    exchange = msgspec.convert(seen.data, HttpExchange)
    request = exchange.request
    body = blob(seen.blobs["request_body"]) if "request_body" in seen.blobs else b""
    answer = blob(seen.blobs["response_body"]) if "response_body" in seen.blobs else b""
    issued = _issued(answer) if exchange.purpose == "token" else {}
    authorization = _header(request.headers, "authorization")
    form = _pairs(body.decode("utf-8", "replace")) if _is_form(request.headers) else {}
    yield SpaceExchange(
        operation=exchange.purpose,
        method=request.method,
        url=request.url,
        status=exchange.response.status if exchange.response else 0,
        params={**_pairs(urlsplit(request.url).query), **form},
        secrets={secret.ref: secret for secret in seen.secrets},
        client=exchange.tags.get("client", ""),
        scenario=exchange.tags.get("scenario", ""),
        phase=exchange.tags.get("phase", ""),
        run=exchange.tags.get("run", ""),
        altered=exchange.tags.get("altered") == "yes",
        bearer=reference(authorization),
        issued=tuple(issued.values()),
        access_token=issued.get("access_token", ""),
        id_token=issued.get("id_token", ""),
        carried=tuple(dict.fromkeys(REFERENCE.findall(body.decode("utf-8", "replace"))))[:MOST_FIELDS],
        scheme=authorization.partition(" ")[0].lower() if " " in authorization else "",
        at=seen.at,
        retry_after=_seconds(exchange),
        refresh_token=issued.get("refresh_token", ""),
    )


@extractor(CallbackVisit, kind="http.exchange", version=1)
def callback_visit(seen: Observation, blob: Blob) -> Iterable[CallbackVisit]:
    """Read a visit to the callback address."""
    exchange = msgspec.convert(seen.data, HttpExchange)
    if exchange.tags.get("step") != "callback":
        return
    yield CallbackVisit(
        url=exchange.request.url,
        status=exchange.response.status if exchange.response else 0,
        error=exchange.error,
        params=_pairs(urlsplit(exchange.request.url).query),
        scenario=exchange.tags.get("scenario", ""),
        phase=exchange.tags.get("phase", ""),
        run=exchange.tags.get("run", ""),
    )


def _pairs(text: str) -> dict[str, str]:
    try:
        return dict(parse_qsl(text, keep_blank_values=True, max_num_fields=MOST_FIELDS))
    except ValueError:
        return {}


def _is_form(headers: Headers) -> bool:
    return _header(headers, "content-type").lower().startswith("application/x-www-form-urlencoded")


def _header(headers: Headers, wanted: str) -> str:
    return next((value for name, value in headers if name.lower() == wanted), "")


def _seconds(exchange: HttpExchange) -> float:
    asked = _header(exchange.response.headers, "retry-after") if exchange.response else ""
    return float(asked) if asked.isdecimal() and len(asked) < 6 else 0.0


def _issued(answer: bytes) -> dict[str, str]:
    try:
        found = msgspec.json.decode(answer)
    except msgspec.DecodeError:
        return {}
    if not isinstance(found, dict):
        return {}
    refs = {name: reference(str(found.get(name, ""))) for name in ("access_token", "refresh_token", "id_token")}
    return {name: ref for name, ref in refs.items() if ref}
