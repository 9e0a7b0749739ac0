"""What a supervisor asks: whether the process answers, and whether the portal can work; no more is learned of it."""

import shutil
import sqlite3
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from django.db import OperationalError, connection
from django.test import Client

from portal import health
from records.keys import KeySentinel
from tests.access.test_headers import hardened
from tests.reliability.support import serving


def answer_of(response):
    return response.status_code, response.content.decode()


@pytest.fixture
def in_order(monkeypatch):
    """The tests' own database is made without migrations: what is wrong with it is asked of real ones below."""
    monkeypatch.setattr(health, "database_problems", list)


def test_process_answers_without_asking_the_database():
    """No database is open to this test: any statement would fail it."""
    assert answer_of(Client().get("/healthz")) == (200, "ok\n")


@pytest.mark.django_db
def test_session_is_not_read(as_user, clerk, in_order, django_assert_max_num_queries):
    client = as_user(clerk)
    with django_assert_max_num_queries(0):
        assert answer_of(client.get("/healthz")) == (200, "ok\n")
    with django_assert_max_num_queries(1):  # the keys
        response = client.get("/readyz")
    assert answer_of(response) == (200, "ready\n")
    assert not response.cookies


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_probe_needs_no_name_of_the_host_and_no_https(settings, in_order, path):
    settings.SECURE_SSL_REDIRECT = True
    response = Client(headers={"Host": "10.1.2.3:8000"}).get(path)
    assert response.status_code == 200
    hardened(response)
    assert Client().post(path).status_code == 405
    assert Client().head(path).status_code == 200
    assert Client(headers={"Host": "10.1.2.3:8000"}).get("/login/").status_code in (301, 400)


@pytest.mark.django_db
def test_wrong_keys_are_not_ready_and_named_in_the_log_alone(settings, in_order, caplog):
    settings.PERSONAL_DATA_KEYS = ["another key that is long enough to be one"]
    KeySentinel.of("the key of this office, by which it began", makes_digests=True).save()
    response = Client().get("/readyz")
    assert answer_of(response) == (503, "not ready\n")
    assert "PERSONAL_DATA_KEYS" in caplog.text
    hardened(response)


@pytest.mark.django_db
def test_silent_database_is_not_ready_while_the_process_answers(monkeypatch, caplog):
    def silent(*args):
        raise OperationalError("connection refused at 10.1.2.3")

    monkeypatch.setattr(connection, "cursor", silent)
    assert answer_of(Client().get("/readyz")) == (503, "not ready\n")
    assert answer_of(Client().get("/healthz")) == (200, "ok\n")
    assert "连接不上数据库" in caplog.text


def test_real_database_without_its_last_migration(migrated, tmp_path):
    """Served for real: ready, and not ready once a migration is taken back behind it."""
    database = shutil.copy(migrated, tmp_path / "portal.sqlite3")
    with serving(database) as address:
        assert urlopen(f"{address}/readyz").read() == b"ready\n"
        with sqlite3.connect(database) as behind:
            behind.execute("DELETE FROM django_migrations WHERE app = 'visits'")
        behind.close()
        with pytest.raises(HTTPError) as refused:
            urlopen(f"{address}/readyz")
        assert (refused.value.code, refused.value.read()) == (503, b"not ready\n")
        assert urlopen(f"{address}/healthz").read() == b"ok\n"
    assert "数据库还没有升级到当前版本" in database.with_suffix(".log").read_text()
