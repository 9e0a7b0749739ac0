"""Work on several files that were uploaded together.

A batch of each kind, in the order in which records need others.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import NamedTuple

from django.db import OperationalError, transaction
from django.db.utils import IntegrityError
from django.utils import timezone
from django_tasks import task

from communities.models import SubDistrict
from imports.apply.undo import undo
from imports.apply.writing import PlanRefusedError, Writing
from imports.deciding import plan_of
from imports.dividing import Files, batches_of, grids_of, read_files, sort_sheets
from imports.files import DeliveryFolder, Folder, old_deliveries
from imports.jobs import (
    CHANGED,
    GONE,
    KEPT_FOR,
    KILLED,
    RESTORED,
    SMALL,
    UNCONFIRMED,
    WRONG,
    keep_preview,
    plan_if_decided,
    work_through,
)
from imports.models import Batch, Delivery, State, SupersededError
from imports.plan import Plan
from imports.progress import Progress
from spreadsheets.errors import UnreadableError
from spreadsheets.reading import Grid
from tasks.engine import start as start_task
from tasks.heartbeat import beating

log = logging.getLogger("imports")
NOTHING_KNOWN = "这些表里没有认出一种记录。请看表头和模板是不是一致，或从各种记录的列表上单独导入。"


class _LeaveNothingError(Exception):
    """Rolls a trial back."""


class Outcome(NamedTuple):
    """What became of a batch in a trial: where it stands, and what is kept with it."""

    batch: Batch
    state: State
    values: dict[str, object]


def start(delivery: Delivery) -> None:
    """Work on a delivery that is in one of the working states."""
    folder = DeliveryFolder(delivery)
    if delivery.state != State.UNDOING and not folder.path.exists():
        delivery.move(delivery.state, State.REFUSED, reason=GONE)
        return
    small = delivery.state != State.UNDOING and folder.size() <= SMALL
    start_task(work_on, delivery.run, delivery.pk, small=small)


@task
def work_on(run: str, number: int) -> None:
    """Do what a delivery waits for, unless the run was given up meanwhile."""
    delivery = Delivery.objects.filter(pk=number, run=run).first()
    if delivery is not None:
        work(delivery)


def work(delivery: Delivery) -> None:
    """Do what a delivery waits for; whatever goes wrong, it ends in a state that says so."""
    delivery.refresh_from_db()
    steps = {State.READING: examine, State.WRITING: carry_out, State.UNDOING: take_back}
    if delivery.is_working:
        with beating(delivery.run):
            work_through(delivery, steps)
        _clear_if_over(delivery)


def settle(delivery: Delivery) -> None:
    """Let a delivery on which nobody works any longer stand as it did before its work began."""
    if delivery.is_deserted:
        state, reason = KILLED[State(delivery.state)]
        with suppress(OperationalError):  # SQLite's one writer is at work: it may be the delivery's own
            delivery.move(delivery.state, state, reason=reason)
            _clear_if_over(delivery)


def _clear_if_over(delivery: Delivery) -> None:
    """Leave nothing of a delivery that came to nothing."""
    if delivery.state in (State.REFUSED, State.DROPPED):
        give_up(delivery)


# ── Reading ─────────────────────────────────────────────────────────────────
def examine(delivery: Delivery, state: State = State.READING, reason: str = "") -> None:
    """Say what each file would bring, by a trial of which nothing is left."""
    progress = DeliveryFolder(delivery).progress()
    files = read_files(delivery, progress)
    sort_sheets(delivery, files)
    batches = batches_of(delivery, files)
    if not batches:
        raise UnreadableError(NOTHING_KNOWN)
    outcomes: list[Outcome] = []
    with _trial(delivery):
        for batch in batches:
            outcomes.append(_try(batch, grids_of(batch, files), progress))
    for outcome in outcomes:
        Batch.objects.filter(pk=outcome.batch.pk).update(state=outcome.state, **outcome.values)
    waits = any(outcome.state == State.MAPPING for outcome in outcomes) or not delivery.is_sorted
    delivery.move(state, State.MAPPING if waits else State.READY, reason=reason)


@contextmanager
def _trial(delivery: Delivery) -> Iterator[None]:
    """Let what is written meanwhile be seen by what follows, and leave nothing of it."""
    with suppress(_LeaveNothingError), transaction.atomic():
        _lock(delivery)
        yield
        raise _LeaveNothingError


def _lock(delivery: Delivery) -> None:
    """Let there be one import at a time."""
    SubDistrict.objects.everywhere().select_for_update().get(pk=delivery.subdistrict_id)


def _try(batch: Batch, grids: list[Grid], progress: Progress) -> Outcome:
    """Judge a batch and write its right rows, so that the next ones find them."""
    try:
        plan = plan_if_decided(batch, grids, progress)
    except UnreadableError as error:
        return Outcome(batch, State.REFUSED, {"reason": str(error), "counts": {}})
    if plan is None:
        return Outcome(batch, State.MAPPING, {"reason": ""})
    keep_preview(batch, plan, progress)
    values = {"counts": plan.counts, "mark": plan.outline(), "decisions": batch.decisions, "reason": ""}
    _write_rows(batch, plan, progress)
    return Outcome(batch, State.READY, values)


def _write_rows(batch: Batch, plan: Plan, progress: Progress) -> None:
    """Write the right rows as far as they can be: a fault that only the database finds is told on writing."""
    with suppress(IntegrityError, PlanRefusedError), transaction.atomic():
        Writing(batch.user, timezone.now(), str(batch), progress).carry_out(plan)


# ── Writing ─────────────────────────────────────────────────────────────────
def carry_out(delivery: Delivery) -> None:
    """Write everything in one transaction, or nothing; it is judged again by what is on record now."""
    progress = DeliveryFolder(delivery).progress()
    files = read_files(delivery, progress)
    run = delivery.run
    try:
        with transaction.atomic():
            _write(delivery, files, progress)
    except (PlanRefusedError, IntegrityError) as error:
        delivery.run = run
        reason = str(error) if isinstance(error, PlanRefusedError) else ""
        examine(delivery, State.WRITING, reason or CHANGED)
    else:
        DeliveryFolder(delivery).clear()
        for batch in delivery.in_order():
            Folder(batch).clear()


def _write(delivery: Delivery, files: Files, progress: Progress) -> None:
    _lock(delivery)
    moment = timezone.now()
    plans: list[tuple[Batch, Plan, dict[str, int]]] = []
    for batch in delivery.in_order():
        if batch.state == State.REFUSED:
            continue
        plan = plan_of(batch, grids_of(batch, files), progress)
        if plan.outline() != batch.mark:
            raise PlanRefusedError
        if plan.problems and not delivery.only_right:
            raise PlanRefusedError(WRONG)
        counts = dict(plan.counts)
        Writing(batch.user, moment, str(batch), progress).carry_out(plan)
        plans.append((batch, plan, counts))
    for batch, plan, counts in plans:
        if delivery.take_alike:  # last: the others were judged without them
            counts["new"] += plan.take_alike_alone()
            Writing(batch.user, moment, str(batch), progress).carry_out(plan)
        outcome = {"state": State.DONE, "counts": counts, "finished_at": moment}
        Batch.objects.filter(pk=batch.pk).update(**outcome)
    if not delivery.move(State.WRITING, State.DONE, finished_at=moment, reason=""):
        raise SupersededError


# ── Undoing ─────────────────────────────────────────────────────────────────
def take_back(delivery: Delivery) -> None:
    """Undo the batches, those that name others first, and note what is left of each."""
    for batch in reversed(list(delivery.in_order().filter(state=State.DONE))):
        batch.undone_by = delivery.undone_by
        remaining = undo(batch, DeliveryFolder(delivery).progress())
        outcome = {"state": State.UNDONE, "left": remaining, "undone_at": timezone.now()}
        Batch.objects.filter(pk=batch.pk).update(undone_by=delivery.undone_by, **outcome)
    delivery.move(State.UNDOING, State.UNDONE, undone_at=timezone.now(), reason="")
    DeliveryFolder(delivery).clear()


def give_up(delivery: Delivery) -> None:
    """Delete the uploads of a delivery that its author has given up, and let its batches end with it."""
    delivery.batches.filter(state__in=(*Batch.WAITING, State.READING)).update(state=State.DROPPED)
    for batch in delivery.batches.all():
        Folder(batch).clear()
    DeliveryFolder(delivery).clear()


# ── What is left behind ─────────────────────────────────────────────────────
def purge() -> None:
    """Give up the deliveries of yesterday that nobody confirmed, and delete what dead processes left."""
    yesterday = timezone.now() - KEPT_FOR
    for delivery in Delivery.objects.filter(created_at__lt=yesterday, state__in=Delivery.WORKING):
        settle(delivery)
    for delivery in Delivery.objects.filter(created_at__lt=yesterday, state__in=Delivery.WAITING):
        if delivery.move(delivery.state, State.DROPPED, reason=UNCONFIRMED):
            give_up(delivery)
    numbers = set(old_deliveries(yesterday))
    at_work = Delivery.objects.filter(pk__in=numbers, state__in=Delivery.WORKING)
    for number in numbers - set(at_work.values_list("pk", flat=True)):
        DeliveryFolder(Delivery(pk=number)).clear()


def give_up_what_was_under_way(using: str) -> None:
    """Give up the deliveries of a restored database: uploads are in no backup."""
    deliveries = Delivery.objects.using(using)
    waiting = (*Delivery.WAITING, State.READING, State.WRITING)
    deliveries.filter(state__in=waiting).update(state=State.DROPPED, run="", reason=RESTORED)
    state, reason = KILLED[State.UNDOING]
    deliveries.filter(state=State.UNDOING).update(state=state, run="", reason=reason)
