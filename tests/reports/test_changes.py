"""A figure beside last year's: 比上年多26次, told only where both are known, and of the numbers that are printed."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest

from indicators.catalogue import CATALOGUE
from indicators.kinds import Value
from reports.context import scope_of
from reports.draft import Draft
from reports.outline import tokens
from reports.text import names
from reports.text.names import years
from reports.text.passages import default
from tests import factories as F
from tests.factories import YEAR
from tests.reports.support import draft_of

CLOSED = date(YEAR + 1, 3, 1)


def value(key: str, text: str) -> Value:
    if text == "X":
        return Value(CATALOGUE[key])
    return Value(CATALOGUE[key], Decimal(text.rstrip("%")), text, stated_zero=text == "0")


@pytest.mark.parametrize(
    ("key", "now", "last", "said"),
    [
        ("visits.frontline", "409", "393", "比上年多16次"),
        ("members.admitted", "5", "8", "比上年少3名"),
        ("services.brands", "6", "6", "与上年持平"),
        ("visits.frontline", "3", "0", "上年为零"),
        ("funding.party", "87.36", "90", "比上年少2.64万元"),
        ("mediation.success_rate", "96.4%", "94.1%", "比上年高2.3个百分点"),
        ("mediation.success_rate", "90%", "94.1%", "比上年低4.1个百分点"),
        ("services.deeds_per_member", "1.2", "0.9", "比上年多0.3件"),
        ("visits.frontline", "409", "X", None),
        ("visits.frontline", "X", "393", None),
        ("targets.party_funding", "90", "80", None),
    ],
)
def test_is_said_as_people_say_it(key, now, last, said):
    assert years.change(facts(value(key, now), value(key, last)), key) == said


def facts(now: Value, last: Value) -> Any:
    """What names of years ask: two values of one figure, of a closed year."""
    return SimpleNamespace(
        values={now.key: now}, before={now.key: last}, scope=SimpleNamespace(last_year="上年")
    )


def test_is_taken_from_the_numbers_as_they_are_printed():
    now, last = (
        Value(CATALOGUE["funding.party"], Decimal(exact), text)
        for exact, text in (("87.364", "87.36"), ("87.355", "87.36"))
    )
    assert years.change(facts(now, last), "funding.party") == "与上年持平"


@pytest.mark.parametrize(
    ("now", "last", "told"),
    [
        ("5", "3", {"was": "3", "moved": "3", "more": "2", "since": "上年3个，今年多2个", "stood": "3"}),
        ("3", "5", {"was": "5", "moved": "5", "fewer": "2", "since": "上年5个，今年少2个", "stood": "5"}),
        ("4", "4", {"was": "4", "same": "4", "since": "上年也是4个", "stood": "4"}),
        ("2", "0", {"was": "0", "moved": "0", "more": "2", "since": "上年没有", "fresh": "2"}),
        ("0", "2", {"was": "2", "fewer": "2", "since": "上年2个，今年少2个"}),
        ("2", "X", {}),
        ("X", "2", {}),
    ],
)
def test_each_name_stands_only_where_it_is_so(now, last, told):
    key = "communities.low_satisfaction"
    both = facts(value(key, now), value(key, last))
    assert {
        room: said
        for room, say in years.ROOMS.items()
        if room != "change" and (said := say(both, key)) is not None
    } == told


def test_who_did_nothing_is_not_held_against_a_year_without_records():
    idle, acted = "meetings.two_new_idle_orgs", "meetings.two_new_activities"
    both = facts(value(idle, "2"), value(idle, "16"))
    for recorded, said in (("0", None), ("X", None), ("30", "比上年少14家")):
        both.before[acted] = value(acted, recorded)
        assert years.change(both, idle) == said


# ── In the text ─────────────────────────────────────────────────────────────
def held(office: Any, year: int, *months: int) -> None:
    for month in months:
        F.MeetingFactory(subdistrict=office, date=date(year, month, 5), kind="special")


def duty(office: Any, today: date = CLOSED) -> str:
    scope = scope_of(office, YEAR, today)
    pieces = Draft(scope, passages=default(scope.report)).document.pieces()
    return pieces["highlights.foundations.duty"].text


@pytest.mark.django_db
def test_stands_behind_its_figure(office):
    held(office, YEAR, *range(1, 13), 12)
    held(office, YEAR - 1, *range(1, 12))
    assert "开党建专题会议13次（比上年多2次）。" in duty(office)


@pytest.mark.django_db
def test_of_the_first_year_the_figure_stands_alone(office):
    held(office, YEAR, *range(1, 11))
    assert "开党建专题会议10次，11月、12月没有开。" in duty(office)


@pytest.mark.django_db
def test_a_running_year_is_held_against_the_same_span(office):
    held(office, YEAR, 1, 2, 3)
    held(office, YEAR - 1, 1, 9, 10)
    assert "开党建专题会议3次（比上年同期多2次）。" in duty(office, date(YEAR, 4, 10))


@pytest.mark.django_db
def test_an_aside_that_a_person_wrote_drops_as_well(office):
    held(office, YEAR, 1)
    writer = Draft(scope_of(office, YEAR, CLOSED)).writer
    said = writer.text(
        "召开党建专题会议{meetings.special}次（{change.meetings.special}），其余照旧（见台账）。"
    )
    assert "".join(run.text for run in said) == "召开党建专题会议1次，其余照旧（见台账）。"


def test_it_comes_back_from_the_editor():
    text = "召开党建专题会议{meetings.special}次（{change.meetings.special}）"
    assert tokens.with_labels(text) == "召开党建专题会议【党建专题会议】次（【党建专题会议比上年】）"
    assert tokens.with_keys(tokens.with_labels(text)) == text


def test_a_year_before_the_first_record_is_no_zero(office, qingquan):
    """Who is registered makes good deeds countable; that nobody wrote any down before says nothing of that year."""
    F.CheckInFactory(community=qingquan, since=date(YEAR - 3, 1, 1))
    F.GoodDeedFactory(community=qingquan, date=date(YEAR, 5, 1))
    assert draft_of(office).facts.before["services.good_deeds"].zero
    assert names.name(draft_of(office).facts, "change.services.good_deeds") is None
    F.GoodDeedFactory(community=qingquan, date=date(YEAR - 2, 5, 1))
    assert names.name(draft_of(office).facts, "change.services.good_deeds") == "上年为零"
