"""The space of one audit: started at the manifest's address, the candidate registered, every exchange recorded."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import msgspec
from joserfc.errors import JoseError
from joserfc.jwk import JWKRegistry

from conformance.lab.foreign import foreign_app
from conformance.lab.journal import Exchange
from conformance.lab.lab import Lab
from conformance.space.app import create_space
from conformance.space.keys import new_key
from conformance.space.server import ServerFailed, listen, serve
from conformance.space.settings import ClientRegistration, SpaceSettings
from harness.errors import LookFailed
from harness.manifest.load import inside
from harness.manifest.space import Space
from harness.net import Ask, Labels
from harness.probes.exchange.front import Front
from harness.probes.exchange.recording import know_keys, record
from harness.probing import ProbeRoom

KEPT_KEYS = "exchange.signing_keys"
LARGEST_JWKS = 64 * 1024
LOOPBACK = ("127.0.0.1", "::1", "localhost")
"""Where the space of the lab profile may listen: a manifest must not open the machine to its network."""


class Bench:
    """A running space with its lab. ``tags`` are put on every exchange recorded from now on."""

    def __init__(self, lab: Lab, declared: Space, front: Front) -> None:
        self.lab = lab
        self.declared = declared
        self.front = front
        self.tags: dict[str, str] = {}
        self._room: ProbeRoom | None = None
        self._lock = threading.Lock()
        lab.journal.listen(self.hear)

    def attend(self, room: ProbeRoom | None) -> None:
        """Record for this room from now on."""
        with self._lock:
            self._room = room

    def hear(self, seen: Exchange) -> None:
        """Record an exchange, when a look attends."""
        with self._lock:
            if self._room is not None:
                know_keys(self._room, self.lab)
                record(self._room, seen, self.tags)


@contextmanager
def running_bench(room: ProbeRoom) -> Iterator[Bench]:
    """Start the space of the manifest. Raises ``LookFailed`` when it cannot start, or the client has no keys."""
    declared = room.manifest.space
    if declared is None:
        raise LookFailed("gap.missing_input", input="space")
    where = urlsplit(declared.listen)
    if room.manifest.profile == "lab" and where.hostname not in LOOPBACK:
        raise LookFailed("exchange.not_loopback", listen=declared.listen)
    keys = _client_keys(room, declared)
    try:
        with listen(where.hostname or "127.0.0.1", where.port or 443) as listener:
            base = declared.listen.rstrip("/")
            settings = SpaceSettings(base_url=base, require_pkce=False, signing_keys=_signing_keys(room))
            if declared.edition:
                settings = msgspec.structs.replace(settings, edition=declared.edition)
            space = create_space(settings)
            space.register(_registration(room, declared, keys))
            lab = Lab(space)
            files = inside(room.folder, declared.certificate), inside(room.folder, declared.key)
            front = Front(lab.app, listener, where.hostname or "127.0.0.1", *files)
            bench = Bench(lab, declared, front)
            foreign = serve(foreign_app(lab.forge, bench.hear), where.hostname or "127.0.0.1", 0, *files)
            with front, foreign as lab.forge.foreign_base:
                yield bench
            space.close()
    except (OSError, ServerFailed) as error:
        raise LookFailed("exchange.no_space", listen=declared.listen, why=error) from error


def _signing_keys(room: ProbeRoom) -> tuple[dict[str, Any], ...]:
    """The keys with which every space of this audit begins: to the candidate it is one and the same issuer."""
    if KEPT_KEYS not in room.around.kept:
        room.around.kept[KEPT_KEYS] = tuple(new_key().as_dict(private=True) for _ in range(2))
    kept: tuple[dict[str, Any], ...] = room.around.kept[KEPT_KEYS]
    return kept


def _registration(room: ProbeRoom, declared: Space, keys: dict[str, object]) -> ClientRegistration:
    return ClientRegistration(
        client_id=declared.client_id,
        jwks=keys,
        redirect_uris=declared.redirect_uris,
        oid=declared.oid,
        name=room.manifest.name,
        scopes=declared.scopes,
    )


def _client_keys(room: ProbeRoom, declared: Space) -> dict[str, object]:
    """The candidate's public keys, from its own address, which is as little trusted as any other."""
    ask = Ask(
        method="GET",
        url=declared.jwks_uri,
        labels=Labels(purpose="jwks"),
        verify=room.verify,
        max_body=LARGEST_JWKS,
    )
    answer = room.http.send(ask)
    room.observe(kind="http.exchange", data=answer.exchange, blobs=answer.blobs(), target=answer.url)
    try:
        found = msgspec.json.decode(answer.body, type=dict[str, list[dict[str, object]]])
        for number, key in enumerate(found["keys"][:20]):
            room.redactor.keys[f"client:{declared.client_id}:{number}"] = JWKRegistry.import_key(key)  # type: ignore[arg-type]
    except (msgspec.DecodeError, KeyError, ValueError, TypeError, JoseError) as error:
        why = answer.exchange.error or f"{answer.status}"
        raise LookFailed("exchange.no_keys", url=declared.jwks_uri, why=why) from error
    return dict(found)
