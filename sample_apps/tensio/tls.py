"""The TLS context of the app: TLS 1.2 and 1.3 with ephemeral keys and authenticated encryption only."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterable
from pathlib import Path

SUITES = "ECDHE+AESGCM:ECDHE+CHACHA20"


def tls_context(
    certificate: Path, key: Path, adjustments: Iterable[Callable[[ssl.SSLContext], None]] = ()
) -> ssl.SSLContext:
    """The server context. Raises ``ssl.SSLError`` or ``OSError`` when the certificate or key cannot be used."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.set_ciphers(SUITES)
    context.options |= ssl.OP_CIPHER_SERVER_PREFERENCE | ssl.OP_NO_COMPRESSION | ssl.OP_NO_RENEGOTIATION
    context.set_alpn_protocols(["http/1.1"])
    for adjust in adjustments:
        adjust(context)
    context.load_cert_chain(certificate, key)
    return context
