"""A plan carried out: records, child rows and links, each with its version, inside the caller's transaction."""

from collections import defaultdict
from collections.abc import Iterable
from contextlib import nullcontext
from datetime import datetime
from itertools import chain
from typing import Any

from dangjian.records import history
from imports.lines import Action, Line
from imports.plan import Plan
from imports.progress import Progress

BATCH = 500


class Overtaken(Exception):
    """Not to be written: the records are no longer those of the preview, unless it says another reason."""


class Writing:
    """All rows of one import share one moment, one author and one reason: by these its rows are found again."""

    def __init__(self, user: Any, moment: datetime, reason: str, progress: Progress | None = None) -> None:
        self.user, self.moment, self.reason = user, moment, reason
        self.progress = progress or Progress()

    def carry_out(self, plan: Plan) -> None:
        """`Overtaken` where a record was saved by somebody else since the plan was made."""
        lines = [line for line in plan.lines if line.writes]
        self.progress.begin("写入", len(lines) + sum(1 for line in lines for child in line.children if child.writes))
        self._write(lines)
        self._adopt(plan)
        by_model: dict[Any, list[Line]] = defaultdict(list)
        for child in chain.from_iterable(line.children for line in lines):
            if child.writes:
                setattr(child.record, child.sheet.layout.link, child.owner.record)  # type: ignore[union-attr]  # whose key is known now
                by_model[child.sheet.layout.model].append(child)
        for children in by_model.values():
            self._write(children)

    def _write(self, lines: list[Line]) -> None:
        records = [line.record for line in lines]
        with records[0].together(records) if records else nullcontext():
            self._write_all(lines)

    def _write_all(self, lines: list[Line]) -> None:
        new = [line for line in lines if line.action == Action.NEW]
        changed = [line for line in lines if line.action == Action.UPDATED]
        if new:
            self._insert([line.record for line in new])
            self._link(new)
            history.keep_versions([line.record for line in new], "+", self.moment, self.user, self.reason)
        if changed:
            _lock([line.record for line in changed])
            for line in self.progress.along(changed):
                self._change(line.record)
            self._link(changed)
            history.keep_versions([line.record for line in changed], "~", self.moment, self.user, self.reason)

    def _insert(self, records: list[Any]) -> None:
        """Those that others of the same file name go first."""
        own = [f for f in records[0]._meta.fields if f.related_model is type(records[0])]
        while records:
            for record in records:
                for f in own:
                    setattr(record, f.attname, getattr(getattr(record, f.name), "pk", None))
            ready = [r for r in records if all(getattr(r, f.name) is None or getattr(r, f.attname) for f in own)] if own else records
            if not ready:
                raise ValueError("rows that name each other in a ring are refused before")
            for part in _parts(ready):
                type(records[0])._default_manager.bulk_create(part)
                self.progress.advance(len(part))
            waiting = {id(record) for record in ready}
            records = [record for record in records if id(record) not in waiting]

    def _adopt(self, plan: Plan) -> None:
        for line in chain(plan.lines, *(line.children for line in plan.lines)):
            if line.adopts:
                line.sheet.layout.model._default_manager.filter(pk=line.pk).update(submission=line.lasting)

    def _change(self, record: Any) -> None:
        """Without a version: that comes when its links are there as well."""
        record.version += 1
        record.skip_history_when_saving = True  # its links are still to come, and they would each be a version too
        record.save()

    def _link(self, lines: Iterable[Line]) -> None:
        """Many-to-many rows; those that the author cannot see stay as they are."""
        made: dict[Any, list[Any]] = defaultdict(list)
        for line in lines:
            for name, wanted in line.links.items():
                field = line.record._meta.get_field(name)
                if line.action == Action.UPDATED:
                    manager = getattr(line.record, name)
                    manager.remove(*(line.known[name] - {item.pk for item in wanted}))
                    manager.add(*wanted)
                    continue
                own, other = field.m2m_field_name(), field.m2m_reverse_field_name()
                made[field] += [field.remote_field.through(**{own: line.record, other: item}) for item in wanted]
        for field, rows in made.items():
            field.remote_field.through._default_manager.bulk_create(rows, batch_size=BATCH)


def _lock(records: list[Any]) -> None:
    """Nobody else saves these until the transaction ends; `Overtaken` where somebody has."""
    rows = type(records[0])._default_manager.select_for_update().order_by("pk")
    for part in _parts(records):
        on_record = dict(rows.filter(pk__in=[record.pk for record in part]).values_list("pk", "version"))
        if any(on_record.get(record.pk) != record.version for record in part):
            raise Overtaken


def _parts(records: list[Any]) -> Iterable[list[Any]]:
    return (records[start : start + BATCH] for start in range(0, len(records), BATCH))
