"""The daily clearing up: what is past its time goes, the rest stays, and one task that fails stops no other."""

import os
import shutil
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.db import OperationalError
from django.utils import timezone

from imports.files import Folder
from imports.models import Batch
from portal.management.commands import housekeeping
from records.models import FormDraft

pytestmark = pytest.mark.django_db
State = Batch.State
NOTHING = [f"{name}：清理 0 个" for name in housekeeping.TASKS]


@pytest.fixture
def private_root(settings, tmp_path) -> Path:
    settings.PRIVATE_ROOT = tmp_path
    return tmp_path / "imports"


def ago(**span: int):
    return timezone.now() - timedelta(**span)


def clear_up(capsys) -> tuple[list[str], list[str]]:
    """What the command says line by line, and what of it is trouble."""
    call_command("housekeeping")
    said = capsys.readouterr()
    return said.out.splitlines(), said.err.splitlines()


def two_sessions() -> None:
    for name, end in (("old", ago(seconds=1)), ("young", ago(minutes=-29))):
        Session.objects.create(session_key=name, session_data="", expire_date=end)


def two_drafts(user) -> None:
    for days in (6, 8):
        FormDraft.objects.create(
            user=user, form="visits.visit/new", number=uuid4(), content="", saved_at=ago(days=days)
        )


def upload(user, state: str, **span: int) -> Batch:
    batch = Batch.objects.begin(user, kind="visits.visit", file_name="走访.xlsx")
    Batch.objects.filter(pk=batch.pk).update(state=state, created_at=ago(**span))
    Folder(batch).keep("走访")
    return batch


def signed_in(model, name: str, **span: int) -> None:
    """A line in one of the lists of axes."""
    own = {"failures_since_start": 1} if model is AccessAttempt else {}
    made = model.objects.create(
        username=name, ip_address="10.1.1.9", user_agent="", path_info="/login/", **own
    )
    model.objects.filter(pk=made.pk).update(attempt_time=ago(**span))


def test_what_is_past_its_time_goes_and_the_rest_stays(clerk, private_root, capsys):
    two_sessions()
    two_drafts(clerk)
    old, young, done = (
        upload(clerk, State.READY, days=2),
        upload(clerk, State.READY, hours=1),
        upload(clerk, State.DONE, days=2),
    )
    signed_in(AccessAttempt, "old", minutes=16)
    signed_in(AccessAttempt, "young", minutes=14)
    for model in (AccessLog, AccessFailureLog):
        signed_in(model, "old", days=185)
        signed_in(model, "young", days=183)

    counts = [1, 1, 2, 1, 1, 1]
    assert clear_up(capsys) == (
        [f"{name}：清理 {count} 个" for name, count in zip(housekeeping.TASKS, counts, strict=True)],
        [],
    )
    assert Session.objects.get().session_key == "young"
    assert FormDraft.objects.get().saved_at > ago(days=7)
    assert [folder.name for folder in private_root.iterdir()] == [str(young.pk)]
    states = dict(Batch.objects.values_list("pk", "state"))
    assert states == {old.pk: State.DROPPED, young.pk: State.READY, done.pk: State.DONE}
    assert [model.objects.get().username for model in (AccessAttempt, AccessLog, AccessFailureLog)] == [
        "young"
    ] * 3
    assert clear_up(capsys) == (NOTHING, [])


def test_an_upload_of_a_batch_that_is_not_on_record_goes_after_a_day(clerk, private_root, capsys):
    """So it is with what was in flight when a backup was restored."""
    old, young = upload(clerk, State.READY, hours=1), upload(clerk, State.READY, hours=1)
    Batch.objects.all().delete()
    os.utime(private_root / str(old.pk), (0, ago(days=2).timestamp()))
    clear_up(capsys)
    assert [folder.name for folder in private_root.iterdir()] == [str(young.pk)]


def test_an_import_whose_process_is_gone_is_settled(clerk, private_root, capsys):
    batch = upload(clerk, State.WRITING, days=2)
    Batch.objects.filter(pk=batch.pk).update(run="")
    clear_up(capsys)
    batch.refresh_from_db()
    assert (batch.state, list(private_root.iterdir())) == (State.DROPPED, [])


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (OperationalError("database is locked"), "数据库正忙"),
        (PermissionError(13, "Permission denied"), "Permission denied"),
    ],
)
def test_one_that_fails_is_named_and_the_others_are_done(
    clerk, private_root, capsys, monkeypatch, error, words
):
    def fail() -> int:
        raise error

    two_sessions()
    two_drafts(clerk)
    monkeypatch.setitem(housekeeping.TASKS, "过期的登录会话", fail)
    with pytest.raises(CommandError, match="没有清理成：过期的登录会话") as caught:
        call_command("housekeeping")
    assert caught.value.returncode == 2
    said = capsys.readouterr()
    assert said.err.splitlines()[0].startswith("过期的登录会话：没有清理，")
    assert words in said.err
    assert said.out.splitlines()[0] == "过期的表单草稿：清理 1 个"
    assert (Session.objects.count(), FormDraft.objects.count()) == (2, 1)


def test_nothing_to_clear(private_root, capsys):
    shutil.rmtree(private_root, ignore_errors=True)
    assert clear_up(capsys) == (NOTHING, [])
