"""Every kind of look against guided journeys: it asks a person, it needs none of them, or it refuses and says so."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import msgspec
import pytest

from criteria.messages import message
from criteria.observation import Look
from harness.audit.needs import require
from harness.errors import LookFailed
from harness.manifest.load import schema
from harness.manifest.model import Manifest
from harness.probes import KINDS
from harness.probing import ProbeRoom

JOURNEYS = schema()["$defs"]["Manifest"]["properties"]["guided"]["propertyNames"]["enum"]
AT_SPACE = ("connect_space", "share_measure", "sync_space", "read_measures", "disconnect_space")
PUBLIC = frozenset(
    """
    http.crawl http.release http.security_txt http.cleartext http.exposed http.form tls.scan dossier.read
    dossier.exercise browser.visits browser.axe content.sample outside.links outside.names outside.mail logging.extract
    """.split()  # noqa: SIM905
)
"""Looks that drive nothing; ``http.form`` refuses by itself, by the form that it is about."""
RECORDED = frozenset(("browser.journeys", "browser.space"))


def room(kind: str, *guided: str, asker: object = None, subject: str = "candidate", **more: Any) -> ProbeRoom:
    """A room for a look of this kind at a lab candidate with these guided journeys, all other needs met."""
    raw: dict[str, Any] = {
        "probant": 1,
        "name": "Essai",
        "version": "1",
        "publisher": {"name": "Essai"},
        "profile": "lab",
        "faces": ["web", "mobile", "space_client"],
        "environments": {"production": {"base_url": "https://app.example.fr"}},
        "accounts": {"a": {"login": "alice", "password_env": "PROBANT_A"}},
        "signed_in_pages": ["/journal"],
        "space": {
            "listen": "https://127.0.0.1:9443",
            "client_id": "essai",
            "oid": "1.2",
            "redirect_uris": ["https://app.example.fr/cb"],
            "scopes": ["openid"],
            "jwks_uri": "https://app.example.fr/jwks",
            "certificate": "space.pem",
            "key": "space.key",
        },
        "recordings": "recordings",
        "dossier": "dossier",
        "mailbox": {"listen": "127.0.0.1:2525"},
        "journeys": {name: [{"path": "/"}] for name in JOURNEYS if name not in guided},
        "guided": {name: ["Do it"] for name in guided},
        **more,
    }
    manifest = msgspec.convert(raw, Manifest)
    look = next(iter(KINDS[kind].looks(manifest, cast(Any, subject))))
    around = SimpleNamespace(manifest=manifest, asker=asker, folder=None, http=None, redactor=None, packs=(), lab_ca="")
    return ProbeRoom(look, cast(Any, around))


def refusal(made: ProbeRoom) -> LookFailed | None:
    try:
        require(cast(Look, made.look), made)
    except LookFailed as failed:
        return failed
    return None


def reason(made: ProbeRoom) -> str:
    failed = refusal(made)
    return failed.reason if failed else ""


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_no_look_takes_a_guided_journey_for_one_that_is_not_there(kind: str) -> None:
    """Each kind that drives journeys refuses where all are guided; a new kind has to be weighed here."""
    if kind in PUBLIC or kind.startswith("reference."):
        wanted = ""
    elif kind in RECORDED:
        wanted = ""  # recordings are another matter: what they show is seen
    elif kind.startswith("exchange."):
        wanted = "gap.nobody_to_ask"
    else:
        wanted = "gap.guided_not_driven"
    assert reason(room(kind, *JOURNEYS)) == wanted
    assert reason(room(kind)) == ""


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind.startswith("exchange.")])
@pytest.mark.parametrize("journey", ["sign_in", "enter_measure", *AT_SPACE])
def test_a_look_at_the_exchange_needs_somebody_to_ask(kind: str, journey: str) -> None:
    assert reason(room(kind, journey)) == "gap.nobody_to_ask"
    assert reason(room(kind, journey, asker=object())) == ""
    assert reason(room(kind, "sign_up", "upload")) == "", "what the exchange never needs does not stop it"


@pytest.mark.parametrize("journey", AT_SPACE)
def test_what_is_guided_at_the_space_alone_stops_no_other_look(journey: str) -> None:
    stopped = {kind for kind in KINDS if not kind.startswith("exchange.") and reason(room(kind, journey))}
    assert stopped == ({"rights.deletion"} if journey == "connect_space" else set())


@pytest.mark.parametrize(
    ("kind", "journey", "stops"),
    [
        ("identity.factors", "sign_in", True),
        ("identity.factors", "reset_password", True),
        ("identity.factors", "upload", False),
        ("content.machine", "sign_in", True),
        ("content.machine", "enter_measure", False),
        ("content.calculations", "calculate_bmi", True),
        ("hostile.uploads", "upload", True),
        ("http.journeys", "enter_measure", True),
        ("http.crawl", "sign_in", False),
    ],
)
def test_a_look_refuses_what_it_would_drive(kind: str, journey: str, *, stops: bool) -> None:
    failed = refusal(room(kind, journey))
    assert (failed is not None) is stops
    if failed:
        said = message(failed.reason)
        assert failed.params["input"].endswith(journey) and said.todo is not None


def test_the_browser_without_recordings_says_that_guided_acts_are_not_seen() -> None:
    assert reason(room("browser.journeys", "connect_space", recordings="")) == "gap.guided_unrecorded"
    assert reason(room("browser.journeys", recordings="")) == "gap.missing_input"


def test_the_control_app_waits_for_nobody() -> None:
    assert reason(room("exchange.pairing", "connect_space", subject="control")) == ""
