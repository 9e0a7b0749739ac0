"""任职 and the column 书记 of their organisation, and what a name that somebody typed is worth."""

from datetime import date

import pytest

from imports.plan import Plan
from indicators.catalogue import CATALOGUE
from members.models import PartyOrg, PostHolder
from members.pages import PartyOrgPages, PostHolderPages
from records import store
from reports.context import scope_of
from spreadsheets.reading import Grid
from tests import factories as F
from tests.factories import YEAR
from tests.imports.support import said
from tests.records.browser import as_shown

pytestmark = pytest.mark.django_db
SECRETARY = PostHolder.Post.SECRETARY
HEAD = ["党组织", "职务", "姓名", "任职日期", "离任日期"]


@pytest.fixture
def org(as_user, clerk, qingquan):
    """An organisation whose 书记 somebody typed, in an office that keeps 任职 of another."""
    F.PostHolderFactory(org=F.PartyOrgFactory(community=qingquan), post=SECRETARY)
    made = F.PartyOrgFactory(community=qingquan, name="清泉社区第二党支部", secretary="")
    client, address = as_user(clerk), PartyOrgPages.url("edit", made.pk)
    assert client.post(address, {**as_shown(client.get(address)), "secretary": "张三"}).status_code == 302
    return made


def column(org) -> str:
    return PartyOrg.objects.get(pk=org.pk).secretary


def vacancies(org) -> list[str]:
    scope = scope_of(org.subdistrict, YEAR, date(YEAR + 1, 3, 1))
    return [str(each) for each in CATALOGUE["members.vacant_orgs"].record_set.records(scope)]


def test_who_was_secretary_long_ago_says_nothing_of_today(org):
    F.PostHolderFactory(org=org, post=SECRETARY, name="李四", since=date(2012, 1, 1), until=date(2018, 1, 1))
    assert (column(org), vacancies(org)) == ("张三", [])


def test_entered_by_mistake_and_taken_away_the_typed_one_is_there_again(org, clerk):
    mistake = F.PostHolderFactory(org=org, post=SECRETARY, name="李四")
    assert column(org) == "李四"
    store.remove(mistake, by=clerk)
    assert (column(org), vacancies(org)) == ("张三", [])


def test_of_several_known_ones_the_last_who_left_leaves_it_empty(org):
    F.PostHolderFactory(org=org, post=SECRETARY, name="张三", until=date(YEAR, 3, 1))
    assert (column(org), vacancies(org)) == ("", ["清泉社区第二党支部"])


def test_two_in_one_table_are_refused(org, clerk):
    rows = [[org.name, "书记", name, f"{YEAR}-01-05", None] for name in ("甲一", "乙二")]
    found = said(Plan(PostHolderPages, clerk, [Grid("任职", [HEAD, *rows])]))
    assert [(fault[0], "已有在任的书记" in fault[-1]) for fault in found] == [(3, True)]


def test_organisation_goes_back_to_before_with_the_secretary_of_today(org, clerk):
    holder = F.PostHolderFactory(org=org, post=SECRETARY, name="张三", since=date(YEAR - 1, 1, 1))
    current = PartyOrg.objects.get(pk=org.pk)
    current.term_start = date(YEAR - 2, 1, 1)
    store.save(current, by=clerk)
    changed = current.history.first()
    PostHolder.objects.get(pk=holder.pk)
    holder.until = date(YEAR, 6, 1)
    store.save(holder, by=clerk)
    F.PostHolderFactory(org=org, post=SECRETARY, name="李四", since=date(YEAR, 6, 1))
    store.revert(changed, [], by=clerk, reason="撤销导入")
    back = PartyOrg.objects.get(pk=org.pk)
    assert (back.term_start, back.secretary) == (None, "李四")
