"""The one way out of the browser: a proxy that dials pinned, permitted addresses only, whatever a page asks for.

The browser resolves no name itself. Redirects, subresources, workers and sockets all pass here, so that the policy
holds for each of them. ``world`` gives a lab's invented hosts an address of their own.
"""

from __future__ import annotations

import selectors
import socket
import threading
from collections.abc import Mapping
from urllib.parse import urlsplit

from harness.net import NetPolicy, PinnedResolver

LARGEST_HEAD = 64 * 1024
CONNECT_S = 8.0
IDLE_S = 30.0
PIECE = 64 * 1024
MOST_BYTES = 48 * 1024 * 1024
"""Bytes that one connection may bring in."""
MOST_BYTES_IN_ALL = 1024 * 1024 * 1024
"""Bytes that all looks of one subject may bring in; no connection is made beyond it."""
MOST_CONNECTIONS = 96
"""Connections at one time."""

Authority = tuple[str, int]


class Refused(OSError):
    """The connection may not, or cannot, be made; the message is its code."""


class Proxy:
    """Serves until ``close``. ``errors`` holds, by authority, why a host could not be spoken to (``dns``,
    ``forbidden_address``, ``refused``, ``unreachable``, ``too_much``); ``brought`` counts the bytes taken in."""

    def __init__(self, policy: NetPolicy, resolver: PinnedResolver, world: Mapping[str, str]) -> None:
        self._policy = policy
        self._resolver = resolver
        self._world = {host.lower(): _authority(where, 443) for host, where in world.items()}
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._slots = threading.BoundedSemaphore(MOST_CONNECTIONS)
        self.port: int = self._listener.getsockname()[1]
        self.errors: dict[str, str] = {}
        self.brought = 0
        threading.Thread(target=self._serve, daemon=True, name="browser-proxy").start()

    def close(self) -> None:
        """Take no more connections; those open end with the browser."""
        self._listener.close()

    @property
    def full(self) -> bool:
        """Whether the pages brought in all that they may."""
        return self.brought > MOST_BYTES_IN_ALL

    def _serve(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            if self._slots.acquire(blocking=False):
                threading.Thread(target=self._attend, args=(client,), daemon=True).start()
            else:
                client.close()

    def _attend(self, client: socket.socket) -> None:
        try:
            with client:
                client.settimeout(IDLE_S)
                self._answer(client)
        except OSError:
            return
        finally:
            self._slots.release()

    def _answer(self, client: socket.socket) -> None:
        head, rest = _head(client)
        method, _, after = head.partition(b" ")
        address, _, _ = after.partition(b" ")
        where = address.decode("latin-1")
        is_tunnel = method == b"CONNECT"
        try:
            host, port = _authority(where, 443) if is_tunnel else _plain(where)
            server = self._dial(host, port)
        except (Refused, ValueError) as error:
            self.errors.setdefault(_name(where), str(error) or "bad_address")
            client.sendall(b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
            return
        with server:
            if is_tunnel:
                client.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
                self._relay(client, server, None)
            else:
                sent, body = _one_request(head, where, rest)
                server.sendall(sent)
                self._relay(client, server, body)

    def _dial(self, host: str, port: int) -> socket.socket:
        if self.full:
            raise Refused("too_much")
        known = self._world.get(host) or self._world.get(f"{host}:{port}")
        if known is not None:
            addresses: tuple[str, ...] = (known[0],) if self._policy.permits(known[0]) else ()
            port, error = known[1], "forbidden_address"
        else:
            pin = self._resolver.pin(host)
            addresses, error = pin.addresses, pin.error or "forbidden_address"
        for address in addresses:
            if not self._policy.permits(address):
                continue
            try:
                found = socket.create_connection((address, port), timeout=CONNECT_S)
            except OSError as failed:
                error = "refused" if isinstance(failed, ConnectionRefusedError) else "unreachable"
                continue
            found.settimeout(IDLE_S)
            return found
        raise Refused(error)

    def _relay(self, client: socket.socket, server: socket.socket, body: int | None) -> None:
        """Pass bytes on until a side ends, is idle, or brings too much. ``body``: what the client may still send."""
        brought = 0
        with selectors.DefaultSelector() as ready:
            ready.register(client, selectors.EVENT_READ)
            ready.register(server, selectors.EVENT_READ)
            while brought < MOST_BYTES and not self.full:
                found = ready.select(IDLE_S)
                if not found:
                    return
                for key, _ in found:
                    source = key.fileobj
                    piece = source.recv(PIECE)  # type: ignore[union-attr]
                    if not piece:
                        return
                    if source is server:
                        brought += len(piece)
                        self.brought += len(piece)
                        client.sendall(piece)
                    elif body is None:
                        server.sendall(piece)
                    elif body:
                        server.sendall(piece[:body])
                        body -= min(body, len(piece))
                    else:
                        return  # a second request: it may be meant for another host


def _head(client: socket.socket) -> tuple[bytes, bytes]:
    """The request's head and what came after it."""
    got = b""
    while b"\r\n\r\n" not in got:
        piece = client.recv(PIECE)
        got += piece
        if not piece or len(got) > LARGEST_HEAD:
            raise Refused("head")
    head, _, rest = got.partition(b"\r\n\r\n")
    return head, rest


def _one_request(head: bytes, url: str, rest: bytes) -> tuple[bytes, int]:
    """What the server is sent of a plain request, and how many bytes of its body are still to come."""
    first, *fields = head.split(b"\r\n")
    method = first.partition(b" ")[0]
    parts = urlsplit(url)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    kept = [one for one in fields if not one.lower().startswith((b"proxy-", b"connection:"))]
    size = next((one.partition(b":")[2] for one in fields if one.lower().startswith(b"content-length:")), b"0")
    length = int(size) if size.strip().isdigit() else 0
    lines = [method + b" " + path.encode("latin-1") + b" HTTP/1.1", *kept, b"Connection: close"]
    body = rest[:length]
    return b"\r\n".join(lines) + b"\r\n\r\n" + body, length - len(body)


def _plain(url: str) -> Authority:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "ws") or not parts.hostname:
        raise ValueError("bad_address")
    return parts.hostname.lower(), parts.port or 80


def _authority(text: str, port: int) -> Authority:
    parts = urlsplit(f"//{text}")
    if not parts.hostname:
        raise ValueError("bad_address")
    return parts.hostname.lower().rstrip("."), parts.port or port


def _name(where: str) -> str:
    """The host of an authority or an address, as ``errors`` names it."""
    try:
        return (urlsplit(where if "://" in where else f"//{where}").hostname or "").lower()
    except ValueError:
        return ""
