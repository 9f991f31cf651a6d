"""``requests`` made to connect where ``Dial`` says, read through a meter, and follow nothing."""

from __future__ import annotations

import functools
import ssl
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.poolmanager import PoolManager

from harness.net.dial import Dial
from harness.net.meter import MeteredResponse


class _PinnedHTTP(HTTPConnection):
    def __init__(self, *args: Any, dial: Dial, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._dial = dial
        self.response_class: Any = functools.partial(MeteredResponse, dial.meter)

    def _new_conn(self) -> Any:
        return self._dial.connect(self.host, self.port)


class _PinnedHTTPS(HTTPSConnection):
    def __init__(self, *args: Any, dial: Dial, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._dial = dial
        self.response_class: Any = functools.partial(MeteredResponse, dial.meter)

    def _new_conn(self) -> Any:
        return self._dial.connect(self.host, self.port)


class _HTTPPool(HTTPConnectionPool):
    ConnectionCls = _PinnedHTTP


class _HTTPSPool(HTTPSConnectionPool):
    ConnectionCls = _PinnedHTTPS

    def _validate_conn(self, conn: Any) -> None:
        """Connect, without urllib3's warning about certificates: the exchange records what was verified."""
        if conn.is_closed:
            conn.connect()


class _Pools(PoolManager):
    def __init__(self, dial: Dial, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._dial = dial
        self.pool_classes_by_scheme = {"http": _HTTPPool, "https": _HTTPSPool}

    def _new_pool(self, *args: Any, **kwargs: Any) -> HTTPConnectionPool:
        pool = super()._new_pool(*args, **kwargs)
        pool.conn_kw["dial"] = self._dial
        return pool


class PinnedAdapter(HTTPAdapter):
    """The adapter of one exchange: its own pools, its own TLS context, no retry."""

    def __init__(self, dial: Dial, context: ssl.SSLContext | None) -> None:
        self._dial = dial
        self._context = context
        super().__init__(pool_connections=1, pool_maxsize=1, max_retries=0)

    def init_poolmanager(self, connections: int, maxsize: int, block: bool = False, **kwargs: Any) -> None:
        """Called by the base class."""
        self.poolmanager = _Pools(self._dial, num_pools=connections, maxsize=maxsize, block=block)

    def build_connection_pool_key_attributes(
        self, request: requests.PreparedRequest, verify: Any, cert: Any = None
    ) -> Any:
        """TLS is decided by the context alone, never by ``requests``' own bundle."""
        host, _ = super().build_connection_pool_key_attributes(request, verify, cert)
        return host, {} if self._context is None else {"ssl_context": self._context}

    def cert_verify(self, conn: Any, url: str, verify: Any, cert: Any) -> None:
        """The context has the trust anchors already."""
        if self._context is not None:
            conn.cert_reqs = self._context.verify_mode


class OneExchange(requests.Session):
    """A session for exactly one exchange: nothing from the environment, nothing followed, no cookies kept."""

    def __init__(self, adapter: PinnedAdapter) -> None:
        super().__init__()
        self.trust_env = False
        self.headers.clear()
        self.mount("http://", adapter)
        self.mount("https://", adapter)

    def get_redirect_target(self, resp: Any) -> None:
        """Never: even unfollowed, ``requests`` would read the whole body of a redirect to prepare the next hop."""
