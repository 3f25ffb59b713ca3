"""
Decide which hosts may be connected to: only public addresses.
"""

from __future__ import annotations

import socket
from collections.abc import Callable, Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Network, ip_address

from stridesfeed.errors import WebError

#: Returns the addresses of a host and port, as text. Raises OSError if there are none.
Resolve = Callable[[str, int], Sequence[str]]

#: IANA IPv4 Special-Purpose Address Registry, except blocks that are reachable from everywhere; and multicast (RFC 5771), next to the
#: reserved block. The anycast addresses in 192.0.0.0/24 and 192.88.99.0/24 lead to devices of the local network.
_SPECIAL_IPV4 = tuple(
    map(
        IPv4Network,
        (
            *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24"),
            *("192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/3"),
        ),
    )
)

#: The only IPv6 addresses that IANA allocates to servers (RFC 4291, 2.4).
_GLOBAL_UNICAST = IPv6Network("2000::/3")

#: Blocks of these for protocols, such as Teredo, and for documentation (IANA IPv6 Special-Purpose Address Registry).
_SPECIAL_IPV6 = tuple(map(IPv6Network, ("2001::/23", "2001:db8::/32", "3fff::/20")))

#: Blocks whose addresses contain the IPv4 address that is connected to, with the number of bits after it: IPv4-mapped addresses (RFC 4291,
#: 2.5.5.2), NAT64 (RFC 6052, 2.1) and 6to4 (RFC 3056, 2).
_WITH_IPV4 = {IPv6Network("::ffff:0:0/96"): 0, IPv6Network("64:ff9b::/96"): 0, IPv6Network("2002::/16"): 80}


def resolve(host: str, port: int) -> Sequence[str]:
    """
    Return the addresses of *host* in the system's order, without duplicates.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


def check_public(url: str, addresses: Sequence[str]) -> Sequence[str]:
    """
    Return *addresses* if all of them are public. Raises :class:`WebError` if one is not: then the others are not trusted either.
    """
    private = [address for address in addresses if not is_public(address)]
    if private:
        raise WebError(url, f"{private[0]} is not a public address; allow private addresses if this is intended")
    return addresses


def is_public(address: str) -> bool:
    """
    Return True if *address* belongs to a public server: if it is in the address space for these, and not in a special-purpose block.

    IPv6 addresses that lead to an IPv4 address are judged by that address.

    >>> is_public("192.168.0.1"), is_public("::ffff:127.0.0.1"), is_public("93.184.216.34")
    (False, False, True)
    """
    try:
        found = ip_address(address)
    except ValueError:
        return False
    for block, bits in _WITH_IPV4.items():
        if found in block:
            found = IPv4Address(int(found) >> bits & 0xFFFFFFFF)
            break
    if isinstance(found, IPv4Address):
        return not any(found in block for block in _SPECIAL_IPV4)
    return found in _GLOBAL_UNICAST and not any(found in block for block in _SPECIAL_IPV6)
