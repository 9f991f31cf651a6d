"""The probe's own first look: does TCP answer, and when the scanner finds no handshake, is that a refusal?"""

from __future__ import annotations

import socket
import ssl

from criteria.facts.tls import Handshake
from harness.net.trust import observing
from harness.probes.tls.target import Target

CONNECT_S = 8.0


def tcp_error(target: Target, seconds: float = CONNECT_S) -> str:
    """Why TCP gave no answer, in the system's words; empty when it did."""
    try:
        socket.create_connection((target.address, target.port), timeout=seconds).close()
    except OSError as error:
        return error.strerror or str(error) or type(error).__name__
    return ""


def handshake(target: Target, seconds: float = CONNECT_S) -> Handshake:
    """How one ordinary handshake ends.

    The scanner calls a host that stays silent and one that refuses by the same name; only a refusal may count
    against a candidate, and silence on a busy network may not.
    """
    try:
        with (
            socket.create_connection((target.address, target.port), timeout=seconds) as plain,
            observing().wrap_socket(plain, server_hostname=target.host),
        ):
            return "completed"
    except TimeoutError:
        return "silent"
    except (ssl.SSLError, ConnectionError):
        return "refused"
    except OSError:
        return "error"
