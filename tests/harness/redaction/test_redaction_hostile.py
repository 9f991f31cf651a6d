"""Texts made to make the redactor slow, fat, or wrong."""

from __future__ import annotations

import gzip
import random
import zlib
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from joserfc.jwk import ECKey

from harness.redaction import Redactor, reference_of
from harness.redaction.needles import merged
from harness.redaction.packed import UNPACKED_LIMIT
from harness.redaction.reading import CROWDED, MOST_PLACES, WITHHELD
from harness.redaction.vault import MOST_FOUND
from harness.redaction.views import raw_span, view_of, views_of
from harness.redaction.walk import TOO_DEEP

SECRET = "Zk3vQ9x1Lw8sTn5bXy7"


def redactor() -> Redactor:
    made = Redactor(b"k" * 32)
    made.add(SECRET, "password")
    return made


def stored(raw: bytes, made: Redactor | None = None) -> bytes:
    _, blobs, _ = (made or redactor()).observation("k", {}, {"body": raw})
    return blobs["body"]


MEGABYTE = 1_000_000
FLOODS = {
    "jwt starts": b"eyJ-" * (MEGABYTE // 4),
    "jwt without end": b"eyJ" + b"a" * MEGABYTE,
    "jwt dots": b"eyJaaaaaaaa." * (MEGABYTE // 12),
    "keys without end": b"-----BEGIN PRIVATE KEY-----" * (MEGABYTE // 27),
    "names": b"password" * (MEGABYTE // 8),
    "names in one tag": b"<" + b'name="password" ' * (MEGABYTE // 16) + b">",
    "names in tags": (b"<" + b"name=password " * 100 + b">") * (MEGABYTE // 1400),
    "pairs": b"code=a&" * (MEGABYTE // 7),
    "quotes": b'"password":"' * (MEGABYTE // 12),
    "backslashes": b'"password":"' + b"\\" * MEGABYTE,
    "percents": b"%25" * (MEGABYTE // 3),
    "entities": b"&amp;amp;" * (MEGABYTE // 9),
    "escapes": b"\\u005c" * (MEGABYTE // 6),
    "parts": b'name="password"\r\n' * (MEGABYTE // 17),
    "cookies": b"a=b;" * (MEGABYTE // 4),
    "brackets": b"[" * MEGABYTE,
    "the secret": SECRET.encode() * (MEGABYTE // len(SECRET)),
}


@pytest.mark.parametrize("name", FLOODS)
def test_a_flood_is_read_to_its_end(name: str) -> None:
    raw = FLOODS[name] + b" " + SECRET.encode()
    assert SECRET.encode() not in stored(raw)


def test_a_flood_of_secrets_is_withheld_and_costs_no_memory() -> None:
    chance = random.Random(1)
    made = redactor()
    raw = "&".join(f"token={chance.randbytes(12).hex()}" for _ in range(MOST_PLACES + 1)).encode()
    assert stored(raw, made) == CROWDED.encode()
    clean, _, secrets = made.observation("k", {"a": raw.decode()}, {})
    assert clean == {"a": CROWDED}
    assert secrets == ()


def test_past_its_bound_a_found_secret_is_hidden_at_its_place() -> None:
    chance = random.Random(2)
    made = redactor()
    for _ in range(MOST_FOUND // 1000 + 1):
        flood = "&".join(f"token={chance.randbytes(12).hex()}" for _ in range(1000))
        assert b"token=~~secret-token-" in stored(flood.encode(), made)
    late = chance.randbytes(12).hex()
    assert stored(f"token={late}".encode(), made).startswith(b"token=~~secret-token-")
    made.add("TheOneThatWeKnow1", "password")
    assert b"TheOneThatWeKnow1" not in stored(b"x TheOneThatWeKnow1 y", made)


def test_what_unpacks_to_too_much_or_too_often_is_withheld() -> None:
    bomb = gzip.compress(b"\0" * (UNPACKED_LIMIT + 1))
    deep = b"x"
    for _ in range(6):
        deep = gzip.compress(deep)
    for raw in (bomb, zlib.compress(b"\0" * (UNPACKED_LIMIT + 1)), gzip.compress(b"a") + bomb, deep):
        assert stored(raw) == WITHHELD
    assert stored(gzip.compress(b"harmless")) == gzip.compress(b"harmless")


def test_a_broken_packed_body_is_searched_as_far_as_it_goes() -> None:
    text = SECRET.encode() + random.Random(3).randbytes(3000)
    packed = gzip.compress(text)
    for raw in (packed[:-1500], packed[:1500] + b"\0" * 400, packed + b"trailing", packed + gzip.compress(b"x")):
        assert stored(raw) == WITHHELD
    for raw in (b"\x1f\x8b", b"\x1f\x8b\x08", b"x\x9c", b"x\x9c not packed", b"H\x89", b"8\x11"):
        assert stored(raw) == raw


def test_a_cut_secret_at_the_end_of_a_body_is_not_kept() -> None:
    long = random.Random(4).randbytes(150).hex()
    made = redactor()
    made.add(long, "access_token")
    assert long[:60].encode() not in stored(f"token is {long[:200]}".encode(), made)
    assert stored(f"{long[:200]} and more".encode(), made) == f"{long[:200]} and more".encode()


def test_overlapping_secrets_leave_no_tail() -> None:
    made = Redactor(b"k" * 32)
    made.add("abcdefgh12345678", "password")
    made.add("12345678ijklmnop9876", "token")
    found = stored(b"<abcdefgh12345678ijklmnop9876>", made)
    assert reference_of(found.decode())[0].startswith("token-")
    assert found.startswith(b"<~~") and found.endswith(b"~~>")


def test_deep_and_odd_records_are_taken() -> None:
    deep: Any = SECRET
    for _ in range(500):
        deep = [deep]
    odd = {"a": deep, "b": "\ud800\udcff", "c": None, "d": 1.5, SECRET: SECRET, "headers": "no pairs", "e": b"bytes"}
    clean, _, secrets = redactor().observation("http.exchange", odd, {})
    assert TOO_DEEP in str(clean["a"])
    assert SECRET not in str(clean)
    assert len(secrets) == 1


@pytest.mark.parametrize(
    "token",
    [
        "eyJhbGciOiJub25lIn0.e30.",
        "eyJhbGciOiJub25lIn0.bm90IGpzb24.sig",
        "eyJbXQ.W10.sig",
        "eyJhbGciOiJFUzI1NiJ9." + "W1tbW1tbW1tbW1tb" * 400 + ".x",
        "eyJ.eyJ.eyJ",
        "eyJhbGciOjF9.eyJub25jZSI6MX0.AAAA",
        "eyJhbGciOiJFUzI1NiIsImNyaXQiOjF9.e30.AA==",
    ],
)
def test_an_odd_jwt_is_hidden_and_breaks_nothing(token: str) -> None:
    made = redactor()
    made.keys["a"] = ECKey.generate_key("P-256")
    made.add(token, "id_token")
    found = stored(f"x {token} y".encode(), made)
    assert token.encode() not in found
    assert stored(found, made) == found


def test_what_only_looks_like_a_reference_is_no_way_around() -> None:
    made = redactor()
    assert made.add(f"~~secret-{SECRET}", "token") is not None
    assert SECRET.encode() not in stored(f"~~secret-{SECRET}~~".encode(), made)


def test_a_value_that_a_caller_guessed_takes_no_word_out_of_a_page() -> None:
    made = Redactor(b"k" * 32)
    for value in ("accepted", "app.example.fr", "https://app.example.fr/retour", "2026-07-01", "dark-blue-theme"):
        made.add(value, "cookie")
        made.add(f"{value}x", "csrf")
    made.add("ab", "password")
    page = b"accepted app.example.fr https://app.example.fr/retour 2026-07-01 dark-blue-theme ab"
    assert stored(page, made) == page


texts = st.text(st.sampled_from("ab%2541&amp;#x\\u0061\\\"'\n;é€"), max_size=60)


@settings(max_examples=400, deadline=None)
@given(texts)
def test_a_view_maps_back_to_where_it_came_from(text: str) -> None:
    raw = text.encode().decode("latin-1")
    for way in views_of(raw):
        seen = way[-1].text
        spans = [raw_span(way, start, start + 1) for start in range(len(seen))]
        assert all(0 <= first < last <= len(raw) for first, last in spans)
        assert all(one[0] <= other[0] and one[1] <= other[1] for one, other in pairwise(spans))
        if seen:
            assert raw_span(way, 0, len(seen)) == (spans[0][0], spans[-1][1])


@settings(max_examples=200, deadline=None)
@given(texts, texts)
def test_what_stands_around_a_secret_stays(before: str, after: str) -> None:
    view = view_of("%41")
    assert view is not None and view.text == "A"
    found = stored(f"{before} {SECRET} {after}".encode()).decode()
    left, _, rest = found.partition("~~secret-password-")
    assert left == f"{before} "
    assert rest.partition("~~")[2] == f" {after}"


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 30), st.integers(1, 9), st.sampled_from("abc")), max_size=12))
def test_merged_spans_cover_the_same_and_never_overlap(found: list[tuple[int, int, str]]) -> None:
    spans = [(start, start + size, ref) for start, size, ref in found]
    joined = merged(spans)
    assert {place for start, end, _ in joined for place in range(start, end)} == {
        place for start, end, _ in spans for place in range(start, end)
    }
    assert all(first[1] <= second[0] for first, second in pairwise(joined))
