"""Changing the report's text. Every change first makes the passages the office's own, then is one version of one passage."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F, Max

from communities.models import SubDistrict
from records import store
from reports.draft import Draft
from reports.models import OWN, AnnualReport, Passage
from reports.outline.problems import ANSWERS, MISSED, OF_KEY
from reports.text import cases, wordings
from reports.text.passages import complete, saved_passages

Passages = dict[str, Passage]


class ReportLockedError(Exception):
    """The report is being reviewed or is signed: nothing about it changes."""


class PassageNotFoundError(Exception):
    """No passage of the report has that key."""


def locked_report(draft: Draft, by: Any) -> AnnualReport:
    """The year's report, saved, for writing; whoever comes second waits. `ReportLockedError` unless it is still being drafted."""
    SubDistrict.objects.select_for_update().get(pk=draft.scope.subdistrict.pk)
    report = AnnualReport.of_year(draft.scope.subdistrict, draft.scope.year)
    if not report.open:
        raise ReportLockedError
    if report._state.adding:
        store.save(report, by=by)
    return report


def begin(draft: Draft, user: Any) -> Passages:
    """The report's passages by key, saved; those that nobody reworded without a text."""
    report = locked_report(draft, user)
    rows = saved_passages(report)
    rows = complete(rows, report) if rows else draft.passages
    new = [passage for passage in rows if passage._state.adding]
    for passage in new:
        passage.report = report
    if new and len(new) < len(rows):
        Passage.objects.bulk_update([passage for passage in rows if not passage._state.adding], ["order"])
    store.insert(new, by=user)
    wordings.offer(rows, draft.facts)
    return {passage.key: passage for passage in rows}


def found(passages: Passages, key: str) -> Passage:
    if key not in passages:
        raise PassageNotFoundError
    return passages[key]


def save(passage: Passage, user: Any, **changes: Any) -> Passage:
    """One version, where anything changes."""
    if all(getattr(passage, name) == value for name, value in changes.items()):
        return passage
    for name, value in changes.items():
        setattr(passage, name, value)
    return store.save(passage, by=user)


@transaction.atomic
def edit(draft: Draft, user: Any, key: str, text: str, seen: int) -> Passage:
    """`EditConflictError` if somebody else saved the passage since version `seen`: nothing is written then."""
    passage = found(begin(draft, user), key)
    if passage.version != seen and passage.wording != text:
        raise store.EditConflictError(passage)
    return _say(passage, user, text)


def _say(passage: Passage, user: Any, text: str) -> Passage:
    """Keep what was typed; the default, word for word, leaves the passage untouched."""
    return save(passage, user, text=None if passage.default == text else text)


@transaction.atomic
def reword(draft: Draft, user: Any, key: str, change: Callable[[str], str]) -> Passage:
    """Change the text as it stands by now."""
    passage = found(begin(draft, user), key)
    return _say(passage, user, change(passage.wording))


@transaction.atomic
def switch(draft: Draft, user: Any, key: str, written: bool) -> Passage:
    """Write the passage or leave it out; a problem takes its cause along."""
    passages = begin(draft, user)
    passage = save(found(passages, key), user, written=written)
    tells = passage.part == Passage.Part.PROBLEMS and not passage.own and not passage.introduces
    tells = tells and not (passage.finding == MISSED and draft.writer.told_before())
    cause = passages.get(f"causes.{passage.finding}") if tells else None
    if cause is not None:
        save(cause, user, written=written)
    return passage


@transaction.atomic
def move(draft: Draft, user: Any, key: str, step: int) -> Passage:
    """Change places with the neighbour before (-1) or behind (+1); a section takes its points along."""
    passages = begin(draft, user)
    passage = found(passages, key)
    beside = [p for p in passages.values() if _kin(p) == _kin(passage)]
    place = beside.index(passage) + step
    if not 0 <= place < len(beside):
        return passage
    first, second = sorted((passage, beside[place]), key=lambda p: p.order)
    rows = list(passages.values())
    upper, lower = _block(first, rows), _block(second, rows)
    start = rows.index(first)
    arranged = [*rows[:start], *lower, *upper, *rows[start + len(upper) + len(lower) :]]
    _arrange(arranged, passage, user)
    return passage


def _kin(passage: Passage) -> tuple[Any, ...]:
    """What passages that may change places have in common: the lead of the causes stays before them."""
    return passage.part, passage.section, passage.is_lead, passage.introduces


def _block(head: Passage, rows: list[Passage]) -> list[Passage]:
    return (
        [head, *(p for p in rows if p.part == head.part and p.section == head.key)]
        if head.is_lead
        else [head]
    )


def _arrange(rows: list[Passage], moved: Passage, user: Any) -> None:
    """New places for all; of the one that was moved it is a version, of the others no change."""
    for order, row in enumerate(rows):
        if row is moved:
            save(row, user, order=order)
        elif row.order != order:
            Passage.objects.filter(pk=row.pk).update(order=order)


@transaction.atomic
def add(draft: Draft, user: Any, part: str, section: str, text: str) -> Passage:
    """A passage of the office's own at the end of its section, or of its part."""
    return _add(begin(draft, user), user, part, section, text)


def _add(
    passages: Passages, user: Any, part: str, section: str, text: str | None, key: str = "", **more: Any
) -> Passage:
    _check_place(passages, part, section)
    last = max(
        (
            p.order
            for p in passages.values()
            if p.part == part and (not section or section in (p.section, p.key))
        ),
        default=-1,
    )
    report = next(iter(passages.values())).report
    report.passages.filter(order__gt=last).update(order=F("order") + 1)
    for later in passages.values():
        later.order += later.order > last
    key = key or _own_key(report, section or part)
    passage = Passage(report=report, key=key, part=part, section=section, order=last + 1, text=text, **more)
    store.save(passage, by=user)
    passages[passage.key] = passage
    return passage


def _check_place(passages: Passages, part: str, section: str) -> None:
    """`PassageNotFoundError` unless points name a section of their part, and others none: elsewhere nobody would see them."""
    if bool(section) != (part in (Passage.Part.HIGHLIGHTS, Passage.Part.MEASURES)):
        raise PassageNotFoundError
    if section and (found(passages, section).part != part or not passages[section].is_lead):
        raise PassageNotFoundError


def _own_key(report: AnnualReport, under: str) -> str:
    """A key never used before, by a passage since removed either."""
    used = (
        Passage.history.filter(report=report, key__startswith=f"{under}{OWN}").aggregate(Max("id"))["id__max"]
        or 0
    )
    return f"{under}{OWN}{used + 1}"


@transaction.atomic
def add_case(draft: Draft, user: Any, section: str, source: str, pk: int) -> Passage:
    """An example behind the points of a section, made from one of the records that are proposed for it."""
    passages = begin(draft, user)
    offered = cases.propose(draft.scope).get(section, [])
    if not any((case.source, case.pk) == (source, pk) for case in offered):
        raise PassageNotFoundError
    return _add(passages, user, Passage.Part.HIGHLIGHTS, section, None, source_kind=source, source_id=pk)


@transaction.atomic
def assign(draft: Draft, user: Any, key: str, owner: str, due: date | None) -> Passage:
    """Who takes a problem on, and by when; of what stands before them, the promises that were missed."""
    passage = found(begin(draft, user), key)
    if not draft.writer.is_assignable(passage):
        raise PassageNotFoundError
    return save(passage, user, owner=owner, due=due)


@transaction.atomic
def another(draft: Draft, user: Any, key: str) -> Passage:
    """Take the next of the wordings that fit; what a person wrote is never exchanged."""
    passage = found(begin(draft, user), key)
    if passage.is_own_text:
        return passage
    options = wordings.others(key, draft.facts, passage.wording)
    return save(passage, user, text=options[0]) if options else passage


@transaction.atomic
def remove(draft: Draft, user: Any, key: str) -> None:
    """Take away what somebody added; what the outline has can only be switched off."""
    passage = found(begin(draft, user), key)
    if not passage.own:
        raise PassageNotFoundError
    store.remove(passage, by=user)


@transaction.atomic
def restore(draft: Draft, user: Any, key: str) -> Passage:
    """Untouched again: the default wording. What an office added has none, and stays."""
    passage = found(begin(draft, user), key)
    return save(passage, user, text=None) if passage.default else passage


@transaction.atomic
def pick(draft: Draft, user: Any, key: str, cause: str, with_measure: bool) -> Passage:
    """Write a finding as a problem, with its cause, and where asked for with the measure that answers it."""
    problem = OF_KEY.get(key)
    if problem is None:
        raise PassageNotFoundError
    passages = begin(draft, user)
    passage = _written(passages, user, Passage.Part.PROBLEMS, "", f"problems.{key}")
    told = _written(passages, user, Passage.Part.CAUSES, "", f"causes.{key}")
    if cause:
        save(told, user, text=cause)
    if with_measure:
        _written(passages, user, Passage.Part.MEASURES, ANSWERS.rstrip("."), problem.measure.key)
    return passage


def _written(passages: Passages, user: Any, part: str, section: str, key: str) -> Passage:
    """That passage of the outline, written; put in its place where the report lacks it."""
    if key in passages:
        return save(passages[key], user, written=True)
    return _add(passages, user, part, section, None, key)


@transaction.atomic
def arrange_spoken(draft: Draft, user: Any, keys: list[str]) -> None:
    """The order in which the spoken version takes its points."""
    passages = begin(draft, user)
    for place, key in enumerate(keys):
        save(found(passages, key), user, spoken_order=place)
