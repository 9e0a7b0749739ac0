"""Sums of money are exact, however many payments and however odd their cents."""

import json
import random
from decimal import ROUND_HALF_UP, Decimal

import pytest
from django.db.models import FloatField, Sum
from django.db.models.functions import Cast

from funding.models import Payment
from indicators.definitions import funding
from indicators.kinds import Value
from tests.factories import DAY
from tests.reliability.support import text

ODD = ["0.01", "0.07", "0.10", "0.29", "1.15", "8.33", "1234.56", "99999.99", "3333333.33"]


def pay(community, amounts, kind=Payment.Kind.PARTY) -> Decimal:
    """Payments of these amounts; their exact sum."""
    Payment.objects.bulk_create(
        Payment(subdistrict=community.subdistrict, community=community, date=DAY, kind=kind, amount=amount)
        for amount in amounts
    )
    return sum(amounts, Decimal(0))


@pytest.fixture
def ten_thousand(qingquan, wenchang) -> Decimal:
    chance = random.Random(7)
    odd = [Decimal(text) for text in ODD] + [Decimal(chance.randrange(1, 10**9)) / 100 for _ in range(4991)]
    return pay(qingquan, odd) + pay(wenchang, [Decimal("0.01")] * 2500 + [Decimal("0.07")] * 2500)


def shown(total: Decimal) -> str:
    """In 万元, at most two places."""
    return f"{(total / 10_000).quantize(Decimal('0.01'), ROUND_HALF_UP):f}".rstrip("0").rstrip(".")


def test_ten_thousand_payments_sum_exactly(ten_thousand, figure):
    value: Value = figure("funding.party")
    assert Payment.objects.count() == 10_000
    assert value.records == 10_000
    assert value.value * 10_000 == ten_thousand
    assert value.text == shown(ten_thousand)


def test_the_total_of_the_list_is_exact(ten_thousand, as_user, clerk):
    page = as_user(clerk).get("/funding/payment/")
    assert f"{ten_thousand:,.2f}".removesuffix(".00") in text(page)


def test_floats_alone_would_be_wrong(ten_thousand):
    as_floats = Payment.objects.aggregate(total=Sum(Cast("amount", FloatField())))["total"]
    assert repr(as_floats) != f"{ten_thousand:.2f}"
    assert round(Decimal(as_floats), 2) == ten_thousand


@pytest.mark.parametrize(
    "amounts", [["50.00"], ["50.00", "99.99", "0.01"], ["1000049.99"], ["1000050.00"]], ids=str
)
def test_万元_are_rounded_half_up(amounts, figure, qingquan):
    total = pay(qingquan, [Decimal(amount) for amount in amounts], Payment.Kind.PREMISES)
    value = figure("funding.premises")
    assert (value.value * 10_000, value.text) == (total, shown(total))


@pytest.mark.parametrize(("amount", "words"), [("49.99", "0.004999"), ("0.01", "0.000001")])
def test_what_would_round_to_nothing_is_exact(amount, words, figure, qingquan):
    pay(qingquan, [Decimal(amount)], Payment.Kind.PREMISES)
    assert figure("funding.premises").text == words


def test_the_largest_amounts_sum_exactly(figure, qingquan):
    """Ten thousand payments of nearly ten million: more than any 街道 has. SQLite adds floats: far beyond, cents would go."""
    total = pay(qingquan, [Decimal("9999999.99"), Decimal("9999998.03")] * 5000 + [Decimal("0.01")])
    assert figure("funding.party").value * 10_000 == total


def test_the_command_prints_the_same_sum(ten_thousand, capsys):
    from django.core.management import call_command

    call_command("figures", "--subdistrict", "JH", "--year", str(DAY.year), "--json")
    printed = json.loads(capsys.readouterr().out)["funding.party"]
    assert (Decimal(printed["value"]) * 10_000, printed["text"]) == (ten_thousand, shown(ten_thousand))


def test_every_figure_of_money_is_covered():
    assert {made.key for made in funding.INDICATORS} == {
        "funding.work",
        "funding.party",
        "funding.service",
        "funding.premises",
    }
