"""The nginx of `deploy/nginx/dangjian.conf` on free ports of this machine, and browsers at several addresses."""

import datetime
import http.client
import os
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import urlencode

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.reliability.support import CSRF, HANGS, ROOT

SAMPLE = ROOT / "deploy" / "nginx" / "dangjian.conf"
MAIN = """daemon off; master_process off; pid {folder}/nginx.pid; error_log {folder}/main.log;
events {{ worker_connections 256; }}
http {{
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/a; uwsgi_temp_path {folder}/b; scgi_temp_path {folder}/c; {more}
  include {folder}/dangjian.conf;
}}
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def program() -> str:
    return shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin") or pytest.fail(
        "nginx-light is not installed"
    )


def with_changes(sample: str, changes: dict[str, str]) -> str:
    """The sample with what an office changes; what is not in it any more fails the test."""
    for old, new in changes.items():
        assert old in sample, old
        sample = sample.replace(old, new)
    return sample


def behind_another(sample: str) -> str:
    """The sample as its comment wants it behind a further proxy."""
    for name in ("X-Forwarded-For", "X-Forwarded-Proto"):
        force, comment = f"    proxy_set_header {name} ", f"    #   proxy_set_header {name} "
        in_force = next(line for line in sample.splitlines() if line.startswith(force))
        in_comment = next(line for line in sample.splitlines() if line.startswith(comment))
        sample = sample.replace(in_force, in_comment.replace("#", " "))
    return sample


@contextmanager
def nginx(
    folder: Path, upstream: int, sample: str | None = None, more: str = ""
) -> Iterator[SimpleNamespace]:
    """Serve the sample before this port. Gives the ports of http and https, and its log."""
    folder.mkdir()
    plain, secure = free_port(), free_port()
    certify(folder)
    changes = {
        "server 127.0.0.1:8000;": f"server 127.0.0.1:{upstream};",
        "listen 80;": f"listen 127.0.0.1:{plain};",
        "listen 443 ssl;": f"listen 127.0.0.1:{secure} ssl;",
        "listen [::]:80;": "",
        "listen [::]:443 ssl;": "",
        "portal.example.gov.cn": "localhost",
        "/etc/nginx/certificates": str(folder),
        "/var/log/nginx": str(folder),
    }
    (folder / "dangjian.conf").write_text(with_changes(sample or SAMPLE.read_text(), changes))
    (folder / "nginx.conf").write_text(MAIN.format(folder=folder, more=more))
    command = [program(), "-c", folder / "nginx.conf", "-p", folder, "-e", folder / "main.log"]
    trial = subprocess.run([*command, "-t"], capture_output=True, text=True)
    assert trial.returncode == 0, trial.stderr
    assert "warn" not in trial.stderr
    server = subprocess.Popen(command)
    try:
        deadline = time.monotonic() + HANGS
        while socket.socket().connect_ex(("127.0.0.1", secure)):
            if server.poll() is not None or time.monotonic() > deadline:
                pytest.fail(f"nginx does not serve: {(folder / 'main.log').read_text()}")
            time.sleep(0.05)
        yield SimpleNamespace(
            plain=plain, secure=secure, log=folder / "dangjian.log", errors=folder / "dangjian.error.log"
        )
    finally:
        server.terminate()
        server.wait(HANGS)


def certify(folder: Path) -> None:
    """A certificate for localhost, signed by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    begin = datetime.datetime.now(datetime.UTC) - datetime.timedelta(days=1)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(begin)
        .not_valid_after(begin + datetime.timedelta(days=9))
        .sign(key, hashes.SHA256())
    )
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / "portal.key").write_bytes(secret)
    (folder / "portal.crt").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))


class Browser:
    """Somebody at an address of this machine's own network, with headers of his choice."""

    def __init__(
        self, port: int, address: str, secure: bool = True, session: str = "", **headers: str
    ) -> None:
        self.port, self.address, self.secure = port, address, secure
        self.own = f"localhost:{port}"
        cookies = f"csrftoken={CSRF}" + (f"; sessionid={session}" if session else "")
        origin = f"{'https' if secure else 'http'}://{self.own}"
        self.headers = {"Host": self.own, "Cookie": cookies, "Origin": origin, **headers}

    def get(self, path: str, **headers: str) -> SimpleNamespace:
        return self.send("GET", path, None, headers)

    def post(self, path: str, **data: str) -> SimpleNamespace:
        form = urlencode({**data, "csrfmiddlewaretoken": CSRF})
        return self.send("POST", path, form.encode(), {"Content-Type": "application/x-www-form-urlencoded"})

    def sign_in(self, name: str, password: str) -> int:
        return self.post("/login/", username=name, password=password).status

    def send(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> SimpleNamespace:
        place = {"timeout": HANGS, "source_address": (self.address, 0)}
        if self.secure:
            unverified = ssl._create_unverified_context()
            connection = http.client.HTTPSConnection("127.0.0.1", self.port, context=unverified, **place)
        else:
            connection = http.client.HTTPConnection("127.0.0.1", self.port, **place)
        try:
            connection.request(method, path, body, {**self.headers, **headers})
            response = connection.getresponse()
            return SimpleNamespace(
                status=response.status, headers=response.headers, text=response.read().decode()
            )
        finally:
            connection.close()
