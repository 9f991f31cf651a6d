"""Recorded journeys with canaries in a few lines of memory, as SEC-07 reads them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from criteria.candidate import Candidate
from criteria.http_exchange import HttpExchange, HttpRequest, HttpResponse
from criteria.observation import Secret
from tests.support.evidence import (
    BASE,
    CANDIDATE,
    CONTROL,
    Looked,
    MemoryEvidence,
    Sight,
    bundle_of,
    crawl_summary,
    exchange,
    looked,
    page,
    sight,
)
from tests.support.pairings import CLIENT, SPACE, token, write

CANARY = "canari-alpha-7f3a"
LOGIN = "alice@exemple.example"
APP = msgspec.structs.replace(
    CANDIDATE, accounts=("a",), logins={"a": LOGIN}, canaries={"a": {"health": CANARY}}, journeys=("enter_measure",)
)
WITH_SPACE = msgspec.structs.replace(APP, faces=("web", "space_client"), space=CLIENT)
FLAWED = msgspec.structs.replace(
    CONTROL,
    accounts=("a",),
    logins={"a": "temoin@control.example"},
    canaries={"a": {"health": "CONTROL-CANARY"}},
    space=CLIENT,
)
ENTERED = {"name": "enter_measure", "outcome": "accepted", "step": 2, "canaries": ["health"]}
HOME = page("/", "<h1>Accueil</h1><a href='/connexion'>Connexion</a>")
POSTED = exchange(
    f"{BASE}/mesures", status=303, headers=(("location", "/journal"),), method="POST", sent=f"note={CANARY}".encode()
)


def secret(kind: str, number: str = "1", *, length: int = 32, charset: str = "base64url") -> Secret:
    """What redaction leaves of a secret; its reference is ``kind-number``."""
    return Secret(ref=f"{kind}-{number}", kind=kind, length=length, charset=charset, digest=number)


def ref(kind: str, number: str = "1") -> str:
    """The reference as it stands in a text."""
    return f"~~secret-{kind}-{number}~~"


def asked(url: str, *secrets: Secret, body: str = "", **more: Any) -> Sight:
    """A request of the app; a bare path is completed."""
    address = url if "://" in url else f"{BASE}{url}"
    return msgspec.structs.replace(exchange(address, body, **{"context": "account:a", **more}), secrets=secrets)


def sent(url: str, *secrets: Secret, operation: str = "read", headers: tuple[tuple[str, str], ...] = ()) -> Sight:
    """A request that arrived at the space; a bare path is completed."""
    seen = HttpExchange(
        request=HttpRequest(method="GET", url=f"{SPACE}{url}", headers=headers),
        response=HttpResponse(status=200),
        purpose=operation,
        tags={"client": "app"},
    )
    return msgspec.structs.replace(sight("space.exchange", seen), secrets=secrets)


def walked(*journeys: dict[str, Any]) -> Sight:
    """The summary that ends the look at journeys."""
    return sight("http.journeys_summary", {"walked": list(journeys)})


def control() -> list[Looked]:
    """Every flaw that the control must show."""
    flawed = "https://control.test"
    form = "<form action='/recherche'><input name='code' type='password'></form>"
    opened = ref("cookie", "c")
    location = f"/journal?session={opened}&compte=temoin%40control.example"
    cookie = (("set-cookie", f"session={opened}; Path=/"), ("location", location))
    signed_in = asked(f"{flawed}/connexion", secret("cookie", "c"), status=303, headers=cookie, method="POST")
    return [
        looked("http.crawl", page(f"{flawed}/connexion", form), crawl_summary(), subject="control"),
        looked("http.journeys", signed_in, asked(f"{flawed}/journal?note=CONTROL-CANARY"), walked(), subject="control"),
        looked("exchange.pairing", sent(f"/fhir?access_token={ref('access_token', 'c')}"), subject="control"),
    ]


def urls(
    *sights: Sight,
    candidate: Candidate = APP,
    crawled: Sequence[Sight] = (),
    space: Sequence[Sight] | None = None,
    journeys: Sequence[dict[str, Any]] = (ENTERED,),
    controls: bool = True,
    also: Sequence[Looked] = (),
) -> MemoryEvidence:
    """A bundle of a whole crawl, journeys with these sights, and what arrived at the space (``None``: no look)."""
    looks = [
        looked("http.crawl", HOME, *crawled, crawl_summary()),
        looked("http.journeys", POSTED, *sights, walked(*journeys)),
    ]
    looks += [looked("exchange.pairing", *space)] if space is not None else []
    return bundle_of(*looks, *also, *(control() if controls else []), candidate=candidate, control=FLAWED)


def at_space(*sights: Sight) -> MemoryEvidence:
    """A bundle with a right pairing, a business call, and these requests at the space."""
    return urls(candidate=WITH_SPACE, space=[token("1"), write("1"), *sights])
