"""Batches: who sees them, where uploads lie, and that they do not lie there long."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from imports import files
from imports.files import Folder
from imports.models import Batch
from tests.factories import YEAR, BatchFactory, UserFactory
from tests.imports.support import VISIT, confirm, saved, uploaded

pytestmark = pytest.mark.django_db
State = Batch.State


@pytest.fixture
def sheet(tmp_path, qingquan) -> bytes:
    return saved(tmp_path / "x.xlsx", 走访=[VISIT[:4], [date(YEAR, 3, 5), "清泉社区", "入户", 1]]).read_bytes()


def post(client, **data):
    return client.post(reverse("imports:upload", args=["visits.visit"]), data)


def test_upload_is_previewed_and_confirmed_by_its_pages(as_user, clerk, sheet):
    client = as_user(clerk)
    answer = post(client, file=SimpleUploadedFile("走访.xlsx", sheet))
    batch = Batch.objects.get()
    assert answer.url == reverse("imports:batch", args=[batch.pk])
    page = client.get(answer.url).content.decode()
    assert "没有错误" in page
    assert "确认导入 1 条" in page
    client.post(reverse("imports:confirm", args=[batch.pk]))
    assert "已导入 1 条" in client.get(answer.url).content.decode()
    assert not Folder(batch).path.exists()


def test_block_pasted_from_a_spreadsheet(as_user, clerk, qingquan):
    client = as_user(clerk)
    answer = post(client, text=f"走访日期\t社区\t走访类型\n{YEAR}-3-5\t清泉社区\t入户\n{YEAR}-3-6\t清泉社区\t慰问")
    page = client.get(answer.url).content.decode()
    assert "没有“慰问”这一项" in page
    returned = client.get(reverse("imports:returned", args=[Batch.objects.get().pk]))
    assert returned.status_code == 200


def test_neither_or_both_is_told_and_what_was_pasted_stays(as_user, clerk, sheet):
    client = as_user(clerk)
    for data in ({}, {"text": " "}, {"text": "留下的字", "file": SimpleUploadedFile("x.xlsx", sheet)}):
        answer = post(client, **data)
        assert answer.status_code == 422
        assert "两样选一样" in answer.content.decode()
    assert "留下的字" in answer.content.decode()
    assert not Batch.objects.exists()


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"a,b\n1,2\n"])
def test_file_that_is_none_is_refused_on_its_page(as_user, clerk, content):
    client = as_user(clerk)
    page = client.get(post(client, file=SimpleUploadedFile("x.xlsx", content)).url).content.decode()
    assert "没有导入，什么都没有写入" in page
    assert Batch.objects.get().state == State.REFUSED


def test_contents_are_for_their_author_alone(as_user, clerk, office, sheet):
    batch = uploaded(clerk, sheet)
    page = as_user(UserFactory(subdistrict=office)).get(reverse("imports:batch", args=[batch.pk])).content.decode()
    assert f"{YEAR}-03-05" not in page
    assert "内容由本人核对和确认" in page
    assert f"{YEAR}-03-05" in as_user(clerk).get(reverse("imports:batch", args=[batch.pk])).content.decode()


def test_lists_by_reach_and_finds_by_name(as_user, clerk, community_clerk, other_office, office):
    for user, name in ((clerk, "台账甲.xlsx"), (community_clerk, "台账乙.xlsx"), (UserFactory(subdistrict=other_office), "别处.xlsx")):
        BatchFactory(subdistrict=user.subdistrict, user=user, file_name=name)
    batches = reverse("imports:batches")
    whole, own = as_user(clerk).get(batches).content.decode(), as_user(community_clerk).get(batches).content.decode()
    assert [name in whole for name in ("台账甲", "台账乙", "别处")] == [True, True, False]
    assert [name in own for name in ("台账甲", "台账乙", "别处")] == [False, True, False]
    found = as_user(clerk).get(batches, {"q": "乙", "kind": "visits.visit"}).content.decode()
    assert ("台账乙" in found, "台账甲" in found) == (True, False)


@pytest.mark.parametrize("page", ["batch", "returned"])
@pytest.mark.parametrize("step", ["confirm", "undo", "drop"])
def test_foreign_batches_are_not_found(as_user, clerk, other_office, page, step):
    foreign = BatchFactory(subdistrict=other_office)
    client = as_user(clerk)
    assert client.get(reverse(f"imports:{page}", args=[foreign.pk])).status_code == 404
    assert client.post(reverse(f"imports:{step}", args=[foreign.pk])).status_code == 404
    foreign.refresh_from_db()
    assert foreign.state == State.READY


def test_uploads_lie_in_private_storage_for_a_day_at_most(as_user, clerk, sheet):
    fresh, old = uploaded(clerk, sheet), uploaded(clerk, sheet)
    assert Path(settings.PRIVATE_ROOT) in Folder(old).upload.parents
    assert not str(settings.PRIVATE_ROOT).startswith((str(settings.STATIC_ROOT), str(settings.BASE_DIR / "static")))
    Batch.objects.filter(pk=old.pk).update(created_at=timezone.now() - files.KEPT_FOR - timedelta(minutes=1))
    as_user(clerk).get(reverse("imports:batches"))
    old.refresh_from_db()
    assert (old.state, Folder(old).path.exists(), Folder(fresh).upload.exists()) == (State.DROPPED, False, True)
    assert (confirm(old).state, confirm(fresh).state) == (State.DROPPED, State.DONE)
    assert not Folder(fresh).path.exists()


def test_dropped_it_is_cleared(as_user, clerk, sheet):
    batch = uploaded(clerk, sheet)
    as_user(clerk).post(reverse("imports:drop", args=[batch.pk]))
    batch.refresh_from_db()
    assert (batch.state, Folder(batch).path.exists()) == (State.DROPPED, False)
