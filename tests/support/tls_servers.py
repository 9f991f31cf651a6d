"""Local TLS servers that are sound, old or broken, for the TLS probe's tests."""

from __future__ import annotations

import socket
import ssl
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from harness.lab_pki import Issued

Talk = Callable[[socket.socket], None]
DH_1024 = b"""\
-----BEGIN DH PARAMETERS-----
MIGHAoGBAPUTKrxSTasPLz+oP+7XFylAoTSiv+MxazHso5581Bic2O6gJrLGUQZM
VaVam+gKHmapmQ4WjREpcc9ExKUPv3bGyfTT/70bVAWEnWoeY3ELsGnl8M3CfjKs
Uk5OyhVmaU8QktPED5O0UYxuImUqx9QAMVQp6frZf/a+tzrWq7yPAgEC
-----END DH PARAMETERS-----
"""
"""A finite-field group that is too small (public parameters; there is no secret in them)."""


@contextmanager
def tls_server(
    issued: Issued,
    *,
    lowest: ssl.TLSVersion = ssl.TLSVersion.TLSv1_2,
    highest: ssl.TLSVersion = ssl.TLSVersion.TLSv1_3,
    ciphers: str = "ECDHE+AESGCM:ECDHE+CHACHA20",
    dh: bytes = b"",
) -> Iterator[int]:
    """Serve handshakes on a loopback port until the block ends; yields the port."""
    context = _context(issued, dh, ciphers)
    context.minimum_version, context.maximum_version = lowest, highest

    def shake(plain: socket.socket) -> None:
        with context.wrap_socket(plain, server_side=True) as secured:
            secured.recv(1)

    with _serving(shake) as port:
        yield port


@contextmanager
def plain_server() -> Iterator[int]:
    """Answer everything with cleartext HTTP."""

    def talk(plain: socket.socket) -> None:
        plain.recv(1024)
        plain.sendall(b"HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n")

    with _serving(talk) as port:
        yield port


@contextmanager
def silent_server() -> Iterator[int]:
    """Accept connections and never say a word."""
    done = threading.Event()

    def keep_still(_plain: socket.socket) -> None:
        done.wait()

    with _serving(keep_still) as port:
        try:
            yield port
        finally:
            done.set()


def closed_port() -> int:
    """A loopback port that nothing listens on."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port: int = taken.getsockname()[1]
    return port


def _context(issued: Issued, dh: bytes, ciphers: str) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.set_ciphers(f"{ciphers}:@SECLEVEL=0")
    with tempfile.TemporaryDirectory() as folder:
        chain, key, group = (Path(folder) / name for name in ("chain.pem", "key.pem", "dh.pem"))
        chain.write_bytes(issued.chain_pem)
        key.write_bytes(issued.key_pem)
        context.load_cert_chain(chain, key)
        if dh:
            group.write_bytes(dh)
            context.load_dh_params(str(group))
    return context


@contextmanager
def _serving(talk: Talk) -> Iterator[int]:
    listener = socket.create_server(("127.0.0.1", 0), backlog=128)
    accepting = threading.Thread(target=_accept, args=(listener, talk), daemon=True)
    accepting.start()
    try:
        yield listener.getsockname()[1]
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        accepting.join(timeout=5)


def _accept(listener: socket.socket, talk: Talk) -> None:
    while True:
        try:
            plain, _ = listener.accept()
        except OSError:
            return
        threading.Thread(target=_one, args=(plain, talk), daemon=True).start()


def _one(plain: socket.socket, talk: Talk) -> None:
    plain.settimeout(10)
    with plain:
        try:
            talk(plain)
        except OSError:
            return
