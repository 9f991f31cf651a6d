"""Two names for one browser: what one is given, the other sends."""

from __future__ import annotations

from harness.net import NetPolicy, SafeClient

URL = "https://app.exemple.example/"


def test_contexts_that_share_have_the_same_cookies() -> None:
    client = SafeClient(NetPolicy(profile="lab"))
    client.jar("account:a").store(URL, ["sid=1; Path=/; Secure"])
    client.share("person:a:x", "account:a")
    client.jar("person:a:x").store(URL, ["sid=2; Path=/; Secure"])
    assert client.jar("account:a").header(URL) == client.jar("person:a:x").header(URL) == "sid=2"
    assert client.jar("person:b:y").header(URL) == ""
