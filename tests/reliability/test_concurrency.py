"""Many writers at once, through real HTTP on SQLite: nobody is turned away, nothing is written twice or lost."""

import re
import shutil
import uuid
from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from types import SimpleNamespace

import pytest
from lxml import html

from records import alike, editing
from tests.reliability.conftest import vars_of
from tests.reliability.support import CONCURRENT, Caller, at_once, opinions, rows, runs, serving, visit


@pytest.fixture(scope="module")
def portal(filled, tmp_path_factory) -> Iterator[SimpleNamespace]:
    """The portal served once for all: each test writes on days of its own."""
    database = Path(shutil.copy(filled.database, tmp_path_factory.mktemp("portal") / "portal.sqlite3"))
    with serving(database) as address:
        clerks = [Caller(address, key) for key in filled.sessions]
        yield SimpleNamespace(address=address, clerks=clerks, database=database, **vars_of(filled))


def day(number: int) -> str:
    return (date(2023, 1, 1) + timedelta(days=number)).isoformat()


def saved(answer) -> bool:
    return answer.status == 302 and bool(re.fullmatch(r"/visits/visit/\d+/", answer.location))


def entering(portal, number: int):
    data = visit(
        portal.communities[number % 2],
        day(number),
        summary=f"写者{number}",
        **opinions("路灯不亮", "车位不足"),
    )
    data["submission"] = str(uuid.uuid4())
    return partial(portal.clerks[number % 2].post, "/visits/visit/new/", data)


def changing(portal, number: int):
    data = visit(
        portal.communities[0],
        f"2024-01-{number + 1:02}",
        summary=f"写者{number}",
        version=1,
        **opinions("路灯不亮"),
    )
    return partial(portal.clerks[number % 2].post, f"/visits/visit/{portal.visits[number]}/edit/", data)


def issues(portal, summary: str) -> int:
    """The rows below the visits with this summary."""
    below = "SELECT count(*) FROM visits_visitissue JOIN visits_visit ON visits_visit.id = visit_id WHERE visits_visit.summary LIKE ?"
    return rows(portal.database, below, summary)[0][0]


def test_sixteen_writers_at_once_are_all_written(portal):
    for wave in range(3):
        answers = at_once([entering(portal, wave * CONCURRENT + number) for number in range(CONCURRENT)])
        assert [saved(answer) for answer in answers] == [True] * CONCURRENT, [
            (answer.status, answer.location) for answer in answers
        ]
    answers = at_once([changing(portal, number) for number in range(CONCURRENT)])
    assert [answer.status for answer in answers] == [302] * CONCURRENT

    mine = "SELECT summary, count(*) FROM visits_visit WHERE date < '2024-01-01' AND summary LIKE '写者%' GROUP BY summary"
    written = dict(rows(portal.database, mine))
    assert written == {f"写者{number}": 1 for number in range(3 * CONCURRENT)}
    assert issues(portal, "写者%") == 3 * CONCURRENT * 2 + CONCURRENT
    changed = rows(
        portal.database,
        "SELECT count(*) FROM visits_visit WHERE date >= '2024-01-01' AND version = 2 AND summary LIKE '写者%'",
    )
    assert changed == [(CONCURRENT,)]


def test_without_our_options_some_of_sixteen_are_turned_away(unprotected):
    for version in range(1, 6):
        data = [
            visit(unprotected.communities[0], f"2024-01-{n + 1:02}", summary=f"{version}", version=version)
            for n in range(CONCURRENT)
        ]
        paths = [f"/visits/visit/{pk}/edit/" for pk in unprotected.visits]
        calls = [partial(unprotected.clerks[n % 2].post, paths[n], data[n]) for n in range(CONCURRENT)]
        refused = sum(answer.status == 503 for answer in at_once(calls))
        if refused:
            break
    assert refused > 0


@pytest.mark.parametrize("count", runs(10, 4))
def test_the_same_form_five_times_at_once_is_one_record(count, portal):
    same = f"同一张表{count}"
    for number in range(count):
        data = visit(
            portal.communities[0],
            day(100 + 10 * count + number),
            summary=same,
            submission=str(uuid.uuid4()),
            **opinions("路灯不亮"),
        )
        answers = at_once([partial(portal.clerks[0].post, "/visits/visit/new/", data)] * 5)
        assert len({answer.location for answer in answers if answer.status == 302}) == 1
        assert [answer.status for answer in answers] == [302] * 5, (
            "somebody who pressed twice is told of an error"
        )
    assert rows(portal.database, "SELECT count(*) FROM visits_visit WHERE summary = ?", same) == [(count,)]
    assert issues(portal, same) == count


@pytest.mark.parametrize("found_at", ["before it is read", "while it is checked"])
def test_a_double_submit_leads_to_the_record_whenever_the_first_one_lands(
    found_at, as_user, clerk, qingquan, monkeypatch
):
    client, token = as_user(clerk), str(uuid.uuid4())
    data = visit(qingquan.pk, "2025-05-20", submission=token)
    first = client.post("/visits/visit/new/", data)
    if found_at == "while it is checked":  # the first one lands after the second has looked for it
        look, times = editing.RecordFormView.already, iter([False])
        monkeypatch.setattr(
            editing.RecordFormView,
            "already",
            lambda self, token: look(self, token) if next(times, True) else None,
        )
    second = client.post("/visits/visit/new/", data)
    assert (second.status_code, second.headers.get("Location")) == (302, first["Location"])


def test_without_the_number_of_the_form_it_is_two_records(as_user, clerk, office, qingquan, monkeypatch):
    monkeypatch.setattr(alike, "comparisons", lambda model: [])  # else the second would be asked about
    data = {"date": "2025-05-20", "community": qingquan.pk, "content": "为老人更换水管"}
    for _ in range(2):
        as_user(clerk).post("/services/gooddeed/new/", data)
    assert qingquan.gooddeed_set.count() == 2
    for _ in range(2):
        as_user(clerk).post(
            "/services/gooddeed/new/", {**data, "submission": "6f1c2d9e-50aa-4a9e-9f5e-111111111111"}
        )
    assert qingquan.gooddeed_set.count() == 3


# ── Lost updates ────────────────────────────────────────────────────────────
def seen(answer) -> str:
    return html.fromstring(answer.text).xpath("//input[@name='version']/@value")[0]


@pytest.mark.parametrize("count", runs(200, 8))
def test_of_two_editors_the_second_sees_both_texts_and_nothing_is_lost(count, portal):
    when = day(300 + count)
    entered = portal.clerks[0].post(
        "/visits/visit/new/", visit(portal.communities[0], when, submission=str(uuid.uuid4()))
    )
    pk = int(entered.location.split("/")[-2])
    path = f"/visits/visit/{pk}/edit/"
    for number in range(count):
        texts = [f"甲{number}", f"乙{number}"]
        forms = at_once([partial(clerk.get, path) for clerk in portal.clerks])
        data = [
            visit(portal.communities[0], when, summary=text, version=seen(form))
            for text, form in zip(texts, forms, strict=True)
        ]
        answers = at_once([partial(portal.clerks[who].post, path, data[who]) for who in (0, 1)])
        assert sorted(answer.status for answer in answers) == [302, 409]
        late = [answer.status for answer in answers].index(409)
        told = re.sub(r"<(textarea|script).*?</\1>", "", answers[late].text, flags=re.S)
        assert all(text in told for text in texts)
        assert (
            html.fromstring(answers[late].text).xpath("//textarea[@name='summary']")[0].text.strip()
            == texts[late]
        )
        assert rows(portal.database, "SELECT summary FROM visits_visit WHERE id = ?", pk) == [
            (texts[1 - late],)
        ]

        again = portal.clerks[late].post(path, {**data[late], "version": seen(answers[late])})
        assert again.status == 302
        assert rows(portal.database, "SELECT summary FROM visits_visit WHERE id = ?", pk) == [(texts[late],)]
    kept = rows(
        portal.database,
        "SELECT count(DISTINCT history_id), count(DISTINCT summary) FROM visits_historicalvisit WHERE id = ?",
        pk,
    )
    assert kept == [(1 + 2 * count, 1 + 2 * count)]


def test_without_the_check_of_versions_the_second_overwrites_the_first(as_user, clerk, qingquan, monkeypatch):
    from tests.factories import VisitFactory
    from visits.models import Visit

    record = VisitFactory(community=qingquan, kind="household")
    path = f"/visits/visit/{record.pk}/edit/"
    data = visit(qingquan.pk, "2025-05-20", version=1)
    first = as_user(clerk).post(path, {**data, "summary": "甲"})
    guarded = as_user(clerk).post(path, {**data, "summary": "乙"})
    assert (first.status_code, guarded.status_code) == (302, 409)
    assert Visit.objects.get(pk=record.pk).summary == "甲"

    monkeypatch.setattr(
        editing, "seen_version", lambda request: Visit.objects.everywhere().get(pk=record.pk).version
    )
    unguarded = as_user(clerk).post(path, {**data, "summary": "乙"})
    assert unguarded.status_code == 302
    assert Visit.objects.get(pk=record.pk).summary == "乙"
