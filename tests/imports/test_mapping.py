"""The page 对应关系: what is not sure is shown before any row is judged, and goes on as it was answered."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from funding.models import Payment
from imports.files import Folder
from imports.models import Batch
from mediation.models import MediationCase
from meetings.models import Attendance, Meeting
from members.models import Member
from tests.imports.support import DAY, VISIT, boxes, mapped, press, upload, workbook
from tests.records.browser import as_shown, text
from visits.models import Visit, VisitIssue

State = Batch.State
PAYMENT, CASE, MEETING, MEMBER = (
    "funding.payment",
    "mediation.mediationcase",
    "meetings.meeting",
    "members.member",
)
GOOD = [DAY, "清泉社区", "入户", 3]

pytestmark = pytest.mark.django_db


@pytest.fixture
def office_client(as_user, clerk, town):
    return as_user(clerk)


def shown(batch: Batch) -> dict[str, Any]:
    """The first sheet of the page."""
    return Folder(batch).read_json("mapping")["tables"][0]


def questions(batch: Batch) -> list[str]:
    return [ask["title"] for ask in shown(batch)["asks"]]


def done(client: Any, batch: Batch) -> None:
    assert batch.state == State.READY, batch.reason
    press(client, batch, "confirm")
    assert batch.state == State.DONE, batch.reason


# ── Where it is shown ───────────────────────────────────────────────────────
def test_where_all_is_sure_it_is_passed_over_one_link_away(office_client):
    batch = upload(office_client, workbook(走访=[VISIT[:4], GOOD]))
    assert batch.state == State.READY
    page = office_client.get(f"/imports/{batch.pk}/")
    assert f"/imports/{batch.pk}/mapping/" in page.content.decode()
    assert "都对上了" in text(office_client.get(f"/imports/{batch.pk}/mapping/"))


def test_from_the_preview_a_column_can_still_be_changed(office_client):
    batch = upload(office_client, workbook(走访=[[*VISIT[:4], "备注"], [*GOOD, "楼道照明"]]))
    batch = mapped(office_client, batch, **{boxes(batch, "column")["备注"]: "summary"})
    done(office_client, batch)
    assert Visit.objects.get().summary == "楼道照明"


def test_nothing_is_written_on_the_way(office_client):
    batch = upload(office_client, workbook(走访=[VISIT[:4], [*GOOD[:2], "巡逻", 3]]))
    mapped(office_client, batch, **{boxes(batch, "word")["巡逻"]: "入户"})
    assert not Visit.objects.exists()


def test_it_waits_a_day_and_can_be_given_up(office_client, clerk):
    batch = upload(office_client, workbook(走访=[VISIT[:4], [*GOOD[:2], "巡逻", 3]]))
    assert press(office_client, batch, "drop").state == State.DROPPED
    assert not Folder(batch).path.exists()
    assert office_client.get(f"/imports/{batch.pk}/mapping/").status_code == 302


# ── Columns ─────────────────────────────────────────────────────────────────
def test_of_two_candidates_the_author_chooses(office_client):
    head = ["排查日期", "办理日期", "社区", "纠纷类型"]
    rows = [head, ["2025-03-05", "2025-03-06", "清泉社区", "邻里纠纷"]]
    batch = upload(office_client, workbook(调解案件=rows), CASE)
    assert questions(batch) == ["受理日期"]
    batch = mapped(office_client, batch, **{boxes(batch, "place")["受理日期"]: "1"})
    done(office_client, batch)
    assert MediationCase.objects.get().date == date(2025, 3, 6)
    again = upload(
        office_client, workbook(调解案件=[head, ["2025-04-05", "2025-04-06", "清泉社区", "邻里纠纷"]]), CASE
    )
    assert (again.state, again.counts["new"]) == (State.READY, 1)


def test_a_unit_that_does_not_fit_is_a_choice(office_client):
    head = ["拨付日期", "社区", "经费类别", "金额（次）"]
    batch = upload(office_client, workbook(经费=[head, [DAY, "清泉社区", "党建工作经费", 1.2]]), PAYMENT)
    assert questions(batch) == ["金额（元）"]
    done(office_client, mapped(office_client, batch, **{boxes(batch, "unit")["金额（元）"]: "万元"}))
    assert Payment.objects.get().amount == Decimal(12000)


def test_of_several_columns_of_numbers_under_one_heading_the_author_chooses(office_client):
    head = ["拨付日期", "社区", "经费类别", "金额", None]
    batch = upload(office_client, workbook(经费=[head, [DAY, "清泉社区", "党建工作经费", 1, 2]]), PAYMENT)
    done(office_client, mapped(office_client, batch, **{boxes(batch, "place")["金额（元）"]: "4"}))
    assert Payment.objects.get().amount == 2


def test_a_heading_that_may_mean_something_else_is_asked_about(office_client):
    head = ["组织名称", "类别", "社区", "开业日期", "党员人数"]
    batch = upload(
        office_client,
        workbook(两新组织=[head, ["甲公司", "民营企业", "清泉社区", DAY, 3]]),
        "members.twonewunit",
    )
    assert questions(batch) == ["“党员人数”是不是“正式党员数”？"]
    refused = mapped(office_client, batch, **{boxes(batch, "column")["党员人数"]: ""})
    assert (refused.state, refused.counts["new"]) == (State.READY, 1)
    assert Folder(refused).read_json("preview")["unused"] == ["党员人数"]


def test_a_column_known_by_its_cells_is_likely_and_shown(office_client):
    head = ["走访日期", "哪个片", "走访类型", "走访户数"]
    batch = upload(office_client, workbook(走访=[head, GOOD]))
    (column,) = [each for each in shown(batch)["columns"] if each["heading"] == "哪个片"]
    assert (batch.state, column["label"], column["sure"]) == (State.MAPPING, "社区", "likely")


def test_a_column_of_which_no_name_is_known_is_left_out_if_it_may_be(office_client):
    head = ["会议日期", "会议类型", "召开单位", "主题", "主持人"]
    rows = [head, [DAY, "党课", "清泉社区第一党支部", "学习", "赵无名"]]
    batch = upload(office_client, workbook(会议=rows), MEETING)
    (column,) = [each for each in shown(batch)["columns"] if each["heading"] == "主持人"]
    assert (column["name"], column["sure"], column["note"]) == (
        "",
        "likely",
        "里面没有一个是系统里的领导班子成员",
    )
    done(office_client, mapped(office_client, batch))
    assert Meeting.objects.get().chair is None


# ── What the file does not have ─────────────────────────────────────────────
@pytest.mark.parametrize("place", ["file", "sheet", "above"])
def test_the_community_is_taken_from_a_name_or_a_title_and_shown(office_client, place):
    rows = [["走访日期", "走访类型"], [DAY, "入户"]]
    if place == "above":
        rows.insert(0, ["2025年清泉社区走访台账", None])
    content = workbook(**{"清泉社区走访" if place == "sheet" else "走访": rows})
    batch = upload(office_client, content, name="清泉社区走访.xlsx" if place == "file" else "走访.xlsx")
    (lack,) = [each for each in shown(batch)["lacks"] if each["label"] == "社区"]
    assert (batch.state, lack["chosen"], lack["sure"]) == (State.MAPPING, place, "likely")
    done(office_client, mapped(office_client, batch))
    assert Visit.objects.get().community.name == "清泉社区"


def test_each_sheet_has_the_community_of_its_name(office_client):
    rows = [["走访日期", "走访类型"], [DAY, "入户"]]
    batch = upload(office_client, workbook(清泉社区=rows, 文昌社区=rows))
    done(office_client, mapped(office_client, batch))
    assert sorted(Visit.objects.values_list("community__name", flat=True)) == ["文昌社区", "清泉社区"]


def test_a_title_that_names_two_communities_decides_nothing(office_client):
    rows = [["清泉社区、文昌社区走访", None], ["走访日期", "走访类型"], [DAY, "入户"]]
    batch = upload(office_client, workbook(走访=rows))
    assert questions(batch) == ["社区"]
    assert [each["sure"] for each in shown(batch)["lacks"] if each["label"] == "社区"] == ["ask"]


def test_a_missing_place_left_open_becomes_no_record_of_the_subdistrict(office_client):
    rows = [["拨付日期", "经费类别", "金额"], [DAY, "党建工作经费", 5]]
    batch = mapped(office_client, upload(office_client, workbook(经费=rows), PAYMENT))
    assert batch.state == State.MAPPING
    page = text(office_client.get(f"/imports/{batch.pk}/mapping/"))
    assert "照这样对应，一行也导入不了" in page
    assert "看不出是哪里的" in page
    batch = mapped(office_client, batch, anyway="1")
    assert (batch.state, batch.counts["error"]) == (State.READY, 1)


def test_a_value_for_all_rows_can_be_given_for_a_column_that_may_be_left_out(office_client):
    rows = [["拨付日期", "社区", "经费类别", "金额"], [DAY, "清泉社区", "党建工作经费", 5]]
    batch = upload(office_client, workbook(经费=rows), PAYMENT)
    done(office_client, mapped(office_client, batch, **{boxes(batch, "lack")["经费来源"]: "街道"}))
    assert Payment.objects.get().source == "subdistrict"


def test_a_number_that_may_have_lost_its_zero_is_no_day(office_client):
    rows = [
        ["2025年经费台账", None, None, None],
        ["拨付日期", "社区", "经费类别", "金额"],
        [1.2, "清泉社区", "党建工作经费", 5],
    ]
    batch = mapped(office_client, upload(office_client, workbook(经费=rows), PAYMENT), anyway="1")
    (group,) = Folder(batch).read_json("preview")["groups"]
    assert "看不出是 2 日还是 20 日" in group["message"]


def test_days_without_a_year_get_the_one_that_stands_beside_them(office_client):
    rows = [
        ["2025年经费台账", None, None, None],
        ["拨付日期", "社区", "经费类别", "金额"],
        ["1月20日", "清泉社区", "党建工作经费", 5],
    ]
    batch = upload(office_client, workbook(经费=rows), PAYMENT)
    done(office_client, mapped(office_client, batch))
    assert Payment.objects.get().date == date(2025, 1, 20)


# ── Without a heading that is known ─────────────────────────────────────────
def test_a_block_without_a_heading_is_mapped_by_its_cells(office_client):
    batch = upload(office_client, "2025-03-05\t清泉社区\t入户\t走访甲\n2025-03-06\t清泉社区\t入户\t走访乙")
    assert (batch.state, questions(batch)[0]) == (State.MAPPING, "表头")
    labels = {each["letter"]: (each["label"], each["sure"]) for each in shown(batch)["columns"]}
    assert labels["B"] == ("社区", "likely")
    assert labels["A"][1] == labels["D"][1] == "none"
    fields = {each["letter"]: each["field"] for each in shown(batch)["columns"]}
    answers = {fields["A"]: "date", fields["C"]: "kind", fields["D"]: "summary"}
    done(office_client, mapped(office_client, batch, **answers))
    assert list(Visit.objects.order_by("date").values_list("summary", flat=True)) == ["走访甲", "走访乙"]


def test_a_heading_of_which_nothing_is_known_is_one_to_be_mapped(office_client):
    rows = [["哪一天", "哪个片", "怎么走的"], ["2025-03-05", "清泉社区", "入户"]]
    batch = upload(office_client, workbook(Sheet1=rows))
    assert [each["heading"] for each in shown(batch)["columns"]] == ["哪一天", "哪个片", "怎么走的"]
    fields = boxes(batch, "column")
    done(
        office_client, mapped(office_client, batch, **{fields["哪一天"]: "date", fields["怎么走的"]: "kind"})
    )
    assert Visit.objects.get().community.name == "清泉社区"


def test_rows_that_may_be_the_heading_show_no_numbers_of_people(office_client):
    batch = upload(office_client, "张三\t13900001234\n李四\t13900001235")
    assert "13900001234" not in office_client.get(f"/imports/{batch.pk}/mapping/").content.decode()


def test_another_row_can_be_said_to_be_the_heading(office_client):
    rows = [
        ["清单甲", "清单乙", "清单丙"],
        ["哪一天", "哪个片", "怎么走的"],
        ["2025-03-05", "清泉社区", "入户"],
    ]
    batch = upload(office_client, workbook(Sheet1=rows))
    batch = mapped(office_client, batch, **{shown(batch)["heading_field"]: "2"})
    assert (batch.state, [each["heading"] for each in shown(batch)["columns"]]) == (
        State.MAPPING,
        ["哪一天", "哪个片", "怎么走的"],
    )


# ── Rows below records, in the same row ─────────────────────────────────────
def test_a_visit_and_what_was_raised_stand_in_one_row(office_client):
    head = ["走访日期", "社区", "走访类型", "存在困难", "意见建议"]
    rows = [
        head,
        [DAY, "清泉社区", "入户", "楼道照明", "加装扶手"],
        ["2025-03-02", "清泉社区", "入户", "无", None],
    ]
    batch = upload(office_client, workbook(走访=rows))
    assert (batch.state, batch.counts["new"]) == (State.READY, 2)
    done(office_client, batch)
    assert sorted(VisitIssue.objects.values_list("kind", "content")) == [
        ("difficulty", "楼道照明"),
        ("opinion", "加装扶手"),
    ]
    again = upload(office_client, workbook(走访=rows))
    assert {name: count for name, count in again.counts.items() if count} == {"unchanged": 2}


def test_several_people_in_one_cell_become_several(office_client, town):
    head = ["会议日期", "会议类型", "召开单位", "主题", "参会人员", "请假人员"]
    rows = [head, [DAY, "主题党日", "清泉社区第一党支部", "学习", "刘芳、张伟（清泉社区第一党支部）", None]]
    batch = upload(office_client, workbook(会议=rows), MEETING)
    done(office_client, batch)
    assert set(Attendance.objects.values_list("member__name", "state")) == {
        ("刘芳", "present"),
        ("张伟", "present"),
    }
    assert Meeting.objects.get().present == 2


def test_one_of_several_people_can_be_left_out_alone_and_is_named(office_client, town):
    head = ["会议日期", "会议类型", "召开单位", "主题", "参会人员"]
    rows = [head, [DAY, "主题党日", "清泉社区第一党支部", "学习", "刘芳、刘方"]]
    batch = upload(office_client, workbook(会议=rows), MEETING)
    batch = mapped(office_client, batch, **{boxes(batch, "word")["刘方"]: "<left out>"})
    assert Folder(batch).read_json("preview")["passed"] == ["会议 第 2 行（“刘方”，已定为不导入）"]
    assert "刘方" in boxes(batch, "word")
    done(office_client, batch)
    assert [each.member.name for each in Attendance.objects.all()] == ["刘芳"]


def test_a_likely_column_that_is_refused_is_not_proposed_again(office_client):
    head = ["走访日期", "社区", "走访类型", "反映问题"]
    batch = upload(office_client, workbook(走访=[head, [DAY, "清泉社区", "入户", "楼道照明"]]))
    batch = mapped(office_client, batch, **{boxes(batch, "column")["反映问题"]: ""})
    done(office_client, batch)
    assert not VisitIssue.objects.exists()


def test_a_likely_place_that_is_left_open_is_asked_once(office_client):
    rows = [["走访日期", "走访类型"], [DAY, "接访"]]
    batch = upload(office_client, workbook(走访=rows), name="清泉社区走访.xlsx")
    batch = mapped(office_client, batch, **{boxes(batch, "lack")["社区"]: "?"})
    batch = mapped(office_client, batch, anyway="1") if batch.state == State.MAPPING else batch
    assert batch.state == State.READY


def test_a_page_that_is_out_of_date_decides_nothing(office_client):
    batch = upload(office_client, workbook(走访=[VISIT[:4], [*GOOD[:2], "巡逻", 3]]))
    old = as_shown(office_client.get(f"/imports/{batch.pk}/mapping/"))
    mapped(office_client, batch, **{boxes(batch, "word")["巡逻"]: "入户"})
    office_client.post(f"/imports/{batch.pk}/mapping/", {**old, boxes(batch, "word")["巡逻"]: "接访"})
    done(office_client, Batch.objects.get(pk=batch.pk))
    assert Visit.objects.get().kind == "household"


def test_a_list_of_people_beside_their_number_is_left_to_the_author(office_client):
    head = ["会议日期", "会议类型", "召开单位", "主题", "应到人数", "实到人数", "参会人员"]
    rows = [head, [DAY, "主题党日", "清泉社区第一党支部", "学习", 30, 28, "刘芳"]]
    batch = upload(office_client, workbook(会议=rows), MEETING)
    done(office_client, batch)
    assert (Meeting.objects.get().present, Attendance.objects.count()) == (28, 0)


def test_the_two_sides_of_a_case_stand_in_one_row(office_client):
    head = ["受理日期", "社区", "纠纷类型", "申请人", "被申请人"]
    rows = [head, [DAY, "清泉社区", "邻里纠纷", "周大勇", "吴小红、吴小军"]]
    done(office_client, upload(office_client, workbook(调解案件=rows), CASE))
    parties = MediationCase.objects.get().parties.order_by("pk").values_list("name", "side")
    assert sorted(parties) == [("吴小军", "respondent"), ("吴小红", "respondent"), ("周大勇", "applicant")]


def test_undo_takes_what_stood_below_with_it(office_client):
    rows = [["走访日期", "社区", "走访类型", "存在困难"], [DAY, "清泉社区", "入户", "楼道照明"]]
    batch = upload(office_client, workbook(走访=rows))
    done(office_client, batch)
    press(office_client, batch, "undo")
    assert (Visit.objects.count(), VisitIssue.objects.count()) == (0, 0)


# ── Days of which only the month is known ───────────────────────────────────
def test_a_month_lets_the_row_in_without_the_day_and_leaves_the_one_on_record(office_client, town):
    head = ["姓名", "性别", "所在党组织", "党员类别", "组织关系转入日期", "入党时间"]
    cells = ["周玉兰", "女", "清泉社区第一党支部", "正式党员", "2019-07-01"]
    done(office_client, upload(office_client, workbook(党员=[head, [*cells, "1998年7月"]]), MEMBER))
    member = Member.objects.get(name="周玉兰")
    assert member.joined_on is None
    again = upload(office_client, workbook(党员=[head, [*cells, "1998.07"]]), MEMBER)
    assert {name: count for name, count in again.counts.items() if count} == {"unchanged": 1}
