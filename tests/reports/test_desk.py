"""The secretary's own pages: targets, settings, what is missing and the way to mend it."""

import io
from decimal import Decimal
from urllib.parse import unquote

import pytest
from django.urls import reverse
from docx import Document
from lxml import html

from indicators.catalogue import CATALOGUE
from reports.models import AnnualReport, Target, ZeroStatement
from tests import factories as f
from tests.factories import YEAR

TARGETS = f"{reverse('reports:targets')}?year={YEAR}"
SETTINGS = f"{reverse('reports:settings')}?year={YEAR}"
REPORT = f"{reverse('reports:report')}?year={YEAR}"
PREVIEW = f"{reverse('reports:preview')}?year={YEAR}"


@pytest.fixture
def desk(as_user, secretary, qingquan, wenchang):
    return as_user(secretary)


def test_targets_are_set_for_the_year_after_and_printed_in_this_report(desk, office, qingquan, wenchang):
    given = {
        "targets.party_funding": "66.5",
        "targets.satisfaction": "９０",
        "targets.demonstration_communities": [qingquan.pk, wenchang.pk],
    }
    assert desk.post(TARGETS, given).status_code == 302
    assert set(Target.objects.values_list("year", "key", "amount")) == {
        (YEAR + 1, "targets.party_funding", Decimal("66.5")),
        (YEAR + 1, "targets.satisfaction", Decimal(90)),
        (YEAR + 1, "targets.demonstration_communities", None),
    }
    text = desk.get(REPORT).content.decode()
    for printed in ("66.5", "90%", "清泉社区、文昌社区"):
        assert f">{printed}</a>" in text


def test_target_changed_twice_has_two_versions_and_the_last_value(desk, office):
    desk.post(TARGETS, {"targets.party_spirit": "10"})
    desk.post(TARGETS, {"targets.party_spirit": "12"})
    target = Target.objects.get(key="targets.party_spirit")
    assert (target.amount, target.version) == (12, 2)
    assert [row.amount for row in target.history.order_by("history_id")] == [10, 12]
    desk.post(TARGETS, {"targets.party_spirit": ""})
    assert Target.objects.get(key="targets.party_spirit").amount is None


def test_wrong_target_is_told_and_what_was_typed_stays(desk):
    response = desk.post(TARGETS, {"targets.satisfaction": "120", "targets.party_spirit": "十二"})
    page = response.content.decode()
    assert response.status_code == 422
    assert 'value="120"' in page
    assert 'value="十二"' in page
    assert page.count("field__error") == 2
    assert not Target.objects.exists()


def test_settings_are_kept_for_the_year_and_handed_on(desk, office):
    data = {
        "title": "抓基层党建工作述职报告", "layout": "three", "reporter": "何文静", "reporter_post": "党工委书记", "salutation": "同志们：",
        "low_satisfaction": "70", "low_decisions": "5", "low_study": "3", "waiting_months": "2",
        "low_attendance": "75", "many_elderly": "45", "most_idle_orgs": "1", "most_open_difficulties": "5",
        "most_idle_months": "2", "most_missed_promises": "0", "least_duties_done": "80",
        "spoken_characters": "1200", "version": "1",
    }  # fmt: skip
    assert desk.post(SETTINGS, data).status_code == 302
    kept = AnnualReport.of_year(office, YEAR)
    assert (kept.pk is not None, kept.layout, kept.low_satisfaction, kept.basically_satisfied) == (
        True,
        "three",
        70,
        False,
    )
    following = AnnualReport.of_year(office, YEAR + 1)
    assert (following.pk, following.layout, following.low_decisions, following.reporter) == (
        None,
        "three",
        5,
        office.reporter,
    )
    page = desk.get(PREVIEW).content.decode()
    assert "二、存在的主要问题及原因" in page
    assert "同志们：" in page


def test_settings_saved_over_a_newer_version_show_both(desk, office):
    report = f.AnnualReportFactory(subdistrict=office, reporter="周明远")
    stale = {
        **{
            name: getattr(report, name)
            for name in ("title", "layout", *AnnualReport.THRESHOLDS, "spoken_characters")
        },
        "version": "1",
    }
    AnnualReport.objects.filter(pk=report.pk).update(version=2, reporter="罗春梅")
    response = desk.post(SETTINGS, {**stale, "reporter": "何文静"})
    assert response.status_code == 409
    page = response.content.decode()
    assert "罗春梅" in page
    assert 'value="何文静"' in page


def test_every_missing_figure_is_listed_with_a_way_to_mend_it(desk):
    response = desk.get(REPORT)
    listed = {
        gap.value.key: gap.links for group in ("missing", "unprinted") for gap, _ in response.context[group]
    }
    optional = {key for key, figure in CATALOGUE.items() if figure.optional}
    known = {"communities.total"}
    assert set(listed) == set(CATALOGUE) - optional - known - {"communities.low_satisfaction_threshold"}
    assert [key for key, links in listed.items() if not links] == []


def test_stated_zero_takes_a_figure_off_the_list_and_a_record_voids_it(desk, office, qingquan):
    f.ZeroStatementFactory(subdistrict=office, key="meetings.special")
    response = desk.get(REPORT)
    assert "meetings.special" not in {gap.value.key for gap, _ in response.context["missing"]}
    f.MeetingFactory(subdistrict=office)
    assert "contradicted" in [result.check.key for result in desk.get(REPORT).context["blocking"]]


ZERO = f"{reverse('reports:zero')}?year={YEAR}"


def stated(key):
    return list(ZeroStatement.objects.filter(key=key).values_list("community", flat=True))


def test_a_zero_is_of_the_whole_office_only_where_the_form_says_so(desk, office, qingquan, wenchang):
    form = html.fromstring(desk.get(REPORT).content.decode()).xpath(
        "//form[input[@name='key' and @value='meetings.special']]"
    )[0]
    assert dict(form.form_values())["whole"] == "1"
    desk.post(ZERO, {"key": "meetings.special", "whole": "1"})
    assert stated("meetings.special") == [None]


@pytest.mark.parametrize(
    "sent", [{}, {"community": "abc"}, {"community": ""}, {"community": "0"}, {"whole": ""}]
)
def test_a_zero_of_nobody_is_refused(desk, office, qingquan, sent):
    """A number that was lost or spoiled on its way made it one of the whole 街道."""
    response = desk.post(ZERO, {"key": "visits.households", **sent}, follow=True)
    assert stated("visits.households") == []
    assert "没有写入：" in response.content.decode()


def test_a_zero_of_some_communities_is_theirs_alone(desk, office, qingquan, wenchang):
    desk.post(ZERO, {"key": "visits.households", "community": [qingquan.pk, wenchang.pk]})
    assert stated("visits.households") == [qingquan.pk, wenchang.pk]


def test_word_file_is_named_for_year_and_office(desk, office):
    response = desk.get(f"{reverse('reports:word')}?year={YEAR}")
    name = unquote(response["Content-Disposition"].split("''")[1])
    assert name == f"{YEAR}年度抓基层党建工作述职报告（锦河街道）（草稿）.docx"
    assert Document(io.BytesIO(response.content)).paragraphs[0].text == "抓基层党建工作述职报告"
