"""What the 管理员's home says of backups: when the last was made and verified, red when that is long ago."""

from datetime import timedelta

import pytest
from django.utils import timezone
from lxml import html

from operations.models import Backup
from operations.retention import name_of

pytestmark = pytest.mark.django_db


def made(days: float, verified: float | None = None) -> Backup:
    moment = timezone.now() - timedelta(days=days)
    verified_at = None if verified is None else timezone.now() - timedelta(days=verified)
    name = f"dangjian-{timezone.localtime(moment):%Y%m%d-%H%M%S}.zip"
    return Backup.objects.create(
        made_at=moment, file_name=name, size=5 * 1024**2, digest=name, verified_at=verified_at
    )


def red(client) -> list[str]:
    page = html.fromstring(client.get("/").content.decode())
    return [
        " ".join(notice.text_content().split())
        for notice in page.xpath("//div[contains(@class, 'notice--danger')]")
    ]


@pytest.mark.parametrize(
    ("backups", "told"),
    [
        ([], ["还没有做过备份。"]),
        ([(0.5, None)], []),
        ([(1.9, None)], []),
        ([(2.1, None)], ["已 2 天没有备份。"]),
        ([(0.5, 0.1)], []),
        ([(0.5, None), (60, 34)], []),
        ([(0.5, None), (60, 36)], ["已 36 天没有核对过备份。"]),
        ([(0.5, None), (36, None)], ["备份还从来没有核对过。"]),
        ([(-400, None)], ["还没有做过备份。"]),
        ([(-400, -400), (9, None), (60, 40)], ["已 9 天没有备份。", "已 40 天没有核对过备份。"]),
        ([(9, None), (60, 40)], ["已 9 天没有备份。", "已 40 天没有核对过备份。"]),
    ],
)
def test_long_ago_is_red_and_says_what_to_do(backups, told, as_user, admin):
    for days, verified in backups:
        made(days, verified)
    found = red(as_user(admin))
    assert [notice.partition("请")[0] for notice in found] == told
    assert all("manage.py" in notice for notice in found)


def test_the_last_one_is_shown_with_its_size(as_user, admin):
    made(1)
    last = made(0.2, 0.1)
    page = html.fromstring(as_user(admin).get("/").content.decode())
    (panel,) = page.xpath("//section[.//h2[text()='备份']]")
    text = panel.text_content()
    assert last.file_name in text
    assert "5.0" in text
    assert "MB" in text
    assert f"{timezone.localtime(last.verified_at):%H:%M}" in text


def test_what_was_kept_before_a_restore_is_no_backup_of_what_is_here(as_user, admin):
    regular = made(3, 2)
    kept = made(0.1, 0.1)
    kept.file_name = name_of(kept.made_at, before=True, is_encrypted=False)
    kept.save()
    client = as_user(admin)
    assert [notice.partition("请")[0] for notice in red(client)] == ["已 3 天没有备份。"]
    page = client.get("/").content.decode()
    assert (regular.file_name in page, kept.file_name in page) == (True, False)


def test_nobody_else_is_told(as_user, clerk, secretary):
    made(90)
    for user in (clerk, secretary):
        assert "备份" not in as_user(user).get("/").content.decode()
