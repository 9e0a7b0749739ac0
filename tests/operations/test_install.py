"""README's install block, run to the letter by another account from another folder: to a served portal and a first report."""

import io
import os
import pwd
import re
import shutil
import socket
import stat
import subprocess
import tarfile
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import psycopg2
import pytest
from docx import Document

from tests.operations.visitor import Visitor
from tests.postgres import throw_away
from tests.reliability.support import HANGS, ROOT

NAME = "portal.example.gov.cn"
PASSED_ON = re.compile(r"PATH|LANG|LC_ALL|SSL_CERT_FILE|PIP_.*|.*_proxy", re.IGNORECASE)
OWN = "shuangliu-6208"  # the password that everybody chooses
# Everything that an address must have encoded.
DATABASE_PASSWORD = "a@b/c#d?e%f+g:h i"
ENCODED = "a%40b%2Fc%23d%3Fe%25f%2Bg%3Ah%20i"


@dataclass(frozen=True)
class Account:
    """Who installs: an account without any rights where the tests run as root, else the one that runs them."""

    name: str
    home: Path

    @property
    def options(self) -> dict:
        """What makes a process this account's."""
        return (
            {"user": self.name, "group": pwd.getpwnam(self.name).pw_gid, "extra_groups": []}
            if os.getuid() == 0
            else {}
        )

    @property
    def environment(self) -> dict[str, str]:
        given = {name: value for name, value in os.environ.items() if PASSED_ON.fullmatch(name)}
        return {**given, "HOME": str(self.home)}

    def own(self, folder: Path) -> None:
        if os.getuid() == 0:
            shutil.chown(folder, self.name, pwd.getpwnam(self.name).pw_gid)


@pytest.fixture(scope="module")
def account() -> Iterator[Account]:
    with tempfile.TemporaryDirectory(prefix="dangjian-") as folder:
        name = "nobody" if os.getuid() == 0 else pwd.getpwuid(os.getuid()).pw_name
        account = Account(name, Path(folder))
        print(f"installed by the account {name}")
        Path(folder).chmod(0o755)
        account.own(Path(folder))
        yield account


@pytest.fixture(scope="module")
def archive(account) -> Path:
    """The project as it stands here, as `git archive` would pack it."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    )
    names = [name for name in listed.stdout.split("\0") if name and (ROOT / name).exists()]
    packed = account.home / "dangjian.tar.gz"
    with tarfile.open(packed, "w:gz", compresslevel=1) as tar:
        for name in names:
            tar.add(ROOT / name, name)
    packed.chmod(0o644)
    return packed


@pytest.fixture(scope="module")
def database() -> Iterator[str]:
    """A PostgreSQL database of a role that may do nothing else, and is asked for its password."""
    with throw_away() as url, closing(psycopg2.connect(url)) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute("CREATE ROLE office LOGIN PASSWORD %s", [DATABASE_PASSWORD])
            cursor.execute("CREATE DATABASE office OWNER office ENCODING 'UTF8' TEMPLATE template0")
            cursor.execute("SHOW hba_file")
            rules = Path(cursor.fetchone()[0])
            rules.write_text("host office office 127.0.0.1/32 scram-sha-256\n" + rules.read_text())
            cursor.execute("SELECT pg_reload_conf()")
        yield f"postgres://office:{ENCODED}@127.0.0.1:{connection.info.port}/office"


def block(portal: Path, archive: Path, more: str) -> list[str]:
    """The commands of README's install block, for another folder and with options for `new-env`; the last one serves."""
    section = (ROOT / "README.md").read_text(encoding="utf-8").split("## Install it for an office\n", 1)[1]
    found = re.search(r"```sh\n(.*?)```", section, re.DOTALL)
    assert found, "README has no install block"
    text = found[1]
    for written, here in (
        ("/opt/dangjian", str(portal)),
        (" dangjian.tar.gz", f" {archive}"),
        (f" {NAME} ", f" {NAME} {more} "),
    ):
        assert text.count(written) == 1, written
        text = text.replace(written, here)
    return text.splitlines()


class Installation:
    """A portal that was installed by the block."""

    def __init__(self, account: Account, portal: Path, lines: list[str], umask: int) -> None:
        self.portal = portal
        self.process = {"cwd": "/", "env": account.environment, "umask": umask, **account.options}
        self.assignment, *self.steps, self.serve = lines
        script = "\n".join([self.assignment, *self.steps])
        command = ["bash", "-euo", "pipefail", "-c", script]
        done = subprocess.run(command, **self.process, capture_output=True, text=True, timeout=HANGS)
        assert done.returncode == 0, done.stdout + done.stderr
        self.output = done.stdout
        self.errors = done.stderr

    @property
    def first_password(self) -> str:
        return re.search(r"初始密码：([^（]+)（", self.output)[1]

    @contextmanager
    def served(self) -> Iterator[int]:
        """Gunicorn as the block starts it, but for the port, which it gives."""
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        serve = self.serve.replace("127.0.0.1:8000", f"127.0.0.1:{port}")
        assert serve != self.serve
        with tempfile.TemporaryFile("w+") as log:
            server = subprocess.Popen(
                ["bash", "-c", f"{self.assignment}\nexec {serve}"], **self.process, stdout=log, stderr=log
            )
            try:
                deadline = time.monotonic() + HANGS
                while socket.socket().connect_ex(("127.0.0.1", port)):
                    if server.poll() is not None or time.monotonic() > deadline:
                        log.seek(0)
                        pytest.fail(f"it does not serve: {log.read()}")
                    time.sleep(0.1)
                yield port
            finally:
                server.terminate()
                server.wait(HANGS)


@pytest.fixture(params=["SQLite", pytest.param("PostgreSQL", marks=pytest.mark.soak)])
def installed(request, account, archive) -> tuple[Installation, str]:
    """The portal, and the scheme by which it is reached: by https with a strict umask, by http with the usual one."""
    portal = account.home / request.param.lower()
    portal.mkdir()
    account.own(portal)
    if request.param == "SQLite":
        return Installation(account, portal, block(portal, archive, ""), 0o077), "https"
    more = f"--http --database '{request.getfixturevalue('database')}'"
    return Installation(account, portal, block(portal, archive, more), 0o022), "http"


def sign_in(port: int, scheme: str, username: str, given: str) -> Visitor:
    """Sign in with a given password for the first time, and choose one's own."""
    visitor = Visitor(port, NAME, scheme)
    page = visitor.submit("/login/", username=username, password=given)
    assert page.path == "/password/", page.text
    page = visitor.submit(page.path, old_password=given, new_password1=OWN, new_password2=OWN)
    assert "密码已修改" in page.text
    return visitor


def open_account(admin: Visitor, username: str, role: str) -> None:
    page = "/accounts/accounts/user/add/"
    place = admin.choice(page, "subdistrict", "锦河街道")
    values = {
        "role": role,
        "reach": "subdistrict",
        "subdistrict": place,
        "password1": "first-2026",
        "password2": "first-2026",
    }
    answer = admin.submit(page, username=username, display_name="李秀兰", **values)
    assert answer.path != page, answer.text


def test_the_install_block_leads_to_a_first_report(installed):
    installation, scheme = installed
    year = date.today().year
    with installation.served() as port:
        admin = sign_in(port, scheme, "JH-admin", installation.first_password)
        form = "/accounts/communities/community/add/"
        made = admin.submit(form, name="清泉社区", code="01", kind=admin.choice(form, "kind", "城市社区"))
        assert made.path == "/accounts/communities/community/", made.text
        open_account(admin, "lixiulan", "clerk")
        open_account(admin, "zhoumingyuan", "secretary")

        clerk = sign_in(port, scheme, "lixiulan", "first-2026")
        form = "/visits/visit/new/"
        place = clerk.choice(form, "community", "清泉社区")
        heard = {"visitissue-opinion-0-content": "路灯不亮"}
        saved = clerk.submit(form, date=f"{year}-01-01", community=place, kind="household", **heard)
        assert re.fullmatch(r"/visits/visit/\d+/", saved.path), saved.text

        secretary = sign_in(port, scheme, "zhoumingyuan", "first-2026")
        answer = secretary.open(f"/reports/annual/word/?year={year}")
        text = "\n".join(paragraph.text for paragraph in Document(io.BytesIO(answer.content)).paragraphs)
        assert "听取意见建议1条" in text

        style = admin.open("/login/").page.xpath("//link[contains(@href, 'css/icons')]/@href")[0]
        assert admin.open(style).status == 200
    assert_private(installation.portal)


def assert_private(portal: Path) -> None:
    """What holds keys and records is the account's own, and nothing was left in the folder where the commands were run."""
    kept = [
        portal / ".env",
        *(portal / "var").glob("portal.sqlite3*"),
        *(portal / "var" / "private").glob("*"),
    ]
    open_to_others = {path.name for path in kept if path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO)}
    assert open_to_others == set()
    assert (portal / "var" / "static").is_dir()
