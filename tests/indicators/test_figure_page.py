"""The page of a figure: empty columns, what says something again, one community alone, who may see what; the handbook."""

import re
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from indicators.catalogue import CATALOGUE, NUMBERED, numbers
from reports.models import AnnualReport, Target
from tests import factories as F
from tests.factories import DAY, LONG_AGO, YEAR
from tests.records.browser import sheet

LAST_YEAR = date(YEAR - 1, 6, 1)


def url(key, page="figure", **query):
    address = reverse(f"reports:{page}", args=[key])
    return f"{address}?{'&'.join(f'{name}={value}' for name, value in {'year': YEAR, **query}.items())}"


@pytest.fixture
def desk(as_user, secretary, qingquan, wenchang):
    return as_user(secretary)


def rows(response):
    return list(response.context["table"].data.data)


def left(response):
    return {left.reason: left.records for funnel, _ in response.context["funnels"] for left in funnel.left}


class TestLeftOut:
    def test_a_record_is_listed_under_the_first_condition_it_fails(self, desk, qingquan):
        """Empty days and numbers among them: what is not known is left out, never lost."""
        waiting = F.DecisionFactory(community=qingquan, resolved_on=None)
        F.DecisionFactory(community=qingquan, resolved_on=LAST_YEAR, consulted_on=None)
        gappy = F.DecisionFactory(community=qingquan, consulted_on=None)
        counted = F.DecisionFactory(community=qingquan)
        page = desk.get(url("meetings.decisions"))
        assert rows(page) == [counted]
        assert left(page) == {"还没有作出决议": 1, "决议日期不在当年": 1, "决议前的步骤日期不齐": 1}
        assert rows(desk.get(url("meetings.decisions", part="records-1"))) == [waiting]
        assert rows(desk.get(url("meetings.decisions", part="records-3"))) == [gappy]

    def test_its_list_is_filtered_and_exported_like_any_other(self, desk, office, qingquan):
        F.MeetingFactory(subdistrict=office, topic="党建专题研判")
        other = F.MeetingFactory(subdistrict=office, kind="other", topic="安全生产例会")
        F.MeetingFactory(subdistrict=office, kind="other", topic="年货采购")
        part = {"part": "records-2", "q": "安全"}
        assert rows(desk.get(url("meetings.special", **part))) == [other]
        _, *exported = sheet(desk.get(url("meetings.special", "figure-export", **part)))
        assert ["安全生产例会" in [cell.value for cell in row] for row in exported] == [True]

    def test_a_rate_says_what_is_out_of_the_denominator_and_what_of_the_numerator(self, desk, qingquan):
        F.MediationCaseFactory(community=qingquan, result="success", closed_on=DAY)
        failed = F.MediationCaseFactory(community=qingquan, result="failure", closed_on=DAY)
        F.MediationCaseFactory(community=qingquan, result="withdrawn", closed_on=DAY)
        page = desk.get(url("mediation.success_rate"))
        assert [(f.name, f.all, f.counted) for f, _ in page.context["funnels"]] == [
            ("denominator", 3, 2),
            ("numerator", 2, 1),
        ]
        assert left(page) == {"还没有结案": 0, "结案日期不在当年": 0, "撤回或终止": 1, "调解不成": 1}
        assert rows(desk.get(url("mediation.success_rate", part="numerator-4"))) == [failed]

    def test_unknown_part_shows_what_is_counted(self, desk, office):
        meeting = F.MeetingFactory(subdistrict=office)
        for part in ("records-9", "numerator", "x", ""):
            assert rows(desk.get(url("meetings.special", part=part))) == [meeting]


class TestRepeats:
    def test_what_says_something_again_is_marked_and_listed(self, desk, qingquan, wenchang):
        first = F.PartnerUnitFactory(community=qingquan, name="市第二医院")
        again = F.PartnerUnitFactory(community=wenchang, name="市第二医院")
        page = desk.get(url("communities.partner_units"))
        assert {unit: unit.repeats for unit in rows(page)} == {first: False, again: True}
        assert page.content.decode().count("重复，不另计") == 1
        assert "各行相加多 1" in page.content.decode()
        assert rows(desk.get(url("communities.partner_units", part="records-repeated"))) == [again]

    def test_names_that_run_together_are_told_apart(self, figure, qingquan):
        F.PartTimeMemberFactory(community=qingquan, name="王", unit="强公司")
        F.PartTimeMemberFactory(community=qingquan, name="王强", unit="公司")
        assert figure("communities.part_time_members").value == 2


class TestCommunities:
    def lines(self, page):
        return {line.name: (line.now.text, line.last.text, line.change) for line in page.context["lines"]}

    def test_this_year_last_year_and_what_is_not_recorded(self, desk, office, qingquan):
        leader = F.LeaderFactory(subdistrict=office)
        for day in (DAY, LAST_YEAR, date(YEAR, 2, 3)):
            F.VisitFactory(community=qingquan, date=day, leaders=[leader])
        page = desk.get(url("visits.frontline"))
        assert self.lines(page) == {
            "清泉社区": ("2", "1", "增 1"),
            "文昌社区": ("—", "—", ""),
            "街道本级": ("—", "—", ""),
        }
        assert page.context["change"] == "增 1"

    def test_what_only_the_office_does_is_its_row_alone(self, desk, office):
        F.MeetingFactory(subdistrict=office)
        assert self.lines(desk.get(url("meetings.special"))) == {"街道本级": ("1", "—", "")}

    def test_a_rate_has_its_parts_in_every_row(self, desk, qingquan):
        F.TwoNewUnitFactory(community=qingquan, org=F.PartyOrgFactory(community=qingquan, sphere="two_new"))
        F.TwoNewUnitFactory(community=qingquan)
        page = desk.get(url("members.two_new_coverage"))
        assert [(line.now.text, line.now.pair) for line in page.context["lines"]] == [
            ("50%", "1 ÷ 2"),
            ("—", ""),
            ("—", ""),
        ]

    def test_the_list_narrows_to_a_place_and_says_so(self, desk, office, qingquan, wenchang):
        own, theirs = (
            F.PaymentFactory(community=None, subdistrict=office),
            F.PaymentFactory(community=wenchang),
        )
        key = f"funding.{own.kind}"
        assert rows(desk.get(url(key, place="office"))) == [own]
        page = desk.get(url(key, place=wenchang.pk))
        assert rows(page) == [theirs]
        assert ("范围", "文昌社区") in [(chip["label"], chip["text"]) for chip in page.context["chips"]]
        assert len(rows(desk.get(url(key, place="99999")))) == 2

    def test_a_missing_figure_says_why_and_what_to_do(self, desk):
        page = desk.get(url("visits.frontline")).content.decode()
        assert "X（缺数）" in page
        assert "没有当年任一社区走访的记录" in page
        assert "key=visits.frontline" in page


class TestReach:
    def test_a_community_clerk_sees_his_own_records_on_both_sides(
        self, as_user, community_clerk, qingquan, wenchang
    ):
        for community in (qingquan, wenchang):
            F.PaymentFactory(community=community, date=DAY, kind="party", amount=Decimal(10_000))
            F.PaymentFactory(community=community, date=LAST_YEAR, kind="party")
        page = as_user(community_clerk).get(url("funding.party"))
        (funnel, _), *_ = page.context["funnels"]
        assert (funnel.all, funnel.counted, [line.name for line in page.context["lines"]]) == (
            2,
            1,
            ["清泉社区"],
        )
        assert rows(as_user(community_clerk).get(url("funding.party", place=wenchang.pk))) == rows(page)

    def test_who_decided_for_the_office_is_not_told_to_him(self, as_user, community_clerk, secretary, office):
        report = F.AnnualReportFactory(subdistrict=office)
        AnnualReport.history.filter(id=report.pk).update(history_user=secretary)
        page = as_user(community_clerk).get(url("communities.low_satisfaction_threshold"))
        assert page.context["decision"] is None
        assert "由街道填写" in page.content.decode()
        assert page.context["edit"] == ""


class TestDecided:
    def by(self, record, user):
        type(record).history.filter(id=record.pk, history_user=None).update(history_user=user)

    def test_a_target_names_the_last_to_set_it(self, desk, office, clerk, secretary):
        target = F.TargetFactory(subdistrict=office, key="targets.party_funding", amount=Decimal(60))
        self.by(target, clerk)
        target.amount = Decimal(66)
        target.save()
        self.by(target, secretary)
        page = desk.get(url("targets.party_funding"))
        assert (page.context["decision"].who, Target.history.count()) == (str(secretary), 2)
        assert "66 万元" in page.content.decode()

    def test_a_threshold_names_who_brought_it_to_its_value_not_who_saved_the_report_since(
        self, desk, office, clerk, secretary
    ):
        report = F.AnnualReportFactory(subdistrict=office, low_satisfaction=70)
        self.by(report, clerk)
        report.title = "述职报告"
        report.save()
        self.by(report, secretary)
        decision = desk.get(url("communities.low_satisfaction_threshold")).context["decision"]
        assert (decision.who, decision.year) == (str(clerk), YEAR)

    def test_a_threshold_taken_over_names_the_report_it_comes_from(self, desk, office, secretary):
        report = F.AnnualReportFactory(subdistrict=office, year=YEAR - 1, low_satisfaction=70)
        self.by(report, secretary)
        page = desk.get(url("communities.low_satisfaction_threshold"))
        assert (page.context["decision"].who, page.context["decision"].year) == (str(secretary), YEAR - 1)
        assert f"在 {YEAR - 1} 年度报告中定下" in page.content.decode()

    def test_a_threshold_nobody_ever_set_says_so(self, desk):
        assert (
            "没有人改过，用的是默认值"
            in desk.get(url("communities.low_satisfaction_threshold")).content.decode()
        )

    @pytest.mark.parametrize(("chosen", "said"), [(True, "由人选定"), (False, "系统自动取的")])
    def test_a_brand_says_whether_somebody_chose_it(self, desk, office, qingquan, chosen, said):
        media = F.MediaReportFactory(brand=F.BrandFactory(community=qingquan, since=LONG_AGO), date=DAY)
        F.AnnualReportFactory(subdistrict=office, brand=media.brand if chosen else None)
        page = desk.get(url("services.brand_month"))
        assert said in page.content.decode()
        assert (page.context["decision"] is not None) == chosen


@pytest.mark.parametrize(
    "key",
    ["services.checked_in_members", "members.two_new_coverage", "meetings.study", "targets.party_funding"],
)
def test_a_page_takes_as_many_statements_for_two_communities_as_for_twenty(key, desk, office, qingquan):
    def statements():
        with CaptureQueriesContext(connection) as queries:
            desk.get(url(key))
        return len(queries)

    def fill(community):
        F.CheckInFactory(community=community)
        F.TwoNewUnitFactory(community=community, org=F.PartyOrgFactory(community=community, sphere="two_new"))
        F.TwoNewUnitFactory(community=community, full_members=None)
        F.MeetingFactory(subdistrict=office, kind="study")

    fill(qingquan)
    statements()  # the first of a session costs more
    few = statements()
    for number in range(20):
        fill(F.CommunityFactory(subdistrict=office, code=f"x{number}", name=f"新{number}社区"))
    assert statements() == few <= 40


class TestHandbook:
    def test_it_has_every_definition_under_its_key(self, desk):
        page = desk.get(reverse("reports:definitions")).content.decode()
        assert sorted(re.findall(r'<tr id="([^"]+)"', page)) == sorted(CATALOGUE)
        for figure in CATALOGUE.values():
            for text in (figure.label, figure.definition, figure.source, figure.when_missing):
                assert text in page, figure.key

    @pytest.mark.parametrize(
        "key", ["visits.frontline", "mediation.success_rate", "targets.party_funding", "services.brand_media"]
    )
    def test_a_figure_leads_to_its_place_there(self, key, desk):
        assert f'{reverse("reports:definitions")}#{key}"' in desk.get(url(key)).content.decode()

    def test_numbers_are_those_of_the_report(self):
        assert numbers("services.checked_in_members") == [23, 61]
        assert numbers("services.party_volunteers") == []
        assert sum(len(numbers(key)) for key in CATALOGUE) == len(NUMBERED)


def test_no_page_of_a_figure_shows_a_token_of_the_outline_or_a_key(desk):
    """Each says in the office's words where it is used; keys stay in data files and commands."""
    for key in ("members.own", "communities.total", "visits.frontline", "meetings.decisions"):
        page = desk.get(url(key)).content.decode()
        head = re.sub("<[^>]+>", "", page.partition('<p class="lead">')[2].partition("</p>")[0])
        assert not re.search(r"[【】{}｜／]|[a-z]+\.[a-z]", head), head
        assert "用在" in head
    assert ">开头</a>" in desk.get(url("members.own")).content.decode()
    handbook = re.sub("<[^>]+>", "", desk.get(reverse("reports:definitions")).content.decode())
    assert "visits.frontline" not in handbook
