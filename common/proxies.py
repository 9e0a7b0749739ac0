"""For whom a request comes: only proxies in the setting TRUSTED_PROXIES are believed."""

import re
from collections.abc import Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Any

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

# In META: whether a trusted proxy named the client. Otherwise REMOTE_ADDR may be that of a proxy for many.
NAMED = "dangjian.named_by_proxy"
FORWARDED = re.compile(
    r"HTTP_(X_)?FORWARDED(_\w+)?"
    r"|HTTP_(X_|TRUE_|X_CLUSTER_|FASTLY_)?CLIENT_IP"
    r"|HTTP_(X_REAL|X_REMOTE|CF_CONNECTING|X_ORIGINATING)_IP"
    r"|HTTP_X_(ORIGINAL|REWRITE)_\w+"
    r"|HTTP_X_(HOST|SCHEME|URL_SCHEME|REMOTE_ADDR)"
    r"|HTTP_FRONT_END_HTTPS"
)
# The headers from which gunicorn too takes the scheme.
SCHEMES = {"HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_PROTOCOL", "HTTP_X_FORWARDED_SSL"}
ENTRY = re.compile(r"\[(?P<bracketed>[^\]]+)\](:\d+)?|(?P<with_port>[\d.]+):\d+|(?P<bare>.+)", re.ASCII)


class Proxies:
    """The trusted addresses and networks. Other entries are left out, and `portal/checks.py` names them."""

    def __init__(self, entries: Iterable[str]) -> None:
        self.networks = []
        for entry in entries:
            entry_network = network(entry)
            if entry_network is not None:
                self.networks.append(entry_network)

    def __contains__(self, address: Address) -> bool:
        return any(address in network for network in self.networks)


def network(entry: str) -> Network | None:
    """Read an entry of TRUSTED_PROXIES; None for what is no address or network, or would trust everybody.

    IPv4 written as IPv6 is refused: clients' addresses are compared as IPv4.
    """
    try:
        entry_network = ip_network(entry)
    except ValueError:
        return None
    if entry_network.prefixlen == 0:
        return None
    if isinstance(entry_network, IPv6Network) and entry_network.network_address.ipv4_mapped:
        return None
    return entry_network


def problems_of_setting(entries: Iterable[str]) -> list[str]:
    """Say what is wrong with TRUSTED_PROXIES, in a sentence for each entry that names no proxy."""
    advice = "请写代理服务器的地址或网段，网段从第一个地址写起，例 127.0.0.1,10.1.2.0/24。"
    wrong_entries = [entry for entry in entries if network(entry) is None]
    return [f"TRUSTED_PROXIES 里的“{entry}”不能用：{advice}" for entry in wrong_entries]


def address(text: str) -> Address | None:
    """Read an address as servers and proxies write it, with or without port, brackets and zone; else None.

    IPv4 written as IPv6 (::ffff:10.1.2.3), which a socket of both kinds gives, is the IPv4 address.
    """
    entry = ENTRY.fullmatch(text.strip().strip('"'))
    if entry is None:
        return None
    host = entry["bracketed"] or entry["with_port"] or entry["bare"]
    try:
        host_address = ip_address(host.partition("%")[0])
    except ValueError:
        return None
    if isinstance(host_address, IPv6Address) and host_address.ipv4_mapped:
        return host_address.ipv4_mapped
    return host_address


def client(peer: Address, forwarded_for: str, proxies: Proxies) -> Address:
    """Find the nearest address that is not trusted: a trusted proxy vouches for the entry at its left alone.

    Where a trusted proxy wrote something that is no address, the proxy itself is the client.
    """
    nearest = peer
    for entry in reversed(forwarded_for.split(",")):
        if nearest not in proxies:
            break
        entry_address = address(entry)
        if entry_address is None:
            break
        nearest = entry_address
    return nearest


def settle(meta: dict[str, Any], proxies: Proxies) -> None:
    """Make REMOTE_ADDR and the scheme those of the client, and remove every forwarded header from META.

    The scheme is what the nearest proxy says. Of anybody else it counts for nothing, although gunicorn may
    have believed it.
    """
    headers = _take_forwarded_headers(meta)
    peer = address(meta.get("REMOTE_ADDR", ""))
    is_trusted = False
    meta[NAMED] = False
    if peer is None:
        meta["REMOTE_ADDR"] = ""
    else:
        is_trusted = peer in proxies
        origin = client(peer, headers.get("HTTP_X_FORWARDED_FOR", ""), proxies)
        meta["REMOTE_ADDR"] = str(origin)
        meta[NAMED] = is_trusted and origin not in proxies
    if headers.keys() & SCHEMES:
        scheme = headers.get("HTTP_X_FORWARDED_PROTO", "").rpartition(",")[2].strip().lower()
        meta["wsgi.url_scheme"] = "http"
        if is_trusted and scheme == "https":
            meta["wsgi.url_scheme"] = "https"


def _take_forwarded_headers(meta: dict[str, Any]) -> dict[str, str]:
    """Remove the headers by which a proxy speaks of a request, and return them."""
    names = [name for name in meta if FORWARDED.fullmatch(name)]
    return {name: meta.pop(name) for name in names}
