"""Wrong cells are put right on the page of the preview, one by one or all alike, and nothing in the file is touched."""

from typing import Any

import pytest

from funding.models import Payment
from imports.correcting import with_corrections, wrong_cells
from imports.files import Folder
from imports.models import Batch
from spreadsheets.reading import Grid
from tests.imports.support import DAY, mapped, press, upload, workbook
from tests.imports.test_together import delivered, step
from tests.records.browser import text

State = Batch.State
PAYMENT = "funding.payment"
HEAD = ["拨付日期", "社区", "经费类别", "金额", "经费来源"]
RIGHT = [DAY, "清泉社区", "党建工作经费", 100, "街道"]

pytestmark = pytest.mark.django_db


@pytest.fixture
def office_client(as_user, clerk, qingquan):
    return as_user(clerk)


def paid(client: Any, *rows: list[Any]) -> Batch:
    return upload(client, workbook(经费=[HEAD, *rows]), PAYMENT)


def correct(client: Any, batch: Batch, **fields: str) -> Batch:
    """Send texts for the wrong cells, `cell-0` for the first; `cell-0-all` for all that say the same."""
    names = {f"cell-{number}": cell["field"] for number, cell in enumerate(cells(batch))}
    data = {}
    for name, value in fields.items():
        bare = name.removesuffix("-all")
        data[names.get(bare, bare) + name[len(bare) :]] = names.get(value, value) if name == "take" else value
    assert client.post(f"/imports/{batch.pk}/correct/", data).status_code == 302
    batch.refresh_from_db()
    return batch


def cells(batch: Batch) -> list[dict[str, Any]]:
    return wrong_cells(Folder(batch).read_json("preview")["problems"])


def test_a_wrong_cell_is_put_right_and_the_rest_of_the_row_stays(office_client):
    batch = paid(office_client, RIGHT, [*RIGHT[:3], "很多", "区级"])
    assert "很多" in office_client.get(f"/imports/{batch.pk}/").content.decode()
    batch = correct(office_client, batch, **{"cell-0": "250"})
    assert (batch.state, batch.counts["error"], batch.counts["new"]) == (State.READY, 0, 2)
    press(office_client, batch, "confirm")
    assert sorted(Payment.objects.values_list("amount", "source")) == [
        (100, "subdistrict"),
        (250, "district"),
    ]


def test_all_cells_that_say_the_same_can_be_put_right_at_once(office_client):
    wrong = [[f"2025-03-{n:02}", "清泉社区", "党建工作经费", "若干", "街道"] for n in range(1, 6)]
    batch = paid(office_client, *wrong)
    assert [cell["times"] for cell in cells(batch)] == [5] * 5
    one = correct(office_client, batch, **{"cell-0": "9"})
    assert one.counts["error"] == 4
    rest = correct(office_client, one, **{"cell-0": "8", "cell-0-all": "1"})
    assert (rest.counts["error"], rest.counts["new"]) == (0, 5)


def test_a_suggestion_is_a_click(office_client):
    batch = paid(office_client, [DAY, "清源社区", *RIGHT[2:]])
    batch = mapped(office_client, batch, anyway="1")
    assert [cell["suggestion"] for cell in cells(batch)] == ["清泉社区"]
    assert "用“清泉社区”" in text(office_client.get(f"/imports/{batch.pk}/"))
    batch = correct(office_client, batch, take="cell-0", **{"cell-0": "清源社区"})
    assert (batch.counts["error"], batch.counts["new"]) == (0, 1)


def test_what_is_still_wrong_says_so_with_what_was_typed(office_client):
    batch = paid(office_client, [*RIGHT[:3], "很多", "街道"])
    batch = correct(office_client, batch, **{"cell-0": "不少"})
    assert [(cell["value"], cell["row"]) for cell in cells(batch)] == [("不少", 2)]


def test_what_is_typed_into_one_cell_goes_before_what_goes_for_all(office_client):
    wrong = [[f"2025-03-{n:02}", "清泉社区", "党建工作经费", "若干", "街道"] for n in range(1, 4)]
    batch = paid(office_client, *wrong)
    all_but_one = {"cell-0": "100", "cell-0-all": "1", "cell-1": "200"}
    press(office_client, correct(office_client, batch, **all_but_one), "confirm")
    assert sorted(Payment.objects.values_list("amount", flat=True)) == [100, 100, 200]


def test_empty_cells_are_not_filled_alike(office_client):
    batch = paid(office_client, [*RIGHT[:3], None, "街道"], ["2025-03-09", *RIGHT[1:3], None, "街道"])
    assert [cell["times"] for cell in cells(batch)] == [1, 1]
    assert correct(office_client, batch, **{"cell-0": "5", "cell-0-all": "1"}).counts["error"] == 1


def test_what_was_typed_on_a_page_that_is_out_of_date_goes_nowhere(office_client):
    batch = paid(office_client, [*RIGHT[:3], "很多", "街道"], ["2025-03-09", *RIGHT[1:3], "不少", "街道"])
    old = [cell["field"] for cell in cells(batch)]
    batch = correct(office_client, batch, **{"cell-0": "1"})
    office_client.post(f"/imports/{batch.pk}/correct/", {old[0]: "250"})
    batch.refresh_from_db()
    assert [cell["value"] for cell in cells(batch)] == ["不少"]


def test_numbers_of_people_are_kept_no_longer_than_the_upload(office_client, town):
    head = ["姓名", "性别", "所在党组织", "党员类别", "组织关系转入日期", "手机号"]
    row = ["周玉兰", "女", "清泉社区第一党支部", "正式党员", "2019-07-01", "1390000"]
    batch = upload(office_client, workbook(党员=[head, row]), "members.member")
    batch = correct(office_client, batch, **{"cell-0": "13900001234"})
    assert "13900001234" not in str(Batch.objects.values())
    press(office_client, batch, "drop")
    assert not Folder(batch).path.exists()


def test_without_a_change_nothing_happens(office_client):
    batch = paid(office_client, [*RIGHT[:3], "很多", "街道"])
    assert correct(office_client, batch, **{"cell-0": "很多"}).state == State.READY
    assert "没有改动" in text(office_client.get(f"/imports/{batch.pk}/"))


def test_of_files_that_came_together_too(office_client):
    rows = [HEAD, [*RIGHT[:3], "很多", "街道"]]
    delivery = delivered(
        office_client,
        ("a.xlsx", workbook(经费=rows)),
        ("b.xlsx", workbook(走访=[["走访日期", "社区", "走访类型"], [DAY, "清泉社区", "入户"]])),
    )
    batch = delivery.batches.get(kind=PAYMENT)
    correct(office_client, batch, **{"cell-0": "70"})
    delivery.refresh_from_db()
    assert step(office_client, delivery, "confirm").state == State.DONE
    assert Payment.objects.get().amount == 70


def test_nobody_else_corrects(office_client, as_user, clerk, community_clerk):
    batch = paid(office_client, [*RIGHT[:3], "很多", "街道"])
    assert as_user(community_clerk).post(f"/imports/{batch.pk}/correct/", {"cell-0": "1"}).status_code == 404
    batch.refresh_from_db()
    assert batch.counts["error"] == 1


def test_a_cell_beyond_the_row_is_there_and_one_beyond_the_sheet_is_none():
    grid = Grid("甲", [["a"], ["b"]], carried=frozenset({(2, 1)}))
    (changed,) = with_corrections([grid], {"2/3/甲": "c", "9/1/甲": "x", "1/1/乙": "y", "2/1/甲": "d"})
    assert changed.rows == [["a"], ["d", None, "c"]]
    assert changed.carried == frozenset()
    assert grid.rows == [["a"], ["b"]]
