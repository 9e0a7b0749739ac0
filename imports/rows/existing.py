"""What is on record already, as rows to compare with: read in a few statements, however many they are."""

from collections import defaultdict
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import QuerySet

from imports.parse.columns import Column
from imports.rows.rules import rules_of


class Stored(NamedTuple):
    pk: int
    lasting: UUID | None
    version: int
    owner: int | None
    keys: tuple[Any, ...]  # one per column, as `Column.key`


class Existing:
    """The records of one sheet within reach, found by their lasting number, their natural key, or all they say."""

    def __init__(self, rows: QuerySet, columns: list[Column], link: str = "") -> None:
        self.columns = columns
        self.rules = rules_of(rows.model)
        self.stored: dict[int, Stored] = {}
        self.by_lasting: dict[UUID, int] = {}
        self.by_key: list[dict[tuple, int]] = [{} for _ in self.rules]
        self.by_content: dict[tuple, list[int]] = defaultdict(list)
        named = sorted({name for rule in self.rules for name in rule.attnames})
        head = ["pk", "submission", "version", f"{link}_id" if link else "pk"]
        plain = [c.kind.attname for c in columns if not c.kind.several]
        # Versions before links: an edit between the two then shows as a newer version when the rows are locked.
        stored = list(rows.order_by("pk").values_list(*head, *named, *plain))
        links = [_links(rows, c) if c.kind.several else None for c in columns]
        for row in stored:
            told = iter(row[len(head) + len(named) :])
            pairs = zip(columns, links, strict=True)
            keys = tuple(
                [
                    c.kind.stored_key(next(told)) if linked is None else linked.get(row[0], frozenset())
                    for c, linked in pairs
                ]
            )
            self._keep(
                Stored(row[0], row[1], row[2], row[3] if link else None, keys),
                dict(zip(named, row[len(head) :], strict=False)),
            )

    def _keep(self, stored: Stored, named: dict[str, Any]) -> None:
        self.stored[stored.pk] = stored
        self.by_content[(stored.owner, stored.keys)].append(stored.pk)
        if stored.lasting:
            self.by_lasting[stored.lasting] = stored.pk
        for rule, found in zip(self.rules, self.by_key, strict=True):
            if (key := rule.key(named)) is not None:
                found[key] = stored.pk

    def same(self, pk: int, keys: tuple[Any, ...]) -> bool:
        """Whether a row says nothing new of a record."""
        old = self.stored[pk].keys
        return keys == old or all(
            c.leaves(key, before) for c, key, before in zip(self.columns, keys, old, strict=True)
        )


def _links(rows: QuerySet, column: Column) -> dict[int, frozenset]:
    """Of a many-to-many column: what each record is linked with, as far as the form may show it."""
    own, other = column.field.m2m_field_name(), column.field.m2m_reverse_field_name()
    shown = {
        f"{own}__in": rows.order_by().values("pk"),
        f"{other}__in": column.form_field.queryset.order_by().values("pk"),
    }
    found: dict[int, set[int]] = defaultdict(set)
    for record, linked in column.field.remote_field.through._default_manager.filter(**shown).values_list(
        f"{own}_id", f"{other}_id"
    ):
        found[record].add(linked)
    return {record: frozenset(linked) for record, linked in found.items()}
