"""A plan carried out: records, child rows and links, each with its version, inside the caller's transaction."""

from collections import defaultdict
from collections.abc import Iterable
from contextlib import nullcontext
from datetime import datetime
from itertools import chain
from typing import Any

from imports.plan import Plan
from imports.progress import Progress
from imports.rows.lines import Action, Line
from records import store


class StalePlanError(Exception):
    """Not to be written: the records are no longer those of the preview, unless it says another reason."""


class Writing:
    """All rows of one import share one moment, one author and one reason: by these its rows are found again."""

    def __init__(self, user: Any, moment: datetime, reason: str, progress: Progress | None = None) -> None:
        self.stamp = {"by": user, "at": moment, "reason": reason}
        self.progress = progress or Progress()

    def carry_out(self, plan: Plan) -> None:
        """`StalePlanError` where a record was saved by somebody else since the plan was made."""
        lines = [line for line in plan.lines if line.writes]
        self.progress.begin(
            "写入", len(lines) + sum(1 for line in lines for child in line.children if child.writes)
        )
        try:
            self._write(lines)
            self._adopt(plan)
            self._write_children(lines)
        except (store.EditConflictError, store.GoneError) as error:
            raise StalePlanError from error

    def _write_children(self, lines: Iterable[Line]) -> None:
        by_model: dict[Any, list[Line]] = defaultdict(list)
        for child in chain.from_iterable(line.children for line in lines):
            if child.writes:
                setattr(child.record, child.sheet.layout.link, child.owner.record)  # type: ignore[union-attr]  # whose key is known now
                by_model[child.sheet.layout.model].append(child)
        for children in by_model.values():
            self._write(children)

    def _write(self, lines: list[Line]) -> None:
        records = [line.record for line in lines]
        new = [line for line in lines if line.action == Action.NEW]
        changed = [line for line in lines if line.action == Action.UPDATED]
        with records[0].together(records) if records else nullcontext():
            self._insert(new)
            self._update(changed)

    def _insert(self, lines: list[Line]) -> None:
        links = [
            store.LinkChange(line.record, name, wanted)
            for line in lines
            for name, wanted in line.links.items()
        ]
        store.insert(
            [line.record for line in lines], links=links, advance=self.progress.advance, **self.stamp
        )

    def _update(self, lines: list[Line]) -> None:
        links = [change for line in lines for change in _link_changes(line)]
        store.update(
            [line.record for line in lines], links=links, advance=self.progress.advance, **self.stamp
        )

    def _adopt(self, plan: Plan) -> None:
        for line in chain(plan.lines, *(line.children for line in plan.lines)):
            if line.adopts:
                line.sheet.layout.model._default_manager.filter(pk=line.pk).update(submission=line.lasting)


def _link_changes(line: Line) -> Iterable[store.LinkChange]:
    """What the many-to-many columns of a record on file gain and lose; what the author cannot see stays."""
    for name, wanted in line.links.items():
        vanished = line.known[name] - {item.pk for item in wanted}
        yield store.LinkChange(line.record, name, wanted, vanished)
