"""The command line of the control app."""

from __future__ import annotations

import argparse
import ssl
from pathlib import Path

from starlette.types import ASGIApp

from sample_apps.control.app import application
from sample_apps.control.mail import Letters
from sample_apps.control.pairing import Pairing
from sample_apps.serving import add_serving_options, bind, serve


def _flawed_tls(certificate: Path, key: Path) -> ssl.SSLContext:
    """TLS 1.0 to 1.3 with every suite that the library still has, NULL and anonymous ones too."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1
    context.set_ciphers("ALL:eNULL:@SECLEVEL=0")
    context.load_cert_chain(certificate, key)
    return context


def main() -> None:
    """Serves the app until it is told to stop; the cleartext port serves the same pages."""
    parser = argparse.ArgumentParser(prog="python -m sample_apps.control", description="Every flaw at once.")
    add_serving_options(parser)
    parser.add_argument("--public-url", default="")
    parser.add_argument("--space-issuer", default="")
    parser.add_argument("--space-ca", type=Path, default=None)
    parser.add_argument("--client-id", default="control")
    parser.add_argument("--smtp", default="")
    options = parser.parse_args()
    ports = bind(options.host, options.port, options.cleartext_port)
    public_url = (options.public_url or ports.url).rstrip("/")
    pairing = Pairing(options.space_issuer.rstrip("/"), options.space_ca, options.client_id, public_url)
    app: ASGIApp = application(pairing, Letters(options.smtp))
    serve(
        ports, app, _flawed_tls(options.tls_cert, options.tls_key), cleartext=app,
        ready={"redirect_uri": pairing.redirect_uri}, exit_with_stdin=options.exit_with_stdin,
    )


main()
