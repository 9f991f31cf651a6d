"""The ways to hurt a client, by path. Import this module to load them into ``HostileServer``."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterable

from tests.support.hostile_server import CHUNK, HostileServer, behaviour, bomb, reply

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
ENDED = b"Content-Length: 2\r\n\r\nok"


def _forever(server: HostileServer, piece: bytes) -> Iterable[bytes]:
    while not server.closing.is_set():
        yield piece


@behaviour("/endless")
def endless_body(server: HostileServer, path: str) -> Iterable[bytes]:
    yield HEAD + b"\r\n"
    yield from _forever(server, b"x" * CHUNK)


@behaviour("/endless-chunked")
def endless_chunks(server: HostileServer, path: str) -> Iterable[bytes]:
    yield HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
    yield from _forever(server, b"8000\r\n" + b"x" * 0x8000 + b"\r\n")


@behaviour("/endless-trailers")
def endless_trailers(server: HostileServer, path: str) -> Iterable[bytes]:
    yield HEAD + b"Transfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n"
    yield from _forever(server, b"X-Trailer: more\r\n" * 1000)


@behaviour("/endless-continue")
def endless_continue(server: HostileServer, path: str) -> Iterable[bytes]:
    yield from _forever(server, b"HTTP/1.1 100 Continue\r\n\r\n" * 1000)


@behaviour("/endless-redirect-body")
def endless_redirect(server: HostileServer, path: str) -> Iterable[bytes]:
    yield b"HTTP/1.1 302 Found\r\nLocation: /fine\r\n\r\n"
    yield from _forever(server, b"x" * CHUNK)


@behaviour("/endless-members")
def endless_gzip_members(server: HostileServer, path: str) -> Iterable[bytes]:
    yield HEAD + b"Content-Encoding: gzip\r\n\r\n"
    yield from _forever(server, gzip.compress(b"", mtime=0) * 1000)


@behaviour("/slow-headers")
def slow_headers(server: HostileServer, path: str) -> Iterable[bytes]:
    yield from server.slowly(HEAD + b"X-Slow: " + b"y" * 10**6)


@behaviour("/slow-body")
def slow_body(server: HostileServer, path: str) -> Iterable[bytes]:
    yield HEAD + b"\r\n"
    yield from server.slowly(b"y" * 10**6)


@behaviour("/silent")
def silent(server: HostileServer, path: str) -> Iterable[bytes]:
    server.closing.wait()
    return ()


@behaviour("/loop-a")
def loop_a(server: HostileServer, path: str) -> Iterable[bytes]:
    yield reply(b"", "Location: /loop-b", status="302 Found")


@behaviour("/loop-b")
def loop_b(server: HostileServer, path: str) -> Iterable[bytes]:
    yield reply(b"", "Location: /loop-a", status="302 Found")


@behaviour("/long-chain")
def long_chain(server: HostileServer, path: str) -> Iterable[bytes]:
    number = int(path.partition("?n=")[2] or 0)
    yield reply(b"", f"Location: /long-chain?n={number + 1}", status="302 Found")


@behaviour("/to")
def redirect_to(server: HostileServer, path: str) -> Iterable[bytes]:
    yield reply(b"", f"Location: {path.partition('?')[2]}", status="302 Found")


@behaviour("/bomb")
def gzip_bomb(server: HostileServer, path: str) -> Iterable[bytes]:
    yield reply(bomb(), "Content-Encoding: gzip")


@behaviour("/nested-bomb")
def nested_bomb(server: HostileServer, path: str) -> Iterable[bytes]:
    yield reply(bomb(layers=2), "Content-Encoding: gzip, gzip")


@behaviour("/many-layers")
def many_layers(server: HostileServer, path: str) -> Iterable[bytes]:
    yield reply(b"\x1f\x8b not really", f"Content-Encoding: {', '.join(['gzip'] * 50)}")


@behaviour("/raw-deflate")
def raw_deflate(server: HostileServer, path: str) -> Iterable[bytes]:
    yield reply(zlib.compress(b"deflated", wbits=-15), "Content-Encoding: deflate")


@behaviour("/not-gzip")
def not_gzip(server: HostileServer, path: str) -> Iterable[bytes]:
    yield reply(b"plain text, said to be gzip", "Content-Encoding: gzip")


@behaviour("/cut-gzip")
def cut_gzip(server: HostileServer, path: str) -> Iterable[bytes]:
    yield reply(gzip.compress(b"some text " * 9, mtime=0)[:-12], "Content-Encoding: gzip")


@behaviour("/unknown-encoding")
def unknown_encoding(server: HostileServer, path: str) -> Iterable[bytes]:
    yield reply(b"\x0b\x02\x80ok\x03", "Content-Encoding: br")


@behaviour("/length-too-long")
def length_too_long(server: HostileServer, path: str) -> Iterable[bytes]:
    yield HEAD + b"Content-Length: 1000\r\n\r\nonly this"


@behaviour("/length-too-short")
def length_too_short(server: HostileServer, path: str) -> Iterable[bytes]:
    yield HEAD + b"Content-Length: 4\r\n\r\nmore than four"


@behaviour("/length-nonsense")
def length_nonsense(server: HostileServer, path: str) -> Iterable[bytes]:
    yield HEAD + b"Content-Length: -5, banana\r\n\r\nall of it"


@behaviour("/broken-chunks")
def broken_chunks(server: HostileServer, path: str) -> Iterable[bytes]:
    yield HEAD + b"Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\nZZZ\r\nrest"


@behaviour("/cut-chunks")
def cut_chunks(server: HostileServer, path: str) -> Iterable[bytes]:
    yield HEAD + b"Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n64\r\nnot a hundred"


@behaviour("/latin1")
def latin1(server: HostileServer, path: str) -> Iterable[bytes]:
    yield reply("<p>confidentialité</p>".encode("latin-1"), kind="text/html; charset=utf-8")


@behaviour("/utf7")
def utf7(server: HostileServer, path: str) -> Iterable[bytes]:
    yield reply(b"+ADw-script+AD4-alert(1)+ADw-/script+AD4-", kind="text/html; charset=utf-7")


@behaviour("/nulls")
def nulls(server: HostileServer, path: str) -> Iterable[bytes]:
    yield reply(b"<p>a\0b</p>\0\0<a href='/\0x'>x</a>")


@behaviour("/giant-cookie")
def giant_cookie(server: HostileServer, path: str) -> Iterable[bytes]:
    yield reply(b"ok", f"Set-Cookie: big={'z' * 30_000}", "Set-Cookie: small=1")


@behaviour("/many-cookies")
def many_cookies(server: HostileServer, path: str) -> Iterable[bytes]:
    yield reply(b"ok", *[f"Set-Cookie: c{number}=1" for number in range(90)])


@behaviour("/many-headers")
def many_headers(server: HostileServer, path: str) -> Iterable[bytes]:
    yield HEAD + b"".join(b"X-%d: y\r\n" % number for number in range(10_000)) + ENDED


@behaviour("/giant-header")
def giant_header(server: HostileServer, path: str) -> Iterable[bytes]:
    yield HEAD + b"".join(b"X-%d: %s\r\n" % (number, b"y" * 60_000) for number in range(90)) + ENDED


@behaviour("/no-colon")
def no_colon(server: HostileServer, path: str) -> Iterable[bytes]:
    yield HEAD + b"this line has no colon\r\nX-After: 1\r\n" + ENDED


@behaviour("/bad-status")
def bad_status(server: HostileServer, path: str) -> Iterable[bytes]:
    yield b"HTTP/1.1 OK two hundred\r\n" + ENDED


@behaviour("/garbage")
def garbage(server: HostileServer, path: str) -> Iterable[bytes]:
    yield bytes(range(256)) * 40


@behaviour("/http09")
def http09(server: HostileServer, path: str) -> Iterable[bytes]:
    yield b"<html>no status line at all</html>"


@behaviour("/empty")
def empty(server: HostileServer, path: str) -> Iterable[bytes]:
    return ()


@behaviour("/fine")
def fine(server: HostileServer, path: str) -> Iterable[bytes]:
    yield reply(b"<p>fine</p>")


@behaviour("/deep")
def deep(server: HostileServer, path: str) -> Iterable[bytes]:
    yield reply(b"<div>" * 100_000 + b"<a href='/fine'>deep</a>")


@behaviour("/million-links")
def million_links(server: HostileServer, path: str) -> Iterable[bytes]:
    yield reply(b"".join(b"<a href=/p%d>x</a>" % number for number in range(1_000_000)))


@behaviour("/broken-markup")
def broken_markup(server: HostileServer, path: str) -> Iterable[bytes]:
    yield reply(b"<a href='/fine'>x<table><a><![CDATA[<select><svg></p><math><template><a href=/fine></a></x y=<!--")


@behaviour("/huge-title")
def huge_title(server: HostileServer, path: str) -> Iterable[bytes]:
    yield reply(b"<title>" + b"t" * 1_000_000 + b"</title><a href='/fine'>x</a>")
