"""三会一课 by a calendar made by hand: which stretches ask a branch, and what it held of them."""

from datetime import date

import pytest

from communities.actions import open_subdistrict
from communities.models import SubDistrict
from indicators.catalogue import CATALOGUE
from indicators.compute import compute, compute_each
from indicators.periods import Length, Span
from meetings.models import Meeting, OrgLifeRule, Per, Who
from reports.context import joint_scope, scope_of
from reports.draft import Draft
from tests.factories import (
    CommunityFactory,
    MeetingFactory,
    OrgLifeRuleFactory,
    PartyOrgFactory,
    PostHolderFactory,
    SubDistrictFactory,
)

pytestmark = pytest.mark.django_db
K = Meeting.Kind
RATE, BEHIND = "meetings.org_life_rate", "meetings.org_life_behind"
YEAR = 2024  # a leap year
OVER = date(2025, 3, 1)
MONTHS = range(1, 13)


def rule(office, kind=K.THEME_DAY, per=Per.MONTH, **given):
    given = {"who": Who.EVERY, "valid_from": date(2020, 1, 1), **given}
    OrgLifeRule.objects.of(office).filter(kind=kind).delete()  # in place of the usual one
    return OrgLifeRuleFactory(subdistrict=office, kind=kind, per=per, **given)


def hold(org, *days, kind=K.THEME_DAY, **given):
    for day in days:
        MeetingFactory(subdistrict=org.subdistrict, org=org, kind=kind, date=day, **given)


def monthly(org, day=15):
    hold(org, *(date(YEAR, month, day) for month in MONTHS))


def told(office, today=OVER):
    """Held and asked of the year, and how many branches are behind."""
    values = compute([CATALOGUE[RATE], CATALOGUE[BEHIND]], scope_of(office, YEAR, today))
    return values[RATE].numerator, values[RATE].denominator, values[BEHIND].value


@pytest.fixture
def branch(qingquan):
    return PartyOrgFactory(community=qingquan, subdistrict=qingquan.subdistrict, since=date(2020, 1, 1))


class TestCalendar:
    def test_one_in_each_month_is_all_of_it(self, office, branch):
        rule(office)
        monthly(branch)
        assert told(office) == (12, 12, 0)

    def test_two_in_a_month_make_up_for_no_other(self, office, branch):
        rule(office)
        hold(branch, date(YEAR, 2, 1), date(YEAR, 2, 29), date(YEAR, 4, 30))
        assert told(office) == (2, 12, 1)

    def test_last_day_of_february_of_a_leap_year_is_of_february(self, office, branch):
        rule(office)
        hold(branch, date(YEAR, 1, 31), date(YEAR, 2, 29))
        assert told(office) == (2, 12, 1)
        assert told(office, date(YEAR, 2, 28)) == (1, 1, 0)
        assert told(office, date(YEAR, 2, 29)) == (2, 2, 0)

    @pytest.mark.parametrize(
        ("per", "times", "expected"),
        [
            (Per.MONTH, 1, (3, 12)),
            (Per.QUARTER, 1, (2, 4)),
            (Per.QUARTER, 2, (3, 8)),
            (Per.HALF, 1, (1, 2)),
            (Per.HALF, 3, (3, 6)),
            (Per.YEAR, 1, (1, 1)),
            (Per.YEAR, 9, (4, 9)),
        ],
    )
    def test_each_stretch_asks_for_its_own(self, office, branch, per, times, expected):
        """On 1 January, 31 March twice, and 1 April: months 1, 3, 4, quarters 1 and 2, all in the first half."""
        rule(office, per=per, times=times)
        hold(branch, date(YEAR, 1, 1), date(YEAR, 3, 31), date(YEAR, 3, 31), date(YEAR, 4, 1))
        assert told(office)[:2] == expected

    def test_running_month_is_not_asked_and_its_meeting_not_counted(self, office, branch):
        rule(office)
        hold(branch, date(YEAR, 1, 5), date(YEAR, 3, 10))
        assert told(office, date(YEAR, 3, 30)) == (1, 2, 1)
        assert told(office, date(YEAR, 3, 31)) == (2, 3, 1)

    def test_branch_is_asked_for_stretches_that_it_stood_through(self, office, qingquan):
        """Founded on 2 February and dissolved on 31 May: March and April; no quarter, and no half."""
        life = {"since": date(YEAR, 2, 2), "until": date(YEAR, 5, 31)}
        org = PartyOrgFactory(community=qingquan, subdistrict=office, **life)
        rule(office)
        rule(office, K.LECTURE, Per.QUARTER)
        hold(org, date(YEAR, 2, 10), date(YEAR, 4, 10), date(YEAR, 5, 10))
        hold(org, date(YEAR, 4, 11), kind=K.LECTURE)
        assert told(office) == (1, 2, 1)

    def test_first_and_last_day_belong_to_it(self, office, qingquan):
        life = {"since": date(YEAR, 2, 1), "until": date(YEAR, 4, 1)}
        org = PartyOrgFactory(community=qingquan, subdistrict=office, **life)
        rule(office)
        hold(org, date(YEAR, 2, 1), date(YEAR, 3, 31))
        assert told(office) == (2, 2, 0)

    def test_stretch_of_a_year_asks_what_lies_inside_it(self, office, branch):
        rule(office)
        rule(office, K.LECTURE, Per.QUARTER)
        rule(office, K.APPRAISAL, Per.YEAR)
        hold(branch, date(YEAR, 5, 5))
        for span, expected in (
            (Span(YEAR, Length.MONTH, 5), (1, 1)),
            (Span(YEAR, Length.QUARTER, 2), (1, 4)),
            (Span(YEAR, Length.HALF_YEAR, 1), (1, 8)),
        ):
            value = compute([CATALOGUE[RATE]], joint_scope([office], span, OVER))[RATE]
            assert (value.numerator, value.denominator) == expected


class TestRules:
    """Each part of a rule that an office changes moves the number."""

    def test_nothing_is_known_before_the_office_has_decided(self, office, branch):
        rule(office, valid_from=None)
        monthly(branch)
        assert told(office) == (None, None, None)

    def test_nothing_is_known_where_no_branch_meeting_is_on_record(self, office, branch):
        rule(office)
        MeetingFactory(subdistrict=office, date=date(YEAR, 5, 5))
        assert told(office) == (None, None, None)

    def test_rule_asks_from_its_first_day_to_its_last(self, office, branch):
        monthly(branch)
        own = rule(office, valid_from=date(YEAR, 3, 1), valid_until=date(YEAR, 10, 1))
        assert told(office) == (7, 7, 0)
        own.valid_from, own.valid_until = date(YEAR, 3, 2), date(YEAR, 9, 30)
        own.save()
        assert told(office) == (5, 5, 0)

    def test_another_kind_serves_where_the_rule_says_so(self, office, branch):
        own = rule(office, K.LECTURE, Per.QUARTER)
        hold(branch, date(YEAR, 2, 1))
        hold(branch, date(YEAR, 5, 1), kind=K.STUDY)
        assert told(office) == (0, 4, 1)
        own.instead = K.THEME_DAY
        own.save()
        assert told(office) == (1, 4, 1)
        own.instead_too = K.STUDY
        own.save()
        assert told(office) == (2, 4, 1)

    def test_one_meeting_serves_two_rules_that_both_take_it(self, office, branch):
        rule(office)
        rule(office, K.LECTURE, Per.MONTH, instead=K.THEME_DAY)
        hold(branch, date(YEAR, 2, 1))
        assert told(office) == (2, 24, 1)

    def test_committee_is_told_by_people_in_post(self, office, branch):
        rule(office)
        rule(office, K.COMMITTEE, Per.MONTH, who=Who.COMMITTEE)
        monthly(branch)
        assert told(office) == (12, 12, 0)
        PostHolderFactory(org=branch, until=date(YEAR, 12, 31))
        assert told(office) == (12, 12, 0)
        PostHolderFactory(org=branch)
        assert told(office) == (12, 24, 1)

    def test_groups_are_told_by_their_meetings(self, office, branch):
        rule(office)
        rule(office, K.GROUP, Per.MONTH, who=Who.GROUPS)
        monthly(branch)
        assert told(office) == (12, 12, 0)
        hold(branch, date(YEAR - 1, 3, 3), kind=K.GROUP)
        assert told(office) == (12, 24, 1)

    def test_lecture_of_the_secretary_is_told_by_the_lecturer(self, office, branch):
        rule(office, K.LECTURE, Per.QUARTER, who=Who.SECRETARY)
        post = {"post": "secretary", "name": "王秀英"}
        PostHolderFactory(org=branch, since=date(2020, 1, 1), until=date(YEAR, 6, 1), **post)
        for month in (2, 5, 8):
            hold(branch, date(YEAR, month, 1), kind=K.LECTURE, lecturer_name="王秀英")
        hold(branch, date(YEAR, 11, 1), kind=K.LECTURE, lecturer_name="李建国")
        assert told(office) == (2, 4, 1)

    def test_lecture_of_who_became_secretary_later_is_none_of_the_secretary(self, office, branch):
        rule(office, K.LECTURE, Per.YEAR, who=Who.SECRETARY)
        post = {"post": "secretary"}
        PostHolderFactory(org=branch, name="王秀英", until=date(YEAR, 6, 1), **post)
        PostHolderFactory(org=branch, name="李建国", since=date(YEAR, 6, 1), **post)
        hold(branch, date(YEAR, 2, 1), kind=K.LECTURE, lecturer_name="李建国")
        assert told(office) == (0, 1, 1)
        hold(branch, date(YEAR, 7, 1), kind=K.LECTURE, lecturer_name="李建国")
        assert told(office) == (1, 1, 0)

    def test_each_office_is_asked_by_its_own(self, office, branch, other_office):
        there = PartyOrgFactory(
            community=CommunityFactory(subdistrict=other_office),
            subdistrict=other_office,
            since=date(2020, 1, 1),
        )
        rule(office)
        rule(other_office, per=Per.QUARTER)
        for org in (branch, there):
            monthly(org)
        values = compute_each(
            [CATALOGUE[RATE], CATALOGUE[BEHIND]], joint_scope([office, other_office], Span(YEAR), OVER)
        )
        assert {
            key: (each[RATE].numerator, each[RATE].denominator, each[BEHIND].value)
            for key, each in values.items()
        } == {office.pk: (12, 12, 0), other_office.pk: (4, 4, 0)}


class TestUsualRules:
    def test_new_office_has_them_and_none_holds_yet(self, db):
        office = open_subdistrict(SubDistrict(name="新设街道", code="xinshe"))
        rules = OrgLifeRule.objects.of(office)
        assert [(each.kind, each.per, each.times, each.who, each.valid_from) for each in rules] == [
            ("assembly", "quarter", 1, "every", None),
            ("committee", "month", 1, "committee", None),
            ("group", "month", 1, "groups", None),
            ("lecture", "quarter", 1, "every", None),
            ("theme_day", "month", 1, "every", None),
            ("organisation_life", "year", 1, "every", None),
            ("appraisal", "year", 1, "every", None),
        ]
        assert all(each.source for each in rules)

    def test_office_that_has_some_gets_no_more(self, office):
        assert OrgLifeRule.missing_defaults(office) == []

    def test_report_says_nothing_of_them_until_they_hold(self, office, branch):
        monthly(branch)
        assert OrgLifeRule.objects.of(office).count() == 7
        draft = Draft(scope_of(office, YEAR, OVER))
        words = "".join(run.text for paragraph in draft.document.paragraphs() for run in paragraph.runs)
        assert "三会一课落实率" not in words
        assert not any(
            finding.key == BEHIND for finding in draft.facts.values.values() if not finding.missing
        )
        assert not draft.facts.values[RATE].is_gap


def test_office_without_anything_is_not_read(db):
    office = SubDistrictFactory()
    assert told(office) == (None, None, None)
