"""What comes out of the portal goes in again, and changes nothing: for whoever sends it."""

from datetime import date
from typing import Any

import pytest

from imports.kinds import ALL
from imports.plan import Plan
from meetings.models import Meeting
from members.models import PartyOrg
from members.pages import PartyOrgPages
from records.exports import columns
from records.layout import LASTING, NUMBER, Layout
from spreadsheets.reading import Grid
from tests.factories import (
    CampaignFactory,
    MeetingFactory,
    MemberFactory,
    PartyOrgFactory,
    RectificationFactory,
    VolunteerTeamFactory,
)
from tests.imports.support import actions, planned, row, said
from tests.records.support import ENTERED, each, make, make_children

KINDS = [pages for pages in ALL if pages in ENTERED]


def written_out(pages: Any, reader: Any) -> list[Grid]:
    """The records within reach as they stand in a workbook."""
    layout = Layout.of(pages)
    rows, below = [], {sheet: [] for sheet in layout.children}
    for number, record in enumerate(pages.queryset(reader), start=1):
        rows.append(_row(layout.main, number, record))
        for sheet in layout.children:
            found = sheet.model.objects.filter(**{sheet.link: record}, **dict(sheet.fixed))
            below[sheet] += [_row(sheet, number, child) for child in found]
    return [
        Grid(sheet.title, [sheet.headings, *(rows if sheet is layout.main else below[sheet])])
        for sheet in layout
    ]


def _row(sheet: Any, number: int, record: Any) -> list[Any]:
    told = {field.attribute: field.export(record) for field in columns(sheet.model, sheet.fields)}
    values = {**told, NUMBER: number, LASTING: str(record.submission)}
    return [values[name] if values[name] != "" else None for name in (NUMBER, *sheet.fields, LASTING)]


OF_COMMUNITY = [pages for pages in KINDS if pages.model.community_path and not pages.whole_subdistrict_writes]


@each(KINDS)
def test_records_come_back_unchanged(town, clerk, pages):
    comes_back(pages, clerk, town)


@each(OF_COMMUNITY)
def test_records_come_back_unchanged_from_one_community(town, community_clerk, pages):
    comes_back(pages, community_clerk, town)


def comes_back(pages: Any, reader: Any, town: Any) -> None:
    assert pages.may_write(reader)
    make_children(pages, make(pages.model, town.qingquan, town.office))
    plan = Plan(pages, reader, written_out(pages, reader))
    assert said(plan) == []
    assert set(actions(plan)) == {"unchanged"}


def committee(office: Any) -> PartyOrg:
    """Of the 街道 itself: beyond the reach of a 社区."""
    return PartyOrgFactory(
        community=None,
        subdistrict=office,
        name="锦河街道党工委",
        kind=PartyOrg.Kind.WORK_COMMITTEE,
        sphere="office",
    )


def test_what_is_named_beyond_reach_stays(town, community_clerk):
    PartyOrgFactory(community=town.qingquan, parent=committee(town.office))
    RectificationFactory(community=town.qingquan, leader=town.secretary)
    VolunteerTeamFactory(community=town.qingquan, members=[town.fang, town.wei_there])
    MeetingFactory(
        subdistrict=town.office,
        org=town.first,
        kind=Meeting.Kind.SPECIAL,
        campaign=CampaignFactory(subdistrict=town.office),
    )
    MemberFactory(org=town.first)
    for pages in OF_COMMUNITY:
        plan = Plan(pages, community_clerk, written_out(pages, community_clerk))
        assert said(plan) == [], pages.label()
        assert set(actions(plan)) <= {"unchanged"}, pages.label()


@pytest.mark.parametrize(
    ("superior", "secretary", "action", "message"),
    [
        ("锦河街道党工委", "新书记", "updated", None),
        (None, "新书记", "updated", None),
        (None, "老书记", "unchanged", None),
        ("清泉社区第一党支部", "老书记", "error", "原来的一项不在您负责的范围内，不能改动，请保持原样"),
    ],
)
def test_what_is_beyond_reach_can_be_neither_cleared_nor_changed(
    town, community_clerk, superior, secretary, action, message
):
    PartyOrgFactory(
        community=town.qingquan,
        name="清泉社区第二党支部",
        parent=committee(town.office),
        secretary="老书记",
        since=date(2018, 6, 1),
    )
    plan = planned(
        PartyOrgPages, community_clerk, row("members.partyorg", {"上级党组织": superior, "书记": secretary})
    )
    assert actions(plan) == {action: 1}
    assert [problem.message for problem in plan.problems] == ([message] if message else [])
    assert [label for label, _, _ in plan.lines[0].changes] == (["书记"] if action == "updated" else [])


def test_a_name_beyond_reach_is_unknown_to_a_new_record(town, community_clerk):
    PartyOrgFactory(community=town.qingquan, parent=committee(town.office))
    plan = planned(PartyOrgPages, community_clerk, row("members.partyorg", {"上级党组织": "锦河街道党工委"}))
    assert "没有“锦河街道党工委”这一项" in plan.problems[0].message
