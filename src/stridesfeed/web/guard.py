"""
Which hosts may be connected to: those of the public internet, judged by the address that a name leads to.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable, Iterator, Sequence

from stridesfeed.errors import WebError

#: The addresses of a host and port, as text. Raises OSError where there are none.
Resolve = Callable[[str, int], Sequence[str]]

#: RFC 6052, 2.1: the last 32 bits are an address of version 4, which a gateway connects to.
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")

_Address = ipaddress.IPv4Address | ipaddress.IPv6Address


def resolve(host: str, port: int) -> Sequence[str]:
    """
    The addresses that the system knows for *host*, each once, in its order.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


def checked(url: str, addresses: Sequence[str]) -> Sequence[str]:
    """
    *addresses*, if all of them are public. Raises :class:`WebError` otherwise: a name with one private address is not trusted with the others.
    """
    strays = [address for address in addresses if not is_public(address)]
    if strays:
        raise WebError(url, f"leads to {strays[0]}, which is no public address; allow private addresses if that is meant")
    return addresses


def is_public(address: str) -> bool:
    """
    Whether anybody on the internet means the same machine by *address*.

    >>> is_public("192.168.0.1"), is_public("::ffff:127.0.0.1"), is_public("93.184.216.34")
    (False, False, True)
    """
    return all(each.is_global and not each.is_multicast for each in _meant(ipaddress.ip_address(address)))


def _meant(address: _Address) -> Iterator[_Address]:
    """
    *address* and those of version 4 inside it that a gateway would connect to instead.
    """
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    if mapped is not None:
        yield mapped
        return
    yield address
    if isinstance(address, ipaddress.IPv6Address):
        yield from (inside for inside in (address.sixtofour, *(address.teredo or ())) if inside)
        if address in _NAT64:
            yield ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
