"""Many ways to write a secret, and many places to put it: what a candidate, a proxy or a log might do."""

from __future__ import annotations

import base64
import gzip
import html
import json
import random
import zlib
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote, quote_plus

Spelling = Callable[[str, random.Random], str]


def _based(value: str, chance: random.Random, encode: Callable[[bytes], bytes]) -> str:
    before, after = chance.randbytes(chance.randrange(4)), chance.randbytes(chance.randrange(4))
    return encode(before + value.encode() + after).decode()


def _some_percent(value: str, chance: random.Random) -> str:
    return "".join(quote(sign, safe="") if chance.random() < 0.5 else _percent(sign) for sign in value)


def _percent(sign: str) -> str:
    return "".join(f"%{byte:02x}" for byte in sign.encode())


SPELLINGS: dict[str, Spelling] = {
    "plain": lambda value, _: value,
    "url": lambda value, _: quote(value, safe=""),
    "form": lambda value, _: quote_plus(value),
    "url in url": lambda value, _: quote(quote(value, safe=""), safe=""),
    "url component": lambda value, _: quote(value, safe="!'()*~"),
    "some percent": _some_percent,
    "lower percent": lambda value, _: "".join(map(_percent, value)),
    "html": lambda value, _: html.escape(value),
    "html numbers": lambda value, _: "".join(f"&#{ord(sign)};" for sign in value),
    "html hex": lambda value, _: "".join(f"&#x{ord(sign):X};" for sign in value),
    "json": lambda value, _: json.dumps(value)[1:-1],
    "json utf-8": lambda value, _: json.dumps(value, ensure_ascii=False)[1:-1],
    "json numbers": lambda value, _: "".join(f"\\u{ord(sign):04x}" for sign in value),
    "json slashes": lambda value, _: json.dumps(value)[1:-1].replace("/", "\\/"),
    "json in html": lambda value, _: html.escape(json.dumps(value)[1:-1]),
    "url in json": lambda value, _: json.dumps(quote(value, safe=""))[1:-1],
    "base64": lambda value, chance: _based(value, chance, base64.b64encode),
    "base64url": lambda value, chance: _based(value, chance, base64.urlsafe_b64encode).rstrip("="),
    "base64 in url": lambda value, chance: quote(_based(value, chance, base64.b64encode), safe=""),
    "hex": lambda value, _: value.encode().hex(),
    "HEX": lambda value, _: value.encode().hex().upper(),
}
"""Each way of writing a secret inside a text."""


def packings(body: bytes) -> dict[str, bytes]:
    """Ways of compressing a body; also cut in its middle, and twice over."""
    return {
        "plain": body,
        "gzip": gzip.compress(body),
        "gzip fast": gzip.compress(body, 1),
        "zlib": zlib.compress(body),
        "zlib fast": zlib.compress(body, 1),
        "gzip in gzip": gzip.compress(gzip.compress(body)),
        "gzip members": gzip.compress(b"first") + gzip.compress(body),
        "gzip cut": gzip.compress(body + random.Random(1).randbytes(2000))[:-900],
        "utf-16": body.decode("utf-8", "replace").encode("utf-16"),
    }


def in_places(written: str) -> Iterator[dict[str, Any]]:
    """Records of exchanges with ``written`` in each place that a probe records."""
    url = "https://app.example.fr/"
    plain: dict[str, Any] = {
        "request": {"method": "GET", "url": url, "headers": [["accept", "*/*"]]},
        "response": {"status": 200, "headers": [["content-type", "text/html"]]},
    }
    yield {**plain, "request": {**plain["request"], "url": f"{url}a?x={written}#y={written}"}}
    yield {**plain, "request": {**plain["request"], "headers": [["referer", f"{url}?x={written}"]]}}
    yield {**plain, "request": {**plain["request"], "headers": [[f"x-{written}", "1"], ["x-a", written]]}}
    yield {**plain, "response": {"status": 302, "headers": [["location", f"/b?next={written}"]]}}
    yield {**plain, "error": "tls", "detail": f"no route for {written}!"}
    yield {**plain, "tags": {written: written}, "parent": f"{url}{written}", "deep": [{"deeper": {written: [written]}}]}


def bodies(written: str) -> Iterator[bytes]:
    """Bodies with ``written`` in them."""
    yield f"<html><p title='{written}'>{written}</p><script>var x = \"{written}\";</script></html>".encode()
    yield json.dumps({"a": [{written.replace("\\", ""): 1}]}).encode() + f'{{"b": "{written}"}}'.encode()
    yield f"x={written}&y={written}".encode()
    yield written.encode()
