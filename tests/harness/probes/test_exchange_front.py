"""The space gives way to a server that nobody vouches for, at its own address, and comes back."""

from __future__ import annotations

import ssl
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from conformance.space.server import listen, port_of
from harness.lab_files import make_lab
from harness.probes.exchange.front import Front

HOST = "127.0.0.1"


async def answer(request: Request) -> Response:
    return PlainTextResponse("here")


def asked(url: str, context: ssl.SSLContext) -> str:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), urllib.request.HTTPSHandler(context=context))
    with opener.open(url, timeout=10) as found:
        return str(found.read().decode())


def test_front_gives_way_and_comes_back(tmp_path: Path) -> None:
    make_lab(tmp_path, HOST)
    right = ssl.create_default_context(cafile=tmp_path / "ca.pem")
    careless = ssl.create_default_context()
    careless.check_hostname, careless.verify_mode = False, ssl.CERT_NONE
    app = Starlette(routes=[Route("/", answer)])
    with listen(HOST) as listener:
        url = f"https://{HOST}:{port_of(listener)}/"
        with Front(app, listener, HOST, tmp_path / "space.pem", tmp_path / "space.key") as front:
            assert asked(url, right) == "here"
            with front.untrusted():
                with pytest.raises(urllib.error.URLError, match="CERTIFICATE_VERIFY_FAILED"):
                    asked(url, right)
                assert asked(url, careless) == "here"
            assert asked(url, right) == "here"
