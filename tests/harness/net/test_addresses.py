"""Only ordinary addresses of the public internet, and in a lab those of the lab."""

from __future__ import annotations

import pytest

from harness.net import NetPolicy, PinnedResolver

PUBLIC = ["93.184.215.14", "8.8.8.8", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"]
LAB = ["127.0.0.1", "127.8.9.1", "10.0.0.8", "172.16.1.1", "192.168.1.1", "::1", "fd00::1"]
NEVER = [
    "0.0.0.0", "100.64.0.1", "169.254.169.254", "192.0.0.8", "192.0.2.1", "192.88.99.1", "198.18.0.1", "224.0.0.1",
    "240.0.0.1", "255.255.255.255", "::", "::127.0.0.1", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "64:ff9b::7f00:1",
    "2002:7f00:1::", "2001::1", "fe80::1", "fe80::1%eth0", "fec0::1", "ff02::1", "2001:db8::1", "not an address",
]  # fmt: skip


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses_are_permitted(address: str) -> None:
    assert NetPolicy().permits(address)


@pytest.mark.parametrize("address", LAB)
def test_private_and_loopback_are_for_the_lab_alone(address: str) -> None:
    assert not NetPolicy().permits(address)
    assert NetPolicy(profile="lab").permits(address)


@pytest.mark.parametrize("address", NEVER)
def test_special_addresses_are_never_permitted(address: str) -> None:
    assert not NetPolicy().permits(address)
    assert not NetPolicy(profile="lab").permits(address)


def test_a_private_authority_is_refused_outside_the_lab() -> None:
    with pytest.raises(ValueError, match="lab"):
        NetPolicy(lab_ca="-----BEGIN CERTIFICATE-----")


def test_a_name_is_resolved_once_and_keeps_its_addresses() -> None:
    answers = iter([["8.8.8.8"], ["127.0.0.1"]])
    resolver = PinnedResolver(NetPolicy().permits, lookup=lambda host: next(answers))
    assert resolver.pin("app.example.fr").addresses == ("8.8.8.8",)
    assert resolver.pin("app.example.fr").addresses == ("8.8.8.8",)
    assert [pin.host for pin in resolver.pins] == ["app.example.fr"]


def test_refused_addresses_are_recorded_and_not_used() -> None:
    resolver = PinnedResolver(NetPolicy().permits, names={"mixed": ["10.0.0.1", "8.8.8.8"], "inside": ["::1"]})
    assert resolver.pin("mixed").addresses == ("8.8.8.8",)
    assert resolver.pin("mixed").refused == ("10.0.0.1",)
    assert resolver.pin("inside").error == "forbidden_address"


def test_scope_names_hosts_or_single_ports() -> None:
    policy = NetPolicy(scope=("app.example.fr", "api.example.fr:8443", "[::1]:9000"))
    assert policy.in_scope("app.example.fr", 443)
    assert policy.in_scope("app.example.fr", 8080)
    assert policy.in_scope("api.example.fr", 8443)
    assert policy.in_scope("::1", 9000)
    assert not policy.in_scope("api.example.fr", 443)
    assert not policy.in_scope("www.app.example.fr", 443)
