"""Two secretaries press 定稿 at the same moment, through real HTTP: one edition."""

import json
import shutil
from functools import partial
from pathlib import Path

import pytest

from tests.reliability.support import Caller, at_once, rows, script, serving


@pytest.fixture(scope="module")
def waiting(migrated, tmp_path_factory):
    """The demo's portal with its report waiting to be signed, and who may sign it."""
    database = Path(shutil.copy(migrated, tmp_path_factory.mktemp("waiting") / "portal.sqlite3"))
    found = script(database, "populate_report")
    assert found.returncode == 0, found.stderr
    return database, json.loads(found.stdout)


@pytest.fixture
def submitted(waiting, tmp_path):
    prepared, told = waiting
    database = shutil.copy(prepared, tmp_path / "portal.sqlite3")
    with serving(database) as address:
        yield database, told["year"], [Caller(address, session) for session in told["sessions"]]


def test_two_who_sign_at_once_make_one_edition(submitted):
    database, year, signers = submitted
    path = f"/reports/annual/sign/?year={year}"
    for number in (1, 2):
        calls = [partial(signer.post, path, {"step": "sign"}) for signer in signers for _ in range(2)]
        assert [answer.status for answer in at_once(calls)] == [302] * len(calls)
        assert rows(database, "SELECT number FROM reports_edition ORDER BY number") == [
            (n,) for n in range(1, number + 1)
        ]
        assert rows(database, "SELECT stage FROM reports_annualreport WHERE year = ?", year) == [("signed",)]
        for step in ("reopen", "submit"):
            assert signers[0].post(path, {"step": step}).status == 302
        signers.reverse()  # whoever submitted may not sign: the other does, and only he


def test_signing_and_writing_at_once_leaves_what_was_signed(submitted):
    """Whichever comes first: the edition holds the text as the report had it when it was closed."""
    database, year, signers = submitted
    key = "highlights.mechanisms.supervision"
    sign = partial(signers[0].post, f"/reports/annual/sign/?year={year}", {"step": "sign"})
    write = partial(
        signers[1].post,
        f"/reports/annual/passages/{key}/?year={year}",
        {"text": "改写一句。", "version": "1"},
    )
    answers = at_once([sign, write])
    assert [answer.status for answer in answers] == [302, 409]
    assert rows(database, "SELECT count(*) FROM reports_passage WHERE text = '改写一句。'") == [(0,)]
    assert rows(database, "SELECT count(*) FROM reports_edition") == [(1,)]
