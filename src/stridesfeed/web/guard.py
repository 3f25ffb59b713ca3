"""
Decide which hosts may be connected to: only public addresses.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable, Sequence

from stridesfeed.errors import WebError

#: Returns the addresses of a host and port, as text. Raises OSError if there are none.
Resolve = Callable[[str, int], Sequence[str]]

#: The last 32 bits are an IPv4 address, which a gateway connects to (RFC 6052, 2.1).
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


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
    Return True if *address* is public on the internet, including any IPv4 address inside it.

    >>> is_public("192.168.0.1"), is_public("::ffff:127.0.0.1"), is_public("93.184.216.34")
    (False, False, True)
    """
    outer = ipaddress.ip_address(address)
    reached: list[ipaddress.IPv4Address | ipaddress.IPv6Address] = [outer]
    if isinstance(outer, ipaddress.IPv6Address):
        if outer.ipv4_mapped is not None:
            reached = [outer.ipv4_mapped]
        else:
            reached += [inner for inner in (outer.sixtofour, *(outer.teredo or ())) if inner]
            if outer in _NAT64:
                reached.append(ipaddress.IPv4Address(int(outer) & 0xFFFFFFFF))
    return all(each.is_global and not each.is_multicast for each in reached)
