"""The command line of the app."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from starlette.types import ASGIApp

from sample_apps.serving import add_serving_options, bind, serve
from sample_apps.tensio.application import application
from sample_apps.tensio.build import sound_build
from sample_apps.tensio.faults import apply_faults
from sample_apps.tensio.pairing.client import CALLBACK_PATH
from sample_apps.tensio.settings import Settings, seeds_of
from sample_apps.tensio.tls import tls_context


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m sample_apps.tensio", description="Tensio, un carnet de tension.")
    add_serving_options(parser)
    parser.add_argument("--data", type=Path, required=True, help="folder of the database and the client key")
    parser.add_argument("--public-url", default="", help="address that people see; the bound one by default")
    parser.add_argument("--space-issuer", default="")
    parser.add_argument("--space-ca", type=Path, default=None)
    parser.add_argument("--client-id", default="tensio")
    parser.add_argument("--smtp", default="", metavar="HOST:PORT", help="relay of the app's mail; none by default")
    parser.add_argument("--fault", action="append", default=[], metavar="NAME", help="see faults.yaml; may be repeated")
    parser.add_argument("--reshape", type=int, default=None, metavar="SEED", help="pages in another vendor's hand")
    return parser


def _in_hand(app: ASGIApp, seed: int | None) -> ASGIApp:
    """The app behind a front, where one is asked for; only then is its parser needed (``probant[dev]``)."""
    if seed is None:
        return app
    from sample_apps.reshaping.front import Front

    return Front(app, seed)


def main() -> None:
    """Serves the app until it is told to stop."""
    options = _parser().parse_args()
    options.data.mkdir(parents=True, exist_ok=True)
    ports = bind(options.host, options.port, options.cleartext_port)
    settings = Settings(
        data=options.data, public_url=(options.public_url or ports.url).rstrip("/"), client_id=options.client_id,
        space_issuer=options.space_issuer.rstrip("/"), space_ca=options.space_ca, seeds=seeds_of(os.environ),
        smtp=options.smtp, clock_header=os.environ.get("TENSIO_CLOCK_HEADER", ""),
    )
    build = sound_build(settings)
    apply_faults(build, options.fault)
    serve(
        ports, _in_hand(application(build), options.reshape), tls_context(options.tls_cert, options.tls_key, build.tls),
        cleartext=build.cleartext, exit_with_stdin=options.exit_with_stdin,
        ready={"redirect_uri": settings.public_url + CALLBACK_PATH, "faults": options.fault},
    )
