"""Whose word about a request is believed: that of trusted proxies about the neighbour each saw, nobody else's."""

import json
import os
import subprocess
import sys

import pytest
from django.core.management import CommandError
from django.http import HttpResponse
from django.test import Client, RequestFactory

from common.proxies import NAMED, address, network
from portal import checks
from portal.middleware import TrustedProxies

PROXIES = ["127.0.0.1", "::1", "10.9.0.0/16", "fd00::/8"]
FORGED = {
    "X-Forwarded-For": "203.0.113.66",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Protocol": "ssl",
    "X-Forwarded-Ssl": "on",
    "X-Forwarded-Host": "evil.example",
    "X-Forwarded-Server": "evil.example",
    "X-Forwarded-Port": "444",
    "X-Forwarded-Prefix": "/evil",
    "X-Forwarded": "for=203.0.113.66",
    "Forwarded": "for=203.0.113.66;proto=https;host=evil.example",
    "Forwarded-For": "203.0.113.66",
    "X-Real-IP": "203.0.113.66",
    "X-Client-IP": "203.0.113.66",
    "Client-IP": "203.0.113.66",
    "True-Client-IP": "203.0.113.66",
    "X-Cluster-Client-IP": "203.0.113.66",
    "CF-Connecting-IP": "203.0.113.66",
    "X-Original-Url": "/accounts/",
    "X-Rewrite-Url": "/accounts/",
    "X-Host": "evil.example",
    "X-Scheme": "https",
    "Front-End-Https": "on",
}


@pytest.fixture
def request_from(settings):
    """The request as everything after the first middleware sees it."""

    def make(peer, proxies=PROXIES, scheme="http", **headers):
        settings.TRUSTED_PROXIES = proxies
        seen = []

        def rest(request):
            seen.append(request)
            return HttpResponse()

        factory = RequestFactory(headers={"Host": "testserver", **headers}, REMOTE_ADDR=peer)
        TrustedProxies(rest)(factory.get("/", secure=scheme == "https"))
        return seen[0]

    return make


def origin(request):
    return request.META["REMOTE_ADDR"], request.scheme, request.META[NAMED]


@pytest.mark.parametrize("peer", ["203.0.113.5", "10.8.0.1", "2001:db8::5", "", "unix:", "garbage"])
def test_stranger_is_believed_in_nothing(request_from, peer):
    request = request_from(peer, **FORGED)
    assert origin(request) == (peer if address(peer) else "", "http", False)
    assert not set(FORGED) & set(request.headers)
    assert request.get_host() == "testserver"


def test_other_headers_of_a_stranger_stay(request_from):
    ordinary = {
        "User-Agent": "old",
        "Accept": "text/html",
        "X-Requested-With": "XMLHttpRequest",
        "Referer": "http://testserver/",
    }
    request = request_from("203.0.113.5", **FORGED, **ordinary)
    assert {name: request.headers[name] for name in ordinary} == ordinary


def test_scheme_that_the_server_took_from_a_stranger_is_taken_back(request_from):
    assert origin(request_from("203.0.113.5", scheme="https", **{"X-Forwarded-Ssl": "on"}))[1] == "http"
    assert origin(request_from("203.0.113.5", scheme="https"))[1] == "https"  # the server's own TLS


def test_trusted_proxy_names_address_and_scheme_and_its_headers_end_there(request_from):
    request = request_from("127.0.0.1", **FORGED)
    assert origin(request) == ("203.0.113.66", "https", True)
    assert not set(FORGED) & set(request.headers)
    assert request.get_host() == "testserver"


CHAINS = {
    "one": ("127.0.0.1", "203.0.113.5", "203.0.113.5"),
    "what the client put before": ("127.0.0.1", "198.51.100.1, 203.0.113.5", "203.0.113.5"),
    "two trusted ones": ("127.0.0.1", "203.0.113.5, 10.9.3.4", "203.0.113.5"),
    "two, and what the client put before": (
        "127.0.0.1",
        "10.9.1.1, 127.0.0.1, 203.0.113.5, 10.9.3.4",
        "203.0.113.5",
    ),
    "all trusted": ("127.0.0.1", "10.9.1.1, 10.9.3.4", "10.9.1.1"),
    "port": ("127.0.0.1", "203.0.113.5:51234", "203.0.113.5"),
    "IPv6": ("::1", "2001:db8::5", "2001:db8::5"),
    "IPv6 in brackets with a port": ("::1", "[2001:db8::5]:443, [fd00::2]", "2001:db8::5"),
    "quoted": ("::1", '"[2001:DB8::5]:443"', "2001:db8::5"),
    "zone": ("::1", "fe80::1%eth0", "fe80::1"),
    "IPv4 written as IPv6": ("::ffff:127.0.0.1", "::ffff:203.0.113.5", "203.0.113.5"),
    "IPv4 written as IPv6, from a stranger": ("::ffff:203.0.113.9", "198.51.100.1", "203.0.113.9"),
    "spaces": ("127.0.0.1", "  203.0.113.5  ", "203.0.113.5"),
    "empty": ("127.0.0.1", "", "127.0.0.1"),
    "only commas": ("127.0.0.1", ", ,", "127.0.0.1"),
    "garbage": ("127.0.0.1", "unknown", "127.0.0.1"),
    "garbage behind a trusted one": ("127.0.0.1", "203.0.113.5, <script>, 10.9.3.4", "10.9.3.4"),
    "empty at the right": ("127.0.0.1", "203.0.113.5,", "127.0.0.1"),
    "numbers that are no address": ("127.0.0.1", "203.0.113.500", "127.0.0.1"),
    "digits of another script": ("127.0.0.1", "２０３.0.113.5", "127.0.0.1"),
    "very many": ("127.0.0.1", ", ".join(["10.9.0.1"] * 2000), "10.9.0.1"),
}


@pytest.mark.parametrize("name", CHAINS)
def test_client_is_the_nearest_address_that_is_not_trusted(request_from, name):
    peer, header, client = CHAINS[name]
    request = request_from(peer, **{"X-Forwarded-For": header})
    assert (request.META["REMOTE_ADDR"], "X-Forwarded-For" in request.headers) == (client, False)


def test_without_trusted_proxies_the_peer_counts(request_from):
    assert origin(request_from("127.0.0.1", proxies=[], **FORGED)) == ("127.0.0.1", "http", False)


@pytest.mark.parametrize(
    ("header", "scheme"),
    [
        ("https", "https"),
        ("HTTPS ", "https"),
        ("http", "http"),
        ("https, http", "http"),
        ("ssl", "http"),
        ("", "http"),
    ],
)
def test_scheme_is_the_word_of_the_nearest_proxy(request_from, header, scheme):
    assert origin(request_from("127.0.0.1", **{"X-Forwarded-Proto": header}))[1] == scheme


def test_behind_proxy_means_the_one_on_this_machine(settings_read):
    assert settings_read(BEHIND_PROXY="True") == ["127.0.0.1", "::1"]
    assert settings_read(BEHIND_PROXY="False") == []
    assert settings_read(TRUSTED_PROXIES="10.1.2.3, 10.2.0.0/24", BEHIND_PROXY="True") == [
        "10.1.2.3",
        "10.2.0.0/24",
        "127.0.0.1",
        "::1",
    ]


@pytest.fixture
def settings_read():
    """TRUSTED_PROXIES as the settings make it of an environment."""

    def read(**environment):
        script = "import json; from dangjian import settings; print(json.dumps(settings.TRUSTED_PROXIES))"
        env = {**os.environ, "SECRET_KEY": "x", "ENV_FILE": os.devnull, **environment}
        return json.loads(
            subprocess.run(
                [sys.executable, "-c", script], env=env, capture_output=True, text=True, check=True
            ).stdout
        )

    return read


@pytest.mark.parametrize(
    "entry",
    [
        "proxy.example",
        "*",
        "10.1.2.3/24",
        "10.1.2",
        "0.0.0.0/0",
        "::/0",
        "::ffff:10.1.2.3",
        "10.1.2.3:80",
        "",
    ],
)
def test_entry_that_names_no_proxy_is_named_by_the_check_and_trusts_nobody(settings, entry):
    settings.TRUSTED_PROXIES = ["127.0.0.1", entry]
    with pytest.raises(CommandError) as complaint:
        checks.proxies_are_addresses()
    assert complaint.value.returncode == 2
    assert str(complaint.value).startswith(f"TRUSTED_PROXIES 里的“{entry}”不能用")
    assert network(entry) is None


def test_entries_that_name_proxies_pass_the_check(settings):
    settings.TRUSTED_PROXIES = PROXIES
    assert checks.proxies_are_addresses() == []


@pytest.mark.django_db
def test_redirect_to_https_asks_the_true_scheme(settings):
    settings.SECURE_SSL_REDIRECT, settings.TRUSTED_PROXIES = True, PROXIES
    header = {"X-Forwarded-Proto": "https", "X-Forwarded-Host": "evil.example"}
    assert Client(REMOTE_ADDR="127.0.0.1", headers=header).get("/login/").status_code == 200
    forged = Client(REMOTE_ADDR="203.0.113.5", headers=header).get("/login/")
    assert (forged.status_code, forged.headers["Location"]) == (301, "https://testserver/login/")
