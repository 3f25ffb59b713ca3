"""
Public addresses: IANA's registries of special-purpose addresses, IPv4 addresses inside IPv6 ones, and unusual spellings.

Nothing is connected to.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Sequence
from typing import NoReturn

import pytest

from stridesfeed.errors import WebError
from stridesfeed.web import fetch
from stridesfeed.web.guard import is_public

#: IANA IPv4 Special-Purpose Address Registry, with multicast (RFC 5771): blocks without public servers.
SPECIAL_IPV4 = (
    *("0.0.0.0/8", "0.0.0.0/32", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24"),
    *("192.0.0.0/29", "192.0.0.8/32", "192.0.0.9/32", "192.0.0.10/32", "192.0.0.170/32", "192.0.0.171/32", "192.0.2.0/24", "192.88.99.0/24"),
    *("192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4", "255.255.255.255/32"),
)

#: Its other entries, which are reachable from everywhere: AS112 and AMT.
REACHABLE_IPV4 = ("192.31.196.0/24", "192.52.193.0/24", "192.175.48.0/24")

#: IANA IPv6 Special-Purpose Address Registry, with multicast and the site-local block (RFC 3879): blocks without public servers.
SPECIAL_IPV6 = (
    *("::1/128", "::/128", "64:ff9b:1::/48", "100::/64", "100:0:0:1::/64", "2001::/23", "2001::/32", "2001:1::1/128", "2001:1::2/128"),
    *("2001:1::3/128", "2001:2::/48", "2001:3::/32", "2001:4:112::/48", "2001:10::/28", "2001:20::/28", "2001:30::/28", "2001:db8::/32"),
    *("3fff::/20", "5f00::/16", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8"),
)

#: Its other entry, which is reachable from everywhere: AS112.
REACHABLE_IPV6 = ("2620:4f:8000::/48",)

#: IPv6 address space outside 2000::/3, which IANA has not allocated to servers (RFC 4291, 2.4).
UNALLOCATED_IPV6 = ("::/8", "100::/8", "200::/7", "400::/6", "800::/5", "1000::/4", "4000::/3", "6000::/3", "8000::/3", "a000::/3", "c000::/3")

PUBLIC = (
    *("1.1.1.1", "9.255.255.255", "11.0.0.0", "93.184.216.34", "100.63.255.255", "100.128.0.0", "172.15.255.255", "172.32.0.0"),
    *("192.0.1.0", "192.88.98.1", "198.17.255.255", "198.20.0.0", "223.255.255.255"),
    *("2000::1", "2001:200::1", "2001:4860:4860::8888", "2606:4700:4700::1111", "2a00:1450::1", "3ffe::1", "3fff:1000::1"),
)


def first_and_last(block: str) -> tuple[str, str]:
    network = ipaddress.ip_network(block)
    return str(network[0]), str(network[-1])


@pytest.mark.parametrize("block", [*SPECIAL_IPV4, *SPECIAL_IPV6, "4000::/2", "8000::/1"])
def test_addresses_of_special_blocks_are_not_public(block: str) -> None:
    assert [is_public(address) for address in first_and_last(block)] == [False, False]


@pytest.mark.parametrize("block", UNALLOCATED_IPV6)
def test_addresses_outside_the_allocated_space_are_not_public(block: str) -> None:
    network = ipaddress.ip_network(block)

    assert [is_public(str(network[offset])) for offset in (0x1234, -2)] == [False, False]


@pytest.mark.parametrize("block", [*REACHABLE_IPV4, *REACHABLE_IPV6])
def test_special_blocks_that_are_reachable_from_everywhere_are_public(block: str) -> None:
    assert [is_public(address) for address in first_and_last(block)] == [True, True]


@pytest.mark.parametrize("address", PUBLIC)
def test_all_other_addresses_are_public(address: str) -> None:
    assert is_public(address)


def embedded(ipv4: str) -> dict[str, str]:
    """
    Return the IPv6 addresses that lead to *ipv4*, by kind.
    """
    number = int(ipaddress.IPv4Address(ipv4))
    high, low = number >> 16, number & 0xFFFF
    return {
        "mapped": f"::ffff:{ipv4}",
        "mapped in hexadecimal": f"::ffff:{high:x}:{low:x}",
        "NAT64": f"64:ff9b::{high:x}:{low:x}",
        "6to4": f"2002:{high:x}:{low:x}::1",
    }


@pytest.mark.parametrize("kind", embedded("93.184.216.34"))
def test_an_ipv4_address_inside_an_ipv6_one_is_judged_as_ipv4(kind: str) -> None:
    special = [address for block in SPECIAL_IPV4 for address in first_and_last(block)]

    assert [address for address in special if is_public(embedded(address)[kind])] == []
    assert is_public(embedded("93.184.216.34")[kind])


@pytest.mark.parametrize(
    "address",
    [
        # Compatible (deprecated by RFC 4291, 2.5.5.1), translated (RFC 2765, 2.1), local NAT64 (RFC 8215), Teredo (RFC 4380).
        *("::127.0.0.1", "::7f00:1", "::93.184.216.34", "::ffff:0:7f00:1", "::ffff:0:5db8:d822", "64:ff9b:1::7f00:1", "64:ff9b:0:1::7f00:1"),
        *("2001:0:4136:e378:8000:63bf:80ff:fffe", "fe80::5efe:127.0.0.1", "fe80::1%lo", "ff0e::1", "not an address", ""),
    ],
)
def test_all_other_forms_with_an_ipv4_address_are_refused(address: str) -> None:
    assert not is_public(address)


def numeric(host: str, _port: int) -> Sequence[str]:
    """
    Resolve addresses only, in all spellings that systems accept.
    """
    return [host if ":" in host else socket.inet_ntoa(socket.inet_aton(host))]


@pytest.mark.parametrize(
    "host",
    [
        *("127.1", "2130706433", "0x7f.1", "0177.0.0.1", "0x7f000001", "0", "10.1", "169.16689662", "127.0.0.1"),
        *("[::1]", "[::ffff:7f00:1]", "[::ffff:127.0.0.1]", "[::127.0.0.1]", "[0:0:0:0:0:0:0:1]", "[fec0::1]", "[2002:7f00:1::]"),
    ],
)
def test_unusual_spellings_of_private_addresses_are_refused(host: str) -> None:
    with pytest.raises(WebError, match="is not a public address"):
        fetch(f"http://{host}:9/", max_bytes=10, timeout=5, resolve=numeric)


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:4700:4700::1111", "::ffff:93.184.216.34"])
def test_only_the_judged_address_is_connected_to(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    The connection is to the address itself, so no second DNS response can lead elsewhere.
    """
    connected = list[object]()

    def connect(target: tuple[str, int], *_: object, **__: object) -> NoReturn:
        connected.append(target)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "create_connection", connect)
    with pytest.raises(WebError, match="cannot be reached"):
        fetch("http://strides.example/", max_bytes=10, timeout=5, resolve=lambda _host, _port: [address])

    assert connected == [(address, 80)]
