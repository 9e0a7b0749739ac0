"""Changing the report's text.

Every change first makes the passages the office's own, then is one version of one passage.
"""

from collections.abc import Callable
from datetime import date

from django.db import transaction
from django.db.models import F, Max

from accounts.models import User
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


def lock_report(draft: Draft, by: User) -> AnnualReport:
    """Return the year's report, saved, for writing; whoever comes second waits.

    `ReportLockedError` unless it is still being drafted.
    """
    SubDistrict.objects.everywhere().select_for_update().get(pk=draft.scope.subdistrict.pk)
    report = AnnualReport.of_year(draft.scope.subdistrict, draft.scope.year)
    if not report.open:
        raise ReportLockedError
    if report._state.adding:
        store.save(report, by=by)
    return report


def begin(draft: Draft, user: User) -> Passages:
    """Return the report's passages by key, saved; those that nobody reworded without a text."""
    report = lock_report(draft, user)
    rows = saved_passages(report)
    rows = complete(rows, report) if rows else draft.passages
    new, old = [], []
    for passage in rows:
        if passage._state.adding:
            passage.report = report
            new.append(passage)
        else:
            old.append(passage)
    if new and old:
        Passage.objects.everywhere().bulk_update(old, ["order"])
    store.insert(new, by=user)
    wordings.offer(rows, draft.facts)
    return {passage.key: passage for passage in rows}


def passage_of(passages: Passages, key: str) -> Passage:
    """Return the passage with that key. `PassageNotFoundError` where there is none."""
    if key not in passages:
        raise PassageNotFoundError
    return passages[key]


def save(passage: Passage, user: User, **changes: object) -> Passage:
    """Set these columns of a passage: one version, where anything changes."""
    if all(getattr(passage, name) == value for name, value in changes.items()):
        return passage
    for name, value in changes.items():
        setattr(passage, name, value)
    return store.save(passage, by=user)


@transaction.atomic
def edit(draft: Draft, user: User, key: str, text: str, version: int) -> Passage:
    """Write what was typed in place of the version that its writer saw.

    `EditConflictError` if somebody else saved another text since: nothing is written then.
    """
    passage = passage_of(begin(draft, user), key)
    if passage.version != version and passage.wording != text:
        raise store.EditConflictError(passage)
    return _say(passage, user, text)


def _say(passage: Passage, user: User, text: str) -> Passage:
    """Keep what was typed; the default, word for word, leaves the passage untouched."""
    if text == passage.default:
        return save(passage, user, text=None)
    return save(passage, user, text=text)


@transaction.atomic
def reword(draft: Draft, user: User, key: str, change: Callable[[str], str]) -> Passage:
    """Change the text as it stands by now."""
    passage = passage_of(begin(draft, user), key)
    return _say(passage, user, change(passage.wording))


@transaction.atomic
def switch(draft: Draft, user: User, key: str, is_on: bool) -> Passage:
    """Write the passage or leave it out; a problem takes its cause along."""
    passages = begin(draft, user)
    passage = save(passage_of(passages, key), user, written=is_on)
    cause = passages.get(f"causes.{passage.finding}")
    if cause is not None and _takes_cause_along(passage, draft):
        save(cause, user, written=is_on)
    return passage


def _takes_cause_along(passage: Passage, draft: Draft) -> bool:
    """Whether it is a problem of the outline, and one that is told among the problems."""
    if passage.part != Passage.Part.PROBLEMS or passage.own or passage.introduces:
        return False
    return not (passage.finding == MISSED and draft.writer.told_before())


@transaction.atomic
def move(draft: Draft, user: User, key: str, step: int) -> Passage:
    """Change places with the neighbour before (-1) or behind (+1); a section takes its points along."""
    passages = begin(draft, user)
    passage = passage_of(passages, key)
    rows = list(passages.values())
    neighbours = [row for row in rows if _kin(row) == _kin(passage)]
    place = neighbours.index(passage) + step
    if not 0 <= place < len(neighbours):
        return passage
    first, second = sorted((passage, neighbours[place]), key=lambda row: row.order)
    upper, lower = _block(first, rows), _block(second, rows)
    start = rows.index(first)
    end = start + len(upper) + len(lower)
    _arrange([*rows[:start], *lower, *upper, *rows[end:]], passage, user)
    return passage


def _kin(passage: Passage) -> tuple[str, str, bool, bool]:
    """Return what passages that may change places have in common: a lead stays before the others."""
    return passage.part, passage.section, passage.is_lead, passage.introduces


def _block(head: Passage, rows: list[Passage]) -> list[Passage]:
    """Return a passage with the points that stand under it, if it is the lead of a section."""
    if not head.is_lead:
        return [head]
    return [head, *(row for row in rows if row.part == head.part and row.section == head.key)]


def _arrange(rows: list[Passage], passage: Passage, user: User) -> None:
    """Give all their new places; for the passage that somebody moved this is a version."""
    for order, row in enumerate(rows):
        if row is passage:
            save(row, user, order=order)
        elif row.order != order:
            Passage.objects.everywhere().filter(pk=row.pk).update(order=order)


@transaction.atomic
def add(draft: Draft, user: User, part: str, section: str, text: str) -> Passage:
    """Add a passage of the office's own at the end of its section, or of its part."""
    return _add(begin(draft, user), user, part, section, text)


def _add(
    passages: Passages,
    user: User,
    part: str,
    section: str,
    text: str | None,
    key: str = "",
    source: tuple[str, int | None] = ("", None),
) -> Passage:
    """Put a new passage at the end of its section, or of its part; `source` is the record of a case."""
    _check_place(passages, part, section)
    order = _last_order(passages, part, section) + 1
    report = next(iter(passages.values())).report
    report.passages.filter(order__gte=order).update(order=F("order") + 1)
    for later in passages.values():
        if later.order >= order:
            later.order += 1
    passage = Passage(
        report=report,
        key=key or _own_key(report, section or part),
        part=part,
        section=section,
        order=order,
        text=text,
        source_kind=source[0],
        source_id=source[1],
    )
    store.save(passage, by=user)
    passages[passage.key] = passage
    return passage


def _last_order(passages: Passages, part: str, section: str) -> int:
    """Return the place of the last passage of a section, or of a part; -1 where there is none."""
    last = -1
    for passage in passages.values():
        is_within = not section or section in (passage.section, passage.key)
        if passage.part == part and is_within:
            last = max(last, passage.order)
    return last


def _check_place(passages: Passages, part: str, section: str) -> None:
    """Hold points to a section of their part, and others to none: elsewhere nobody would see them.

    `PassageNotFoundError` otherwise.
    """
    if bool(section) != (part in (Passage.Part.HIGHLIGHTS, Passage.Part.MEASURES)):
        raise PassageNotFoundError
    if not section:
        return
    lead = passage_of(passages, section)
    if lead.part != part or not lead.is_lead:
        raise PassageNotFoundError


def _own_key(report: AnnualReport, under: str) -> str:
    """Make a key never used before, by a passage since removed either."""
    versions = Passage.history.filter(report=report, key__startswith=f"{under}{OWN}")
    latest = versions.aggregate(Max("id"))["id__max"] or 0
    return f"{under}{OWN}{latest + 1}"


@transaction.atomic
def add_case(draft: Draft, user: User, section: str, source: str, pk: int) -> Passage:
    """Add an example behind the points of a section, made from a record that is proposed for it."""
    passages = begin(draft, user)
    proposals = cases.propose(draft.scope).get(section, [])
    if not any((case.source, case.pk) == (source, pk) for case in proposals):
        raise PassageNotFoundError
    return _add(passages, user, Passage.Part.HIGHLIGHTS, section, None, source=(source, pk))


@transaction.atomic
def assign(draft: Draft, user: User, key: str, owner: str, due: date | None) -> Passage:
    """Say who takes a problem on and by when; before the problems stand the missed promises."""
    passage = passage_of(begin(draft, user), key)
    if not draft.writer.is_assignable(passage):
        raise PassageNotFoundError
    return save(passage, user, owner=owner, due=due)


@transaction.atomic
def another(draft: Draft, user: User, key: str) -> Passage:
    """Take the next of the wordings that fit; what a person wrote is never exchanged."""
    passage = passage_of(begin(draft, user), key)
    if passage.is_own_text:
        return passage
    options = wordings.others(key, draft.facts, passage.wording)
    if not options:
        return passage
    return save(passage, user, text=options[0])


@transaction.atomic
def remove(draft: Draft, user: User, key: str) -> None:
    """Take away what somebody added; what the outline has can only be switched off."""
    passage = passage_of(begin(draft, user), key)
    if not passage.own:
        raise PassageNotFoundError
    store.remove(passage, by=user)


@transaction.atomic
def restore(draft: Draft, user: User, key: str) -> Passage:
    """Go back to the default wording, untouched. What an office added has none, and stays."""
    passage = passage_of(begin(draft, user), key)
    if not passage.default:
        return passage
    return save(passage, user, text=None)


@transaction.atomic
def pick(draft: Draft, user: User, key: str, cause: str, with_measure: bool) -> Passage:
    """Write a finding as a problem, with its cause, and where asked for with the measure that answers it."""
    problem = OF_KEY.get(key)
    if problem is None:
        raise PassageNotFoundError
    passages = begin(draft, user)
    passage = _write(passages, user, Passage.Part.PROBLEMS, "", f"problems.{key}")
    explanation = _write(passages, user, Passage.Part.CAUSES, "", f"causes.{key}")
    if cause:
        save(explanation, user, text=cause)
    if with_measure:
        _write(passages, user, Passage.Part.MEASURES, ANSWERS.rstrip("."), problem.measure.key)
    return passage


def _write(passages: Passages, user: User, part: str, section: str, key: str) -> Passage:
    """Switch that passage of the outline on, or put it in its place where the report lacks it."""
    if key in passages:
        return save(passages[key], user, written=True)
    return _add(passages, user, part, section, None, key)


@transaction.atomic
def arrange_spoken(draft: Draft, user: User, keys: list[str]) -> None:
    """Set the order in which the spoken version takes its points."""
    passages = begin(draft, user)
    for place, key in enumerate(keys):
        save(passage_of(passages, key), user, spoken_order=place)
