"""Two connections: a form saved while an import is written. SQLite lets one write at a time; PostgreSQL has to be asked."""

import threading

import pytest
from django.db import connection

from imports import jobs
from imports.apply.writing import Writing
from imports.models import Batch
from imports.rows.judging import Judging
from tests.factories import VisitFactory
from tests.imports.support import DAY, VISITS, uploaded, workbook
from visits.models import Visit

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="two writers at once are PostgreSQL's"),
]


def test_a_form_saved_between_plan_and_writing_is_kept(clerk, qingquan, monkeypatch):
    kept = VisitFactory(community=qingquan, kind="household", date=DAY, households=1, summary="看望")
    batch = uploaded(clerk, workbook(走访=[VISITS, [1, DAY, "清泉社区", "入户", 2, None, None, "看望"]]))
    real = Writing.carry_out

    def late(writing, plan):
        colleague = threading.Thread(target=save)
        colleague.start()
        colleague.join()
        return real(writing, plan)

    def save():
        visit = Visit.objects.get(pk=kept.pk)
        visit.households, visit.version = 99, visit.version + 1
        visit.save()
        connection.close()

    monkeypatch.setattr(Writing, "carry_out", late)
    batch.move(Batch.State.READY, Batch.State.WRITING)
    jobs.work(batch)
    assert (batch.state, batch.reason) == (Batch.State.READY, jobs.CHANGED)
    assert Visit.objects.get().households == 99


@pytest.mark.parametrize("protected", [True, False])
def test_an_edit_between_comparing_and_reading_is_never_written_over(protected, clerk, qingquan, monkeypatch):
    """The file is compared with the record as it was; the record itself is read a moment later."""
    kept = VisitFactory(community=qingquan, kind="household", date=DAY, households=1, summary="看望")
    batch = uploaded(clerk, workbook(走访=[VISITS, [1, DAY, "清泉社区", "入户", 2, None, None, "看望"]]))
    real = Judging._read_records

    def late(judging, pks):
        if pks and judging.model is Visit:
            colleague = threading.Thread(target=save)
            colleague.start()
            colleague.join()
        return real(judging, pks)

    def save():
        Visit.objects.filter(pk=kept.pk, households=1).update(households=99, version=2)
        connection.close()

    monkeypatch.setattr(Judging, "_read_records", late)
    if not protected:
        monkeypatch.setattr(Judging, "_as_compared", lambda judging, record: record)
    batch.move(Batch.State.READY, Batch.State.WRITING)
    jobs.work(batch)
    households = Visit.objects.get().households
    if protected:
        assert (batch.state, batch.reason, households) == (Batch.State.READY, jobs.CHANGED, 99)
    else:
        assert (batch.state, households) == (Batch.State.DONE, 2)
