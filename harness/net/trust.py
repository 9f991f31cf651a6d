"""TLS contexts: one that verifies, one that only observes."""

from __future__ import annotations

import ssl
from functools import lru_cache

import certifi


@lru_cache(maxsize=8)
def verifying(lab_ca: str = "") -> ssl.SSLContext:
    """Verify chain and name against the shipped trust store, and the lab's CA (PEM text) when given."""
    context = ssl.create_default_context(cafile=certifi.where())
    if lab_ca:
        context.load_verify_locations(cadata=lab_ca)
    return context


@lru_cache(maxsize=1)
def observing() -> ssl.SSLContext:
    """Accept any certificate and any protocol version, to read what is served behind a broken one.

    Never for anything that carries a secret: the exchange is tagged ``tls_verified=false``.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
    context.set_ciphers("DEFAULT:@SECLEVEL=0")
    return context
