"""The command by which a process of its own is given its task."""

import json

import pytest
from django.core.management import CommandError, call_command

from imports.models import Batch
from tests.factories import BatchFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["imports.jobs.no_such", "imports.jobs.purge", "no.such"])
def test_nothing_but_a_task_is_carried_out(path):
    with pytest.raises(CommandError, match=f"没有 {path} 这项任务"):
        call_command("run_task", path, json.dumps([[], {}]))


def test_a_batch_is_worked_on_under_the_number_of_its_run_alone():
    batch = BatchFactory(state=Batch.State.READING, run="now")
    call_command("run_task", "imports.jobs.work_on", json.dumps([["before", batch.pk], {}]))
    batch.refresh_from_db()
    assert (batch.state, batch.run) == (Batch.State.READING, "now")
