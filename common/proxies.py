"""For whom a request comes: what proxies say of it is believed of those in TRUSTED_PROXIES alone."""

import re
from collections.abc import Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Any

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

# In META: whether a trusted proxy named the client. Else REMOTE_ADDR may be that of a proxy, and everybody's.
NAMED = "dangjian.named_by_proxy"
FORWARDED = re.compile(
    r"HTTP_(X_)?FORWARDED(_\w+)?"
    r"|HTTP_(X_|TRUE_|X_CLUSTER_|FASTLY_)?CLIENT_IP"
    r"|HTTP_(X_REAL|X_REMOTE|CF_CONNECTING|X_ORIGINATING)_IP"
    r"|HTTP_X_(ORIGINAL|REWRITE)_\w+"
    r"|HTTP_X_(HOST|SCHEME|URL_SCHEME|REMOTE_ADDR)"
    r"|HTTP_FRONT_END_HTTPS"
)
# Those that gunicorn too takes the scheme from.
SCHEMES = {"HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_PROTOCOL", "HTTP_X_FORWARDED_SSL"}
ENTRY = re.compile(r"\[(?P<bracketed>[^\]]+)\](:\d+)?|(?P<with_port>[\d.]+):\d+|(?P<bare>.+)", re.ASCII)


class Proxies:
    """The addresses and networks of the setting; what is neither trusts nobody, and `checks.py` names it."""

    def __init__(self, entries: Iterable[str]) -> None:
        self.networks = [each for each in map(network, entries) if each is not None]

    def __contains__(self, address: Address) -> bool:
        return any(address in each for each in self.networks)


def network(entry: str) -> Network | None:
    """An entry of TRUSTED_PROXIES; None for what is no address or network, or would trust everybody.

    IPv4 written as IPv6 is refused: clients' addresses are compared as IPv4.
    """
    try:
        parsed = ip_network(entry)
    except ValueError:
        return None
    mapped = isinstance(parsed, IPv6Network) and parsed.network_address.ipv4_mapped
    return None if mapped or parsed.prefixlen == 0 else parsed


def misnamed(entries: Iterable[str]) -> list[str]:
    """What is wrong with the setting, a sentence for each entry that names no proxy."""
    return [
        f"TRUSTED_PROXIES 里的“{entry}”不能用：请写代理服务器的地址或网段，网段从第一个地址写起，例 127.0.0.1,10.1.2.0/24。"
        for entry in entries
        if network(entry) is None
    ]


def address(text: str) -> Address | None:
    """An address as servers and proxies write it, without port, brackets and zone; None for anything else.

    IPv4 written as IPv6 (::ffff:10.1.2.3), which a socket of both kinds gives, is the IPv4 address.
    """
    entry = ENTRY.fullmatch(text.strip().strip('"'))
    if entry is None:
        return None
    host = entry["bracketed"] or entry["with_port"] or entry["bare"]
    try:
        parsed = ip_address(host.partition("%")[0])
    except ValueError:
        return None
    mapped = parsed.ipv4_mapped if isinstance(parsed, IPv6Address) else None
    return mapped or parsed


def client(peer: Address, forwarded_for: str, proxies: Proxies) -> Address:
    """The nearest address that is not trusted: each trusted one vouches for the entry at its left alone.

    Where a trusted proxy wrote something that is no address, it counts itself.
    """
    nearest = peer
    for entry in reversed(forwarded_for.split(",")):
        named = address(entry) if nearest in proxies else None
        if named is None:
            break
        nearest = named
    return nearest


def settle(meta: dict[str, Any], proxies: Proxies) -> None:
    """Make REMOTE_ADDR and the scheme those of the client, and leave no forwarded header for anybody to read.

    The scheme is what the nearest proxy says; of anybody else it counts for nothing, although gunicorn may have believed it.
    """
    headers = {name: meta.pop(name) for name in list(meta) if FORWARDED.fullmatch(name)}
    peer = address(meta.get("REMOTE_ADDR", ""))
    trusted = peer is not None and peer in proxies
    origin = client(peer, headers.get("HTTP_X_FORWARDED_FOR", ""), proxies) if peer is not None else None
    meta["REMOTE_ADDR"] = str(origin or "")
    meta[NAMED] = origin is not None and trusted and origin not in proxies
    if headers.keys() & SCHEMES:
        scheme = headers.get("HTTP_X_FORWARDED_PROTO", "").rpartition(",")[2].strip().lower()
        meta["wsgi.url_scheme"] = "https" if trusted and scheme == "https" else "http"
