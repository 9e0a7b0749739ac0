"""Every figure of the demo's year opens down to the records it counts and to those it leaves out, and they add up."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from access.roles import Role
from accounts.models import User
from communities.models import SubDistrict
from indicators import breakdown
from indicators.catalogue import CATALOGUE
from indicators.compute import compute
from indicators.kinds import CountIndicator, RatioIndicator
from reports.context import ReportScope, scope_of
from tests.demo.loaded import load_once

pytestmark = pytest.mark.django_db  # as in test_recount: without it pytest-django makes no test database
KEYS = {
    kind: [key for key, figure in CATALOGUE.items() if figure.kind in kind] for kind in ("FS", "R", "T", "PK")
}
WHOLE = pytest.mark.parametrize("whole", [False, pytest.param(True, marks=pytest.mark.soak)])
TERMS = {f"{key}/{part}": term for key, figure in CATALOGUE.items() for part, term in figure.lists.items()}


@contextmanager
def rolled_back() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def scope(django_db_setup, django_db_blocker) -> Iterator[ReportScope]:
    with django_db_blocker.unblock(), rolled_back():
        load_once()
        connection.check_constraints()
        yield scope_of(SubDistrict.objects.get(), date.today().year - 1)


@pytest.fixture(autouse=True)
def checked_once(db) -> Iterator[None]:
    """What was loaded for the module is not held against its keys anew at the end of every test that only reads it."""
    yield
    transaction.set_rollback(True)


@pytest.fixture(scope="module")
def values(scope) -> dict[str, Any]:
    return {"now": compute(CATALOGUE.values(), scope), "last": compute(CATALOGUE.values(), scope.before)}


@pytest.fixture(scope="module")
def secretary(scope) -> User:
    return User.objects.get(role=Role.SECRETARY)


@pytest.fixture(scope="module")
def client(secretary) -> Client:
    client = Client()
    client.force_login(secretary, backend="accounts.backends.ReaderBackend")
    return client


@pytest.fixture(scope="module")
def opened(client, scope):
    """A figure's page, as asked for; each address is opened once."""

    @cache
    def get(key: str, **query: str) -> Any:
        response = client.get(reverse("reports:figure", args=[key]), {"year": scope.year, **query})
        assert response.status_code == 200
        return response

    return get


def listed(response: Any) -> Any:
    return response.context["table"].data.data


def amount(response: Any) -> Decimal:
    """What the records listed there come to: counted, summed, or each told apart once."""
    term = response.context["part"].record_set
    if term.distinct:
        return Decimal(listed(response).filter(repeats=False).count())
    rows = listed(response).order_by()
    return Decimal(rows.aggregate(n=term.amount)["n"] or 0)


@pytest.mark.parametrize("key", KEYS["FS"])
def test_the_list_of_a_count_comes_to_its_value(key, opened, values, scope):
    page = opened(key)
    figure, value = CATALOGUE[key], values["now"][key]
    assert isinstance(figure, CountIndicator)
    assert not value.missing
    assert figure.scale(amount(page)) == value.value
    assert page.context["found"] == value.records
    (funnel, _), *more = page.context["funnels"]
    assert more == []
    assert (funnel.counted, funnel.all) == (value.records, scope.all(figure.record_set.model).count())
    assert funnel.repeated == (value.records - value.value if figure.record_set.distinct else 0)


@pytest.mark.parametrize("key", KEYS["R"])
def test_both_lists_of_a_rate_come_to_its_parts(key, opened, values):
    figure, value = CATALOGUE[key], values["now"][key]
    assert isinstance(figure, RatioIndicator)
    whole = amount(opened(key, part="denominator"))
    assert whole == value.denominator > 0
    if not key.startswith("communities."):  # there 基本满意 may count as well
        assert amount(opened(key, part="numerator")) == value.numerator
    assert figure.rate(Decimal(value.numerator), whole) == value.value


@pytest.mark.parametrize("key", KEYS["FS"] + KEYS["R"])
def test_every_record_is_counted_or_left_out_for_one_reason(key, opened, scope):
    parts = breakdown.parts(CATALOGUE[key])
    for funnel, _ in opened(key).context["funnels"]:
        assert funnel.counted + sum(left.records for left in funnel.left) == funnel.all
        seen = set(funnel.opening.record_set.records(scope).values_list("pk", flat=True))
        assert len(seen) == funnel.counted
        for left in funnel.left:
            pks = set(parts[left.part].rows(scope).values_list("pk", flat=True))
            assert len(pks) == left.records
            assert not pks & seen
            seen |= pks
        assert len(seen) == funnel.all


@WHOLE
@pytest.mark.parametrize("key", KEYS["FS"] + KEYS["R"])
def test_a_reason_lists_what_it_leaves_out(key, whole, opened, scope):
    """One reason of every figure, in turn its first, its second and so on; every reason in the soak."""
    parts = breakdown.parts(CATALOGUE[key])
    reasons = [left for funnel, _ in opened(key).context["funnels"] for left in funnel.left]
    turn = list(CATALOGUE).index(key)
    one = reasons[turn % len(reasons) :][:1] if reasons else []
    for left in reasons if whole else one:
        page = opened(key, part=left.part)
        assert page.context["found"] == left.records if left.records else not page.context["found"]
        assert f"未计入：{left.reason}" in page.content.decode()
        pks = parts[left.part].rows(scope).values_list("pk", flat=True)
        assert set(listed(page).values_list("pk", flat=True)) == set(pks)


@pytest.mark.parametrize("key", KEYS["FS"] + KEYS["R"])
def test_communities_stand_beside_last_year_and_open_their_own_records(key, opened, values):
    page = opened(key)
    now, last = (values[year][key] for year in ("now", "last"))
    lines = page.context["lines"]
    places = {line.place: int(line.place) if line.place != breakdown.OFFICE else None for line in lines}
    assert [(line.now, line.last) for line in lines] == [
        (breakdown.cell(now, places[line.place]), breakdown.cell(last, places[line.place])) for line in lines
    ]
    if isinstance(CATALOGUE[key], CountIndicator):
        assert sum(line.now.amount or 0 for line in lines) == sum(now.rows.values(), Decimal(0))
    for line in [line for line in lines if line.now.amount][:1]:
        narrowed = opened(
            key,
            part="denominator" if isinstance(CATALOGUE[key], RatioIndicator) else "records",
            place=line.place,
        )
        whole = amount_at(narrowed)
        if isinstance(CATALOGUE[key], RatioIndicator):
            assert whole == now.pairs[places[line.place]][1]
        else:
            assert CATALOGUE[key].scale(whole) == line.now.amount


def amount_at(response: Any) -> Decimal:
    """What a community's own records come to, whatever other communities said before."""
    rows = listed(response).order_by()
    return Decimal(rows.aggregate(n=response.context["part"].record_set.amount)["n"] or 0)


@pytest.mark.parametrize("key", KEYS["T"])
def test_a_target_says_who_set_it_and_when(key, opened, values, secretary, scope):
    page = opened(key)
    decision = page.context["decision"]
    assert (decision.who, decision.moment.year) == (str(secretary), scope.year)
    assert str(secretary) in page.content.decode()
    assert f"{reverse('reports:targets')}?year={scope.year}" in page.content.decode()
    assert page.context["last"].text == values["last"][key].text


@pytest.mark.parametrize("key", KEYS["PK"])
def test_a_choice_and_a_threshold_say_who_made_them_and_when(key, opened, secretary, scope):
    page = opened(key)
    decision = page.context["decision"]
    assert (decision.who, f"{decision.moment:%Y-%m-%d}") == (str(secretary), f"{scope.year}-12-20")
    assert ("由人选定" in page.content.decode()) == (CATALOGUE[key].kind == "P")
    assert f"{reverse('reports:settings')}?year={scope.year}" in page.content.decode()


@pytest.mark.parametrize("name", TERMS)
def test_steps_give_reasons(name):
    reasons = [step.reason for step in TERMS[name].criteria]
    assert all(reasons)
    assert len(set(reasons)) == len(reasons)


def test_every_figure_names_its_source():
    assert [
        key
        for key, figure in CATALOGUE.items()
        if not (figure.source and figure.definition and figure.when_missing)
    ] == []
