"""Where a request comes from: the connection's other end, or what a proxy we trust says it was."""

from __future__ import annotations

from collections.abc import Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

from starlette.types import Scope

Network = IPv4Network | IPv6Network
Address = IPv4Address | IPv6Address

UNKNOWN = "unknown"
FORWARDED_FOR = b"x-forwarded-for"
HOPS_MAX = 16
IPV6_SITE_BITS = 64
"""One customer has a whole /64: each of its addresses a bucket of its own would be no bound."""


def client_of(scope: Scope, trusted: Sequence[Network]) -> str:
    """The nearest address that is no trusted proxy, as one name for one client; ``unknown`` for a pipe.

    ``X-Forwarded-For`` is read from its end, where our own proxies write: what stands before the first
    address that we do not trust was written by the client, and says nothing.
    """
    address = _address((scope.get("client") or ("",))[0])
    for hop in _hops(scope):
        if address is None or not any(address in network for network in trusted):
            break
        address = _address(hop)
    return UNKNOWN if address is None else _name(address)


def _hops(scope: Scope) -> list[str]:
    """The nearest first."""
    written = b",".join(value for name, value in scope["headers"] if name == FORWARDED_FOR)
    return [hop.strip() for hop in written.decode("latin-1").split(",")[-HOPS_MAX:]][::-1] if written else []


def _address(written: str) -> Address | None:
    try:
        address = ip_address(written.strip("[]"))
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return mapped or address


def _name(address: Address) -> str:
    if isinstance(address, IPv4Address):
        return str(address)
    return str(IPv6Network((int(address) >> IPV6_SITE_BITS << IPV6_SITE_BITS, IPV6_SITE_BITS)))
