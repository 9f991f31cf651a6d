"""Faults of the TLS ports."""

from __future__ import annotations

import ssl
from collections.abc import Callable

from starlette.responses import HTMLResponse, RedirectResponse
from starlette.types import Receive, Scope, Send

from sample_apps.tensio.build import Build
from sample_apps.tensio.tls import SUITES


def _tls10(context: ssl.SSLContext) -> None:
    context.minimum_version = ssl.TLSVersion.TLSv1
    context.set_ciphers(f"{SUITES}:ECDHE+AES:@SECLEVEL=0")


def _static_rsa_only(context: ssl.SSLContext) -> None:
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    context.set_ciphers("AES128-GCM-SHA256")


def _null_cipher(context: ssl.SSLContext) -> None:
    context.set_ciphers(f"{SUITES}:eNULL:@SECLEVEL=0")


def _static_rsa_beside(context: ssl.SSLContext) -> None:
    context.set_ciphers(f"{SUITES}:AES128-GCM-SHA256")


async def _page_in_clear(scope: Scope, receive: Receive, send: Send) -> None:
    page = "<!doctype html><html lang=fr><title>Tensio</title><h1>Tensio</h1><p>Votre carnet de tension.</p></html>"
    await HTMLResponse(page)(scope, receive, send)


async def _redirect_elsewhere(scope: Scope, receive: Receive, send: Send) -> None:
    await RedirectResponse("https://www.autre-domaine.example/", 301)(scope, receive, send)


def tls10(build: Build) -> None:
    """The server also accepts TLS 1.0 and 1.1."""
    build.tls.append(_tls10)


def static_rsa_only(build: Build) -> None:
    """TLS 1.2 with static RSA as the only key exchange; needs an RSA certificate."""
    build.tls.append(_static_rsa_only)


def null_cipher(build: Build) -> None:
    """NULL suites are accepted beside the sound ones."""
    build.tls.append(_null_cipher)


def static_rsa_beside(build: Build) -> None:
    """Static RSA stands beside ephemeral suites; needs an RSA certificate."""
    build.tls.append(_static_rsa_beside)


def cleartext_content(build: Build) -> None:
    """The cleartext port serves a page."""
    build.cleartext = _page_in_clear


def cleartext_redirect_elsewhere(build: Build) -> None:
    """The cleartext port sends visitors to another domain."""
    build.cleartext = _redirect_elsewhere


FAULTS: dict[str, Callable[[Build], None]] = {
    fault.__name__: fault
    for fault in (
        tls10, static_rsa_only, null_cipher, static_rsa_beside, cleartext_content, cleartext_redirect_elsewhere
    )
}
