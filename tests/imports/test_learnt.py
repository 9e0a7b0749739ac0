"""What was decided on a file holds for the next with the same headings: for whom it may, and until it is taken back."""

from typing import Any

import pytest

from accounts.models import User
from imports.files import Folder
from imports.models import Batch, Learnt
from tests.factories import UserFactory
from tests.imports.support import DAY, boxes, mapped, upload, workbook
from tests.records.browser import as_shown, text

State = Batch.State
HEAD = ["走访日期", "走访片区", "走访类型", "走访内容"]
pytestmark = pytest.mark.django_db


def visited(client: Any, *kinds: str, head: list[str] = HEAD, place: str = "清泉社区") -> Batch:
    rows = [[DAY, place, kind, f"内容{n}"] for n, kind in enumerate(kinds)]
    return upload(client, workbook(走访=[head, *rows]))


def taught(client: Any, word: str = "巡逻", value: str = "社区走访") -> Batch:
    batch = visited(client, word)
    return mapped(client, batch, **{boxes(batch, "word")[word]: value})


@pytest.fixture
def other_clerk(office) -> User:
    return UserFactory(username="other", role="clerk", subdistrict=office, reach=User.Reach.SUBDISTRICT)


def test_it_holds_for_everybody_in_the_subdistrict(as_user, clerk, other_clerk, town):
    taught(as_user(clerk))
    batch = visited(as_user(other_clerk), "巡逻", "入户")
    assert (batch.state, batch.counts["new"]) == (State.READY, 2)
    page = Folder(batch).read_json("mapping")["tables"][0]
    assert [word["sure"] for word in page["words"]] == ["remembered"]
    assert {column["heading"]: column["sure"] for column in page["columns"]}["走访片区"] == "remembered"


def test_and_for_no_other_subdistrict(as_user, clerk, town):
    taught(as_user(clerk))
    stranger = UserFactory(username="stranger", role="clerk", reach=User.Reach.SUBDISTRICT)
    assert stranger.subdistrict_id != clerk.subdistrict_id
    batch = visited(as_user(stranger), "巡逻")
    assert batch.state == State.MAPPING
    assert not Learnt.objects.visible_to(stranger).exists()


def test_of_a_clerk_of_one_community_it_holds_for_himself_alone(as_user, clerk, community_clerk, town):
    taught(as_user(community_clerk))
    assert visited(as_user(community_clerk), "巡逻").state == State.READY
    assert visited(as_user(clerk), "巡逻").state == State.MAPPING


def test_he_uses_what_the_subdistrict_learnt_but_for_names_and_places(as_user, clerk, community_clerk, town):
    taught(as_user(clerk))
    no_place = ["走访日期", "走访类型", "走访内容"]
    batch = upload(as_user(clerk), workbook(走访=[no_place, [DAY, "巡逻", "内容"]]))
    mapped(as_user(clerk), batch, **{boxes(batch, "lack")["社区"]: "文昌社区"})
    named = upload(as_user(clerk), workbook(走访=[HEAD, [DAY, "文昌片", "入户", "内容"]]))
    mapped(as_user(clerk), named, **{boxes(named, "word")["文昌片"]: "文昌社区"})
    sorts = set(Learnt.objects.holding_for(community_clerk).values_list("sort", "names_records"))
    assert sorts == {("column", False), ("word", False)}
    page = as_user(community_clerk).get("/imports/learnt/")
    assert "还没有学到什么" in text(page)
    assert "文昌" not in page.content.decode()
    batch = upload(as_user(community_clerk), workbook(走访=[no_place, [DAY, "巡逻", "内容"]]))
    assert "文昌" not in str(Folder(batch).read_json("mapping"))
    assert (batch.state, batch.counts["new"]) == (State.READY, 1)  # his only 社区 is filled in


def test_it_is_listed_and_taken_back(as_user, clerk, town):
    client = as_user(clerk)
    taught(client)
    page = text(client.get("/imports/learnt/"))
    assert "走访类型：巡逻" in page
    assert "走访片区" in page
    for row in Learnt.objects.all():
        assert client.post("/imports/learnt/", {"forget": row.pk}).status_code == 302
    assert not Learnt.objects.exists()
    assert visited(client, "巡逻").state == State.MAPPING


def test_nobody_takes_back_what_is_not_his(as_user, clerk, community_clerk, town):
    taught(as_user(clerk))
    as_user(community_clerk).post("/imports/learnt/", {"forget": Learnt.objects.all()[0].pk})
    assert Learnt.objects.count() == 2


def test_nothing_is_kept_where_that_was_not_wished(as_user, clerk, town):
    client = as_user(clerk)
    batch = visited(client, "巡逻")
    data = as_shown(client.get(f"/imports/{batch.pk}/mapping/"))
    data.pop("learn")
    client.post(f"/imports/{batch.pk}/mapping/", {**data, boxes(batch, "word")["巡逻"]: "社区走访"})
    batch.refresh_from_db()
    assert (batch.state, Learnt.objects.count()) == (State.READY, 0)


def test_who_is_meant_by_a_persons_name_is_not_kept(as_user, clerk, town):
    rows = [
        ["队伍名称", "类别", "社区", "成立日期", "队中党员"],
        ["红马甲队", "政策宣传", "清泉社区", DAY, "刘方"],
    ]
    batch = upload(as_user(clerk), workbook(志愿队伍=rows), "services.volunteerteam")
    mapped(
        as_user(clerk), batch, **{boxes(batch, "word")["刘方"]: "刘芳（清泉社区第一党支部，出生日期不详）"}
    )
    assert not Learnt.objects.filter(sort="word").exists()


def test_a_value_for_whole_files_is_kept_for_these_headings_only(as_user, clerk, town):
    client = as_user(clerk)
    head = ["走访日期", "走访类型", "走访内容"]
    batch = upload(client, workbook(走访=[head, [DAY, "入户", "甲"]]))
    mapped(client, batch, **{boxes(batch, "lack")["社区"]: "文昌社区"})
    again = upload(client, workbook(走访=[head, [DAY, "入户", "乙"]]))
    assert (again.state, again.counts["new"]) == (State.READY, 1)
    other = upload(client, workbook(走访=[[*head, "走访户数"], [DAY, "入户", "乙", 3]]))
    assert other.state == State.MAPPING


def test_a_remembered_place_is_asked_about_where_the_file_names_another(as_user, clerk, town):
    client = as_user(clerk)
    rows = [["走访日期", "走访类型", "走访内容"], [DAY, "入户", "甲"]]
    batch = upload(client, workbook(走访=rows))
    mapped(client, batch, **{boxes(batch, "lack")["社区"]: "文昌社区"})
    other = upload(client, workbook(走访=rows), name="清泉社区走访.xlsx")
    (lack,) = [
        each for each in Folder(other).read_json("mapping")["tables"][0]["lacks"] if each["label"] == "社区"
    ]
    assert (other.state, lack["chosen"], lack["sure"]) == (State.MAPPING, "file", "likely")


def test_a_remembered_unit_says_nothing_of_a_file_that_states_another(as_user, clerk, town):
    client = as_user(clerk)
    head = ["拨付日期", "社区", "经费类别", "金额（次）"]
    cells = [DAY, "清泉社区", "党建工作经费", 5000]
    batch = upload(client, workbook(经费=[head, cells]), "funding.payment")
    mapped(client, batch, **{boxes(batch, "unit")["金额（元）"]: "万元"})
    again = upload(client, workbook(经费=[head, cells]), "funding.payment")
    notes = [column["note"] for column in Folder(again).read_json("mapping")["tables"][0]["columns"]]
    assert (again.state, notes[3]) == (State.READY, "单位按定过的“万元”")
    above = [["单位：元", None, None, None], head, cells]
    other = upload(client, workbook(经费=above), "funding.payment")
    assert other.state == State.MAPPING


def test_the_pages_are_closed_to_others(as_user, clerk, other_clerk, secretary, town):
    batch = visited(as_user(clerk), "巡逻")
    for reader, code in ((other_clerk, 403), (secretary, 403)):
        assert as_user(reader).get(f"/imports/{batch.pk}/mapping/").status_code == code
        assert as_user(reader).post(f"/imports/{batch.pk}/mapping/").status_code == code
    assert "由本人定" in text(as_user(other_clerk).get(f"/imports/{batch.pk}/"))
