"""The rules of honest figures: rounding, money, distinct counts, incomplete communities, stated zeros, limits, choices."""

from datetime import date
from decimal import Decimal

import pytest

from funding.models import Payment
from indicators.amounts import mean, percentage, text_of, wan_text
from tests import factories as F
from tests.factories import DAY, YEAR
from tests.reports.support import draft_of


def names(value):
    return [community.name for community in value.incomplete]


@pytest.mark.parametrize(
    ("part", "whole", "expected"),
    [
        (1, 3, "33.3"),
        (2, 3, "66.7"),
        (1, 8, "12.5"),
        (1, 16, "6.3"),  # 6.25: half up
        (4935, 10_000, "49.4"),  # 49.35: half up, not to even
        (4925, 10_000, "49.3"),
        (0, 7, "0"),
        (7, 7, "100"),
        (99_996, 100_000, "99.9"),
        (1, 100_000, "0.1"),
        (200_001, 200_000, "100.1"),
    ],
)
def test_rate_has_one_decimal_half_up_and_is_whole_or_nothing_only_when_true(part, whole, expected):
    assert text_of(percentage(Decimal(part), Decimal(whole)), 1) == expected


@pytest.mark.parametrize(
    ("part", "whole", "expected"), [(3, 2, "1.5"), (5, 4, "1.3"), (4, 2, "2"), (0, 9, "0"), (1, 50, "0.1")]
)
def test_mean_is_zero_only_when_nothing_was_counted(part, whole, expected):
    assert text_of(mean(Decimal(part), Decimal(whole)), 1) == expected


@pytest.mark.parametrize(
    ("number", "places", "text"),
    [
        ("2.005", 2, "2.01"),
        ("2.004", 2, "2"),
        ("1200.50", 2, "1200.5"),
        ("100", 0, "100"),
        ("0.00", 2, "0"),
        ("1E+2", 1, "100"),
    ],
)
def test_number_loses_trailing_zeros_and_nothing_else(number, places, text):
    assert text_of(Decimal(number), places) == text


@pytest.mark.parametrize(
    ("paid", "text", "printed"),
    [
        ("0.01", "0.000001", "0.01元"),
        ("1", "0.0001", "1元"),
        ("49.99", "0.004999", "49.99元"),
        ("50", "0.01", "0.01万元"),
        ("120", "0.01", "0.01万元"),
        ("12000.40", "1.2", "1.2万元"),
    ],
)
def test_money_that_was_paid_is_never_printed_as_nothing(office, qingquan, paid, text, printed):
    F.PaymentFactory(community=qingquan, kind="work", amount=Decimal(paid), date=date(YEAR, 3, 1))
    draft = draft_of(office)
    value = draft.facts.values["funding.work"]
    assert value.text == text
    assert value.at(qingquan.pk).write(wan_text) == text
    assert (
        "".join(run.text for run in draft.writer.text("拨付{funding.work}万元，见台账。"))
        == f"拨付{printed}，见台账。"
    )
    assert f"社区工作经费{printed}" in "".join(found.text for found in draft.document.paragraphs())


def test_money_is_exact_over_ten_thousand_payments(figure, office, qingquan):
    amounts = [Decimal(n * 7919 % 99_999_99 + 1) / 100 for n in range(10_000)]
    made = [
        Payment(
            subdistrict=office,
            community=qingquan if n % 2 else None,
            date=DAY,
            kind=Payment.Kind.PARTY,
            amount=amount,
        )
        for n, amount in enumerate(amounts)
    ]
    Payment.objects.bulk_create(made, batch_size=500)
    value = figure("funding.party")
    assert value.value * 10_000 == sum(amounts)
    assert {place: row * 10_000 for place, row in value.rows.items()} == {
        None: sum(amounts[::2]),
        qingquan.pk: sum(amounts[1::2]),
    }
    assert value.records == 10_000


def test_distinct_figure_is_less_than_the_sum_of_its_rows(figure, qingquan, wenchang):
    for community in (qingquan, wenchang):
        F.PartnerUnitFactory(community=community, name="市第二医院")
    F.PartnerUnitFactory(community=wenchang, name="供电所")
    value = figure("communities.partner_units")
    assert (value.value, value.rows) == (2, {qingquan.pk: 1, wenchang.pk: 2})


def test_communities_without_base_records_are_listed_and_the_value_stands(figure, qingquan):
    F.VisitFactory(community=qingquan)
    value = figure("visits.frontline")
    assert (value.value, value.missing, names(value)) == (0, False, ["文昌社区"])


def test_all_communities_recorded_leaves_nothing_incomplete(figure, qingquan, wenchang):
    for community in (qingquan, wenchang):
        F.VisitFactory(community=community)
    assert names(figure("visits.frontline")) == []


def test_rows_of_the_office_itself_stand_apart(figure, office, qingquan):
    F.BrandFactory(community=None, subdistrict=office)
    F.BrandFactory(community=qingquan)
    assert figure("services.brands").rows == {None: 1, qingquan.pk: 1}


class TestZeroStatements:
    def state(self, office, community=None, key="visits.frontline", year=YEAR):
        return F.ZeroStatementFactory(subdistrict=office, community=community, key=key, year=year)

    def test_a_statement_for_the_office_makes_it_zero(self, figure, office):
        self.state(office)
        value = figure("visits.frontline")
        assert (value.value, value.text, value.zero, value.stated_zero, value.contradicted, names(value)) == (
            0,
            "0",
            True,
            True,
            False,
            [],
        )

    def test_a_payment_is_zero_only_by_statement(self, figure, office):
        assert figure("funding.work").missing
        self.state(office, key="funding.work")
        assert figure("funding.work").zero

    @pytest.mark.parametrize("given", [{"year": YEAR - 1}, {"key": "visits.households"}])
    def test_a_statement_of_another_year_or_figure_says_nothing(self, figure, office, given):
        self.state(office, **given)
        assert figure("visits.frontline").missing

    def test_a_statement_of_another_office_says_nothing(self, figure, other_office):
        self.state(other_office)
        assert figure("visits.frontline").missing

    def test_one_community_of_two_leaves_it_missing(self, figure, office, qingquan):
        self.state(office, qingquan)
        value = figure("visits.frontline")
        assert (value.missing, names(value)) == (True, ["文昌社区"])

    def test_all_communities_together_make_it_zero(self, figure, office, qingquan, wenchang):
        self.state(office, qingquan)
        self.state(office, wenchang)
        value = figure("visits.frontline")
        assert (value.value, value.stated_zero, names(value)) == (0, True, [])

    def test_a_stated_community_is_no_longer_incomplete(self, figure, office, qingquan, wenchang):
        F.VisitFactory(community=qingquan)
        self.state(office, wenchang)
        value = figure("visits.frontline")
        assert (value.value, names(value), value.contradicted) == (0, [], False)

    def test_a_base_record_voids_the_office_statement(self, figure, office, qingquan):
        self.state(office)
        F.VisitFactory(community=qingquan, leaders=[F.LeaderFactory(subdistrict=office)])
        value = figure("visits.frontline")
        assert (value.value, value.contradicted, value.stated_zero, names(value)) == (
            1,
            True,
            False,
            ["文昌社区"],
        )

    def test_a_base_record_of_that_community_voids_its_statement(self, figure, office, qingquan):
        self.state(office, qingquan)
        F.VisitFactory(community=qingquan)
        assert figure("visits.frontline").contradicted

    def test_no_statement_mends_a_zero_denominator(self, figure, office):
        self.state(office, key="mediation.success_rate")
        assert figure("mediation.success_rate").missing
