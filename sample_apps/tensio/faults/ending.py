"""A fault that ends the app while somebody still uses it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from itertools import count

from starlette.types import ASGIApp, Receive, Scope, Send

from sample_apps.tensio.build import Build
from sample_apps.tensio.faults.replacing import Fault

SYNCHRONISATION = "/espace-sante/synchroniser"
LAST = 6
"""The synchronisation that the app does not survive."""


def dies_in_the_middle(build: Build) -> None:
    """The whole process ends, without a word, in the middle of a synchronisation."""
    asked = count(1)

    def wrap(app: ASGIApp) -> ASGIApp:
        async def mortal(scope: Scope, receive: Receive, send: Send) -> None:
            if scope["type"] == "http" and scope["path"] == SYNCHRONISATION and next(asked) == LAST:
                os._exit(1)
            await app(scope, receive, send)

        return mortal

    build.wrappers.append(wrap)


FAULTS: Mapping[str, Fault] = {"dies_in_the_middle": dies_in_the_middle}
