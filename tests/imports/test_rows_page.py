"""Every row and column of a file can be looked at before it is confirmed."""

from datetime import timedelta

import pytest

from tests.imports.support import DAY, upload, workbook
from tests.records.browser import rows, text

pytestmark = pytest.mark.django_db


def test_all_rows_page_by_page_and_those_of_one_action(as_user, clerk, qingquan):
    client = as_user(clerk)
    head = ["走访日期", "社区", "走访类型", "走访户数", "走访内容", "无关的"]
    many = [[DAY + timedelta(days=n), "清泉社区", "入户", n, f"内容{n}", "甲"] for n in range(60)]
    wrong = [DAY, "清泉社区", "入户", "很多", "电话13900001000", "乙"]
    batch = upload(client, workbook(走访=[head, *many, wrong]))
    page = client.get(f"/imports/{batch.pk}/rows/")
    assert [row[1] for row in rows(page)][:2] == ["2", "3"]
    assert len(rows(page)) == 50
    assert "无关的" not in text(page)
    assert len(rows(client.get(f"/imports/{batch.pk}/rows/?page=2"))) == 11
    (error,) = rows(client.get(f"/imports/{batch.pk}/rows/?action=error"))
    assert error == ["走访", "62", "错误", "2025-03-01", "清泉社区", "入户", "很多", "电话139****1000"]


def test_it_is_its_authors_alone_and_gone_with_the_batch(as_user, clerk, community_clerk, qingquan):
    client = as_user(clerk)
    batch = upload(client, workbook(走访=[["走访日期", "社区", "走访类型"], [DAY, "清泉社区", "入户"]]))
    assert as_user(community_clerk).get(f"/imports/{batch.pk}/rows/").status_code == 404
    client.post(f"/imports/{batch.pk}/drop/")
    assert client.get(f"/imports/{batch.pk}/rows/").status_code == 302
