"""A bounded load on the loopback: kept-alive connections, each asking again as soon as it is answered."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from typing import NamedTuple


class Measured(NamedTuple):
    """Requests a second, and the 50th and 99th percentiles of the time to the whole answer (milliseconds)."""

    rate: float
    p50: float
    p99: float


def load(port: int, requests: Sequence[bytes], connections: int) -> Measured:
    """Send every request once, over so many connections; every answer must be 200."""
    return asyncio.run(_load(port, requests, connections))


async def _load(port: int, requests: Sequence[bytes], connections: int) -> Measured:
    waiting = iter(requests)
    times: list[float] = []

    async def connection() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for request in waiting:
            begun = time.perf_counter()
            writer.write(request)
            await _answer(reader)
            times.append(time.perf_counter() - begun)
        writer.close()
        await writer.wait_closed()

    begun = time.perf_counter()
    await asyncio.gather(*(connection() for _ in range(connections)))
    lasted = time.perf_counter() - begun
    times.sort()
    return Measured(len(times) / lasted, 1000 * times[len(times) // 2], 1000 * times[int(len(times) * 0.99)])


async def _answer(reader: asyncio.StreamReader) -> None:
    head = await reader.readuntil(b"\r\n\r\n")
    size = next(int(line[15:]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:"))
    body = await reader.readexactly(size)
    assert head.startswith(b"HTTP/1.1 200 "), (head, body[:500])


def request(method: str, target: str, headers: dict[str, str], body: bytes = b"") -> bytes:
    """Return the bytes of a request."""
    told = {"Host": "127.0.0.1", "Content-Length": str(len(body))} | headers
    lines = [f"{method} {target} HTTP/1.1", *(f"{name}: {value}" for name, value in told.items())]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body
