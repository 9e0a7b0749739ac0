"""Batches and their files: who sees which, what is kept and for how long, and what becomes of a plan overtaken."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import get_resolver
from django.utils import timezone

from imports import jobs
from imports.models import Batch
from tests.access.test_matrix import walk
from tests.factories import CommunityFactory, UserFactory, VisitFactory
from tests.imports.support import DAY, VISITS, brought, mapped, press, upload, visits, workbook
from tests.reliability.support import text
from visits.models import Visit

pytestmark = pytest.mark.django_db
State = Batch.State
PAGES = ("", "returned.xlsx")
STEPS = ("confirm/", "drop/", "undo/")


@pytest.fixture
def client(as_user, clerk):
    return as_user(clerk)


def listed(client, **query) -> list[str]:
    page = text(client.get("/imports/", query))
    return [name for name in ("三月走访.xlsx", "四月走访.xlsx", "好事.xlsx", "外街道.xlsx") if name in page]


@pytest.fixture
def several(client, as_user, community_clerk, office, other_office, qingquan):
    """Two files of the clerk's, one of a community clerk's, one of another 街道."""
    CommunityFactory(subdistrict=other_office, name="清泉社区")
    stranger = as_user(UserFactory(subdistrict=other_office))
    return {
        "own": upload(client, visits(1), name="三月走访.xlsx"),
        "deed": upload(
            client,
            workbook(好人好事=[["日期", "社区", "内容"], [DAY, "清泉社区", "换水管"]]),
            "services.gooddeed",
            "好事.xlsx",
        ),
        "community": upload(as_user(community_clerk), visits(1), name="四月走访.xlsx"),
        "foreign": upload(stranger, visits(1), name="外街道.xlsx"),
    }


def test_batches_are_listed_by_reach_and_found_by_name_person_and_kind(
    several, client, as_user, community_clerk
):
    assert listed(client) == ["三月走访.xlsx", "四月走访.xlsx", "好事.xlsx"]
    assert listed(as_user(community_clerk)) == ["四月走访.xlsx"]
    assert listed(client, q="三月") == ["三月走访.xlsx"]
    assert listed(client, q="赵秀芝") == ["四月走访.xlsx"]
    assert listed(client, kind="services.gooddeed") == ["好事.xlsx"]
    assert listed(client, q="没有这份") == []
    assert listed(client, kind="no.such", page="x") == ["三月走访.xlsx", "四月走访.xlsx", "好事.xlsx"]


@pytest.mark.parametrize("whose", ["own", "deed", "foreign"])
def test_batches_beyond_reach_do_not_exist(whose, several, as_user, community_clerk):
    stranger, pk = as_user(community_clerk), several[whose].pk
    assert {stranger.get(f"/imports/{pk}/{page}").status_code for page in PAGES} == {404}
    assert {stranger.post(f"/imports/{pk}/{step}").status_code for step in STEPS} == {404}
    several[whose].refresh_from_db()
    assert several[whose].state == State.READY


def wrong(community: str = "清泉社区") -> bytes:
    """One right row and one with a day that does not exist."""
    rows = [
        [1, DAY, community, "入户", 3, "", "", "正确的一行"],
        [2, "2025-02-31", community, "入户", 3, "", "", "错误的一行"],
    ]
    return workbook(走访=[VISITS, *rows])


def test_what_is_in_a_file_only_its_author_sees(client, as_user, community_clerk, qingquan):
    batch = upload(as_user(community_clerk), wrong())
    own = text(as_user(community_clerk).get(f"/imports/{batch.pk}/"))
    assert "2025-02-31" in own
    seen = text(client.get(f"/imports/{batch.pk}/"))
    assert "2025-02-31" not in seen
    assert client.get(f"/imports/{batch.pk}/returned.xlsx").status_code == 403
    for step in ("confirm/", "drop/"):
        assert client.post(f"/imports/{batch.pk}/{step}").status_code == 403
    batch.refresh_from_db()
    assert (batch.state, Visit.objects.count()) == (State.READY, 0)


# ── Files ───────────────────────────────────────────────────────────────────
def kept(private_root) -> list:
    return sorted(path for path in private_root.rglob("*") if path.is_file()) if private_root.exists() else []


def test_an_upload_waits_in_private_and_goes_when_it_is_imported(client, qingquan, private_root):
    batch = upload(client, visits(1))
    assert private_root / "imports" / str(batch.pk) / "upload" in kept(private_root)
    assert (private_root / "imports" / str(batch.pk)).stat().st_mode & 0o077 == 0
    press(client, batch, "confirm")
    assert kept(private_root) == []


def test_an_upload_that_is_given_up_goes_at_once(client, qingquan, private_root):
    batch = press(client, upload(client, visits(1)), "drop")
    assert (batch.state, kept(private_root), Visit.objects.count()) == (State.DROPPED, [], 0)
    assert press(client, batch, "confirm").state == State.DROPPED


BECOMES = {
    State.READING: State.REFUSED,
    State.READY: State.DROPPED,
    State.WRITING: State.DROPPED,
    State.UNDOING: State.DONE,
}


@pytest.mark.parametrize("state", [*BECOMES, State.REFUSED, State.DONE])
def test_after_a_day_nothing_is_kept(state, client, qingquan, private_root):
    old, young = upload(client, visits(1)), upload(client, visits(1))
    Batch.objects.filter(pk=old.pk).update(
        state=state, created_at=timezone.now() - timedelta(days=1, minutes=1)
    )
    assert client.get("/imports/").status_code == 200
    old.refresh_from_db()
    assert old.state == BECOMES.get(state, state)
    assert {path.parent.name for path in kept(private_root)} == {str(young.pk)}
    if old.state == State.DROPPED:
        assert "一天内没有确认" in text(client.get(f"/imports/{old.pk}/"))
    jobs.purge()
    assert young.state == State.READY


def test_a_file_is_not_to_be_had_by_any_address(client, qingquan, private_root):
    """Private storage is no served folder, and no address takes a path."""
    batch = upload(client, visits(1))
    for root in ("", "static", "media", "private", "var/private", "imports"):
        for name in ("upload", "preview", "%2e%2e/upload"):
            answer = client.get(f"/{root}/imports/{batch.pk}/{name}".replace("//", "/"))
            assert answer.status_code == 404, (root, name)
            assert client.get(f"/{root}/{batch.pk}/{name}".replace("//", "/")).status_code == 404
    assert sorted(
        name for name in walk(get_resolver().url_patterns) if name.startswith("imports:")
    ) == sorted(
        f"imports:{name}"
        for name in (
            *(
                "batches",
                "batch",
                "mapping",
                "rows",
                "correct",
                "learnt",
                "confirm",
                "drop",
                "undo",
                "returned",
            ),
            *("upload", "template", "start", "whole-template", "together", "delivery"),
            *("delivery-kinds", "delivery-confirm", "delivery-drop", "delivery-undo"),
        )
    )
    assert Client().get(f"/imports/{batch.pk}/").status_code == 302


def test_a_name_of_a_file_leads_nowhere(client, qingquan, private_root):
    upload(client, visits(1), name="../../../etc/走访.xlsx")
    assert {path.parent.parent for path in kept(private_root)} == {private_root / "imports"}


# ── Confirming ──────────────────────────────────────────────────────────────
def test_only_the_right_rows_are_a_choice_of_its_own(client, qingquan):
    batch = upload(client, wrong())
    assert (batch.counts["new"], batch.counts["error"]) == (1, 1)
    batch = press(client, batch, "confirm")
    assert (batch.state, batch.reason, Visit.objects.count()) == (State.READY, jobs.WRONG, 0)
    assert jobs.WRONG in text(client.get(f"/imports/{batch.pk}/"))
    batch = press(client, batch, "confirm", only="right")
    assert (batch.state, Visit.objects.get().summary) == (State.DONE, "正确的一行")
    assert "有错误的 1 行没有导入" in text(client.get(f"/imports/{batch.pk}/"))


def test_a_plan_overtaken_goes_back_to_the_preview_with_the_reason(client, qingquan):
    batch = upload(client, visits(2))
    VisitFactory(community=qingquan, kind="household", date=DAY + timedelta(days=1), summary="同一天的")
    batch = press(client, batch, "confirm")
    assert (batch.state, batch.reason) == (State.READY, jobs.CHANGED)
    assert batch.counts == {"new": 1, "updated": 1, "unchanged": 0, "duplicate": 0, "error": 0}
    assert Visit.objects.count() == 1
    page = text(client.get(f"/imports/{batch.pk}/"))
    assert jobs.CHANGED in page
    assert "同一天的" in page, "the new preview shows what would be overwritten"
    batch = press(client, batch, "confirm")
    assert (batch.state, batch.reason, Visit.objects.count()) == (State.DONE, "", 2)


def test_a_batch_whose_process_is_gone_says_so(client, qingquan):
    batch = upload(client, visits(1))
    Batch.objects.filter(pk=batch.pk).update(state=State.WRITING, run="of a worker that is gone")
    assert "写入中断了，什么也没有写入" in text(client.get(f"/imports/{batch.pk}/"))
    assert press(client, batch, "confirm").state == State.DONE


def test_a_batch_whose_process_is_at_work_is_left_alone(client, qingquan):
    batch = upload(client, visits(1))
    batch.move(State.READY, State.WRITING)
    page = text(client.get(f"/imports/{batch.pk}/"))
    assert "正在写入" in page
    batch.refresh_from_db()
    assert batch.state == State.WRITING


def test_the_same_file_again_changes_nothing(client, qingquan):
    brought(client, visits(3))
    versions = Visit.history.count()
    again = upload(client, visits(3), name="改了名.xlsx")
    assert again.counts == {"new": 0, "updated": 0, "unchanged": 3, "duplicate": 0, "error": 0}
    assert (Visit.objects.count(), Visit.history.count()) == (3, versions)


# ── What may be sent ────────────────────────────────────────────────────────
def post(client, **data):
    return client.post("/imports/visits.visit/", data)


def test_a_block_pasted_from_a_spreadsheet(client, qingquan):
    answer = post(client, text="走访日期\t社区\t走访类型\n2025-3-5\t清泉社区\t入户\n2025-3-6\t清泉社区\t巡逻")
    batch = Batch.objects.get()
    assert "“巡逻”是哪一项？" in text(client.get(f"{answer.url}mapping/"))
    mapped(client, batch)
    assert "没有“巡逻”这一项" in text(client.get(answer.url))
    assert client.get(f"{answer.url}returned.xlsx").status_code == 200


def test_neither_or_both_is_told_and_what_was_pasted_stays(client, qingquan):
    for data in ({}, {"text": " "}, {"text": "留下的字", "file": SimpleUploadedFile("x.xlsx", visits(1))}):
        answer = post(client, **data)
        assert answer.status_code == 422
        assert "两样选一样" in text(answer)
    assert "留下的字" in text(answer)
    assert not Batch.objects.exists()


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"a,b\n1,2\n"])
def test_a_file_that_is_none_is_refused_on_its_page(client, qingquan, content):
    page = text(client.get(post(client, file=SimpleUploadedFile("x.xlsx", content)).url))
    assert "没有导入，什么都没有写入" in page
    assert Batch.objects.get().state == State.REFUSED


def test_what_was_pasted_is_there_again_to_be_corrected(client, as_user, qingquan):
    """For its author alone, while its batch keeps it."""
    block = "日期\t社区\t类型\n2025-02-31\t清泉社区\t入户\n"
    batch = upload(client, block)
    link = f"/imports/visits.visit/?again={batch.pk}"
    page = client.get(f"/imports/{batch.pk}/").content.decode()
    assert f'href="{link}">重新上传' in page
    assert "按“重新上传”，粘贴的内容还在" in page
    assert client.get(link).context["form"]["text"].value() == block
    assert "2025-02-31" in client.get(link).content.decode()
    stranger = as_user(UserFactory(subdistrict=qingquan.subdistrict))
    for reader, address in (
        (stranger, link),
        (client, "/imports/visits.visit/?again=x"),
        (client, link.replace("visits.visit", "services.gooddeed")),
    ):
        assert reader.get(address).context["form"]["text"].value() == ""
    press(client, batch, "drop")
    assert client.get(link).context["form"]["text"].value() == ""


def test_a_file_is_not_put_into_the_box(client, qingquan):
    batch = upload(client, wrong())
    assert client.get(f"/imports/visits.visit/?again={batch.pk}").context["form"]["text"].value() == ""
