"""What people decide: limits, targets, the chosen brand; and where each figure is shown."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from communities.models import Survey
from indicators.catalogue import CATALOGUE
from indicators.compute import compute
from reports.context import scope_of
from reports.facts import Facts
from reports.figures import ledger
from tests import factories as F
from tests.factories import DAY, LATER, LONG_AGO, YEAR


class TestLimits:
    def surveyed(self, qingquan, **sheets):
        F.SurveyFactory(
            community=qingquan,
            **{"valid": 100, "satisfied": 50, "basically_satisfied": 9, "dissatisfied": 41, **sheets},
        )

    @pytest.mark.parametrize(("threshold", "low"), [("60", 1), ("59.1", 1), ("59", 0)])
    def test_satisfaction_is_low_only_under_the_limit(self, figure, office, qingquan, threshold, low):
        self.surveyed(qingquan)
        F.AnnualReportFactory(subdistrict=office, low_satisfaction=Decimal(threshold))
        assert figure("communities.low_satisfaction").value == low
        assert figure("communities.low_satisfaction_threshold").text == f"{threshold}%"

    def test_basically_satisfied_counts_unless_the_office_says_no(self, figure, office, qingquan):
        unit = F.RectificationFactory(community=qingquan)
        for phase in (Survey.Phase.BEFORE, Survey.Phase.AFTER):
            F.SurveyFactory(community=qingquan, phase=phase, rectification=unit)
        assert figure("communities.satisfaction_after").text == "90%"
        F.AnnualReportFactory(subdistrict=office, basically_satisfied=False)
        assert figure("communities.satisfaction_after").text == "70%"

    def test_limits_of_the_year_before_go_on(self, figure, office, qingquan):
        self.surveyed(qingquan)
        F.AnnualReportFactory(subdistrict=office, year=YEAR - 1, low_satisfaction=50)
        assert (
            figure("communities.low_satisfaction").value,
            figure("communities.low_satisfaction_threshold").text,
        ) == (0, "50%")

    def test_other_limits(self, figure, office, qingquan, wenchang):
        F.AnnualReportFactory(subdistrict=office, low_decisions=1, low_study=1, waiting_months=3)
        F.DecisionFactory(community=qingquan)
        org = F.PartyOrgFactory(community=qingquan)
        F.MeetingFactory(subdistrict=office, org=org, kind="lecture")
        F.ApplicantFactory(
            org=org, unit=F.TwoNewUnitFactory(community=qingquan), applied_on=date(YEAR, 10, 1)
        )
        found = [
            figure(f"m{key}").value
            for key in (
                "eetings.low_decision_communities",
                "eetings.low_study_branches",
                "embers.waiting_applicants",
            )
        ]
        assert found == [1, 0, 0]


def test_study_counts_whole_in_a_year_without_campaign(figure, office):
    F.CampaignFactory(subdistrict=office, first_year=YEAR - 1, last_year=YEAR - 1)
    F.MeetingFactory(subdistrict=office, kind="study")
    assert figure("meetings.study").value == 1


class TestTargets:
    def text(self, office, figure, key, amount, **given):
        F.TargetFactory(subdistrict=office, key=key, amount=amount and Decimal(amount), **given)
        return figure(key).text

    @pytest.mark.parametrize(
        ("key", "amount", "text"),
        [
            ("targets.party_funding", "60.00", "60"),
            ("targets.party_funding", "60.50", "60.5"),
            ("targets.satisfaction", "85.00", "85%"),
            ("targets.monthly_visits", "4", "4"),
            ("targets.demonstration_communities", "3", "3个"),
            ("targets.new_brands", "0", "0"),
            ("targets.new_brands", None, "X"),
        ],
    )
    def test_target_is_printed_with_its_sign(self, office, figure, key, amount, text):
        assert self.text(office, figure, key, amount) == text

    @pytest.mark.parametrize("year", [YEAR, YEAR + 2])
    def test_only_the_coming_years_target_counts(self, office, figure, year):
        assert self.text(office, figure, "targets.new_brands", "3", year=year) == "X"

    def test_chosen_communities_are_printed_by_name(self, office, figure, qingquan, wenchang):
        target = F.TargetFactory(subdistrict=office, key="targets.demonstration_communities", amount=None)
        target.communities.set([wenchang, qingquan])
        value = figure("targets.demonstration_communities")
        assert (value.value, value.text) == (["清泉社区", "文昌社区"], "清泉社区、文昌社区")

    def test_every_target_has_a_measure_in_the_catalogue(self):
        assert {figure.measure for figure in CATALOGUE.values() if figure.kind == "T"} <= CATALOGUE.keys()


class TestBrand:
    KEYS = ("services.brand_month", "services.brand_community", "services.brand_media")

    def read(self, figure):
        return [figure(key).text for key in self.KEYS]

    def brand(self, community, month, outlet=None, **given):
        brand = F.BrandFactory(community=community, since=date(YEAR, month, 1), **given)
        return brand, outlet and F.MediaReportFactory(brand=brand, outlet=outlet, date=LATER)

    def test_without_a_media_report_everything_is_missing(self, figure, qingquan):
        self.brand(qingquan, 3)
        assert self.read(figure) == ["X", "X", "X"]

    def test_the_one_begun_last_that_the_press_wrote_about(self, figure, qingquan, wenchang):
        self.brand(qingquan, 3, "江州日报")
        self.brand(wenchang, 6, "江州晚报")
        self.brand(qingquan, 8)
        self.brand(qingquan, 7, "省报", until=date(YEAR, 12, 31))
        assert self.read(figure) == ["6", "文昌社区", "江州晚报"]

    def test_what_the_report_chose(self, figure, office, qingquan, wenchang):
        chosen, media = self.brand(qingquan, 3, "江州日报")
        F.MediaReportFactory(brand=chosen, outlet="市电视台", date=date(YEAR, 10, 1))
        self.brand(wenchang, 6, "江州晚报")
        F.AnnualReportFactory(subdistrict=office, brand=chosen, media_report=media)
        assert self.read(figure) == ["3", "清泉社区", "江州日报"]

    def test_a_report_after_the_cut_off_is_not_known_yet(self, figure, qingquan):
        brand, _ = self.brand(qingquan, 3)
        F.MediaReportFactory(brand=brand, date=date(YEAR + 1, 1, 1))
        assert self.read(figure) == ["X", "X", "X"]

    def test_a_brand_of_the_office_names_the_office(self, figure, office):
        brand = F.BrandFactory(community=None, subdistrict=office)
        F.MediaReportFactory(brand=brand)
        assert figure("services.brand_community").text == "锦河街道"


def test_stock_of_a_running_year_stands_on_today(office, qingquan):
    F.BrandFactory(community=qingquan, since=LONG_AGO, until=DAY)
    F.BrandFactory(community=qingquan, since=LATER)
    days = {date(YEAR, 5, 19): 1, DAY: 0, LATER: 1, date(YEAR + 3, 1, 1): 1}
    for today, standing in days.items():
        scope = scope_of(office, YEAR, today)
        assert compute([CATALOGUE["services.brands"]], scope)["services.brands"].value == standing


def test_unknown_numbers_of_members_are_listed_beside_the_coverage(as_user, secretary, qingquan):
    F.TwoNewUnitFactory(community=qingquan)
    unknown = F.TwoNewUnitFactory(community=qingquan, full_members=None)
    page = as_user(secretary).get(
        reverse("reports:figure", args=["members.two_new_coverage"]), {"year": YEAR}
    )
    assert unknown.name in page.content.decode()


def test_ledger_shows_every_figure_once_in_a_group(scope):
    shown = [entry.value.key for group in ledger.ledger(Facts(scope)) for entry in group.entries]
    assert set(shown) == set(CATALOGUE)
