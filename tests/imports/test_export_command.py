"""A kind of record as a workbook from the command line: what the account may see, or one clear line."""

import io
import logging
import re

import pytest
from django.core.management import CommandError, call_command
from openpyxl import load_workbook

from access.roles import Role
from tests import factories as F
from tests.records.support import ID_NO, PHONE

pytestmark = pytest.mark.django_db
HAN = re.compile("[\u4e00-\u9fff]")


def export(kind, user, path):
    printed = io.StringIO()
    call_command("export_workbook", kind, f"--user={user}", f"--output={path}", stdout=printed)
    return printed.getvalue()


def cells(path):
    return {
        page.title: [[cell.value for cell in row] for row in page.iter_rows(min_row=2)]
        for page in load_workbook(path)
    }


@pytest.fixture
def path(tmp_path):
    return tmp_path / "out.xlsx"


@pytest.fixture
def members(qingquan, wenchang):
    own = {"gender": "female", "phone": PHONE}
    return [
        F.MemberFactory(org=F.PartyOrgFactory(community=qingquan), id_no=ID_NO, **own),
        F.MemberFactory(org__community=wenchang, **own),
    ]


def test_all_that_the_account_reaches_is_written(clerk, community_clerk, qingquan, wenchang, path):
    mine = F.VisitIssueFactory(visit__community=qingquan, content="要修路灯")
    F.VisitIssueFactory(visit__community=wenchang)
    assert export("visits.visit", "clerk", path) == f"已写入 {path}，走访 2 条\n"
    assert export("visits.Visit", "qingquan", path) == f"已写入 {path}，走访 1 条\n"
    found = cells(path)
    assert [(row[0], row[-1]) for row in found["走访"]] == [(1, str(mine.visit.submission))]
    assert found["意见建议"] == [[1, "要修路灯", None, None, None, str(mine.submission)]]


def test_rows_entered_below_a_record_come_in_its_workbook(clerk, qingquan, path):
    F.VisitIssueFactory(visit__community=qingquan)
    export("visits.visitissue", "clerk", path)
    assert list(cells(path)) == ["走访", "意见建议", "困难"]


def test_numbers_are_masked_without_the_right(clerk, members, path, caplog):
    with caplog.at_level(logging.INFO, logger="audit"):
        assert export("members.member", "clerk", path) == f"已写入 {path}，党员 2 条\n"
    written = str(cells(path))
    assert "138****8000" in written
    assert PHONE not in written
    assert not [record for record in caplog.records if record.name == "audit"]


def test_numbers_are_whole_with_the_right_and_it_is_logged(community_clerk, members, path, caplog):
    community_clerk.may_view_personal_data = True
    community_clerk.save()
    with caplog.at_level(logging.WARNING, logger="audit"):
        assert export("members.member", "qingquan", path) == f"已写入 {path}，党员 1 条，含完整号码\n"
    (row,) = cells(path)["党员"]
    assert {ID_NO, PHONE} <= set(row)
    (said,) = [record.getMessage() for record in caplog.records if record.name == "audit"]
    assert (
        said == f"personal data exported: user={community_clerk.pk} kind=members.Member records=1 filter=none"
    )


@pytest.mark.parametrize(
    ("kind", "user", "output", "said"),
    [
        ("visits.nothing", "clerk", "out.xlsx", "没有 visits.nothing 这种记录；现有：visits.visit、"),
        ("visit", "clerk", "out.xlsx", "没有 visit 这种记录"),
        ("visits.visit", "nobody", "out.xlsx", "没有名为 nobody 的账号"),
        ("visits.visit", "gone", "out.xlsx", "账号 gone 已停用"),
        ("visits.visit", "admin", "out.xlsx", "账号 admin 不能查看走访"),
        ("communities.leader", "qingquan", "out.xlsx", "账号 qingquan 不能查看领导班子"),
        ("visits.visit", "clerk", "no/where/out.xlsx", "写不了"),
        ("visits.visit", "clerk", "", "写不了"),
    ],
)
def test_refusals_are_one_chinese_line_and_exit_code_2(
    office, clerk, community_clerk, admin, tmp_path, kind, user, output, said
):
    F.UserFactory(username="gone", subdistrict=office, is_active=False)
    with pytest.raises(CommandError, match=said) as refused:
        export(kind, user, tmp_path / output)
    assert refused.value.returncode == 2
    assert "\n" not in str(refused.value)
    assert list(tmp_path.iterdir()) == []


def test_full_disk_is_one_line(clerk):
    with pytest.raises(CommandError, match="写不了 /dev/full") as refused:
        export("visits.visit", "clerk", "/dev/full")
    assert refused.value.returncode == 2


def test_secretary_has_the_whole_subdistrict(office, qingquan, path):
    F.UserFactory(username="shuji", role=Role.SECRETARY, subdistrict=office)
    F.VisitFactory(community=qingquan)
    assert export("visits.visit", "shuji", path) == f"已写入 {path}，走访 1 条\n"
