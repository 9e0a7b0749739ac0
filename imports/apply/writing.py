"""A plan carried out inside the caller's transaction: records, child rows and links, with their versions."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Any

from accounts.models import User
from imports.plan import Plan
from imports.progress import Progress
from imports.rows.lines import Action, Line
from records import store
from records.models import Record


class PlanRefusedError(Exception):
    """A plan that is not written: for the reason that it says, else since a record was saved meanwhile."""


class Writing:
    """Writes the rows of one import, which share one moment, one author and one reason.

    By these three `imports.apply.undo` finds the versions that the import wrote.
    """

    def __init__(self, user: User, moment: datetime, reason: str, progress: Progress | None = None) -> None:
        self.user = user
        self.moment = moment
        self.reason = reason
        self.progress = progress or Progress()

    def carry_out(self, plan: Plan) -> None:
        """Write a plan; `PlanRefusedError` where somebody else has saved a record since the plan was made."""
        lines = plan.book.writing_lines
        children = []
        for line in lines:
            children += line.writing_children
        self.progress.begin("写入", len(lines) + len(children))
        try:
            self._write(lines)
            self._adopt_numbers(plan)
            self._write_children(children)
        except (store.EditConflictError, store.GoneError) as error:
            raise PlanRefusedError from error

    def _write_children(self, children: Iterable[Line]) -> None:
        by_model: dict[type[Record], list[Line]] = defaultdict(list)
        for child in children:
            layout = child.sheet.layout
            setattr(child.record, layout.link, child.owner.record)  # whose key is known now
            by_model[layout.model].append(child)
        for lines in by_model.values():
            self._write(lines)

    def _write(self, lines: list[Line]) -> None:
        if not lines:
            return
        records = _records(lines)
        with type(records[0]).together(records):
            self._insert([line for line in lines if line.action == Action.NEW])
            self._update([line for line in lines if line.action == Action.UPDATED])

    def _insert(self, lines: list[Line]) -> None:
        links = []
        for line in lines:
            for name, targets in line.links.items():
                links.append(store.LinkChange(line.record, name, targets))
        self._store(store.insert, lines, links)

    def _update(self, lines: list[Line]) -> None:
        links: list[store.LinkChange] = []
        for line in lines:
            links += _link_changes(line)
        self._store(store.update, lines, links)

    def _store(
        self, write: Callable[..., None], lines: list[Line], links: Iterable[store.LinkChange]
    ) -> None:
        """Insert or update the records of these lines, by the author, moment and reason of the import."""
        write(
            _records(lines),
            by=self.user,
            at=self.moment,
            reason=self.reason,
            links=links,
            advance=self.progress.advance,
        )

    def _adopt_numbers(self, plan: Plan) -> None:
        """Give records the lasting numbers (`submission`) of the file, by which other files know them.

        No version is written and an undo leaves them: a number says of no record what it is about.
        """
        lines = list(plan.lines)
        for line in plan.lines:
            lines += line.children
        for line in lines:
            if line.adopts:
                rows = line.sheet.layout.model._base_manager.filter(pk=line.pk)
                rows.update(submission=line.lasting)


def _records(lines: Iterable[Line]) -> list[Any]:
    return [line.record for line in lines]


def _link_changes(line: Line) -> Iterator[store.LinkChange]:
    """Yield what the many-to-many columns of a record gain and lose; what the author cannot see stays."""
    for name, targets in line.links.items():
        removed_keys = line.known[name] - {target.pk for target in targets}
        yield store.LinkChange(line.record, name, targets, removed_keys)
