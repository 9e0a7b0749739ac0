"""What is on record already, as rows to compare with: read in a few statements, however many they are."""

from collections import defaultdict
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import QuerySet

from imports.parse.columns import Column
from imports.rows.rules import rules_of


class Stored(NamedTuple):
    """A record as it is compared with rows of the file."""

    pk: int
    lasting: UUID | None
    version: int
    owner: int | None
    keys: tuple[Any, ...]  # one per column, as `Column.key`


class Existing:
    """The records of one sheet within reach, by their lasting number, their natural key, and all they say."""

    def __init__(self, rows: QuerySet, columns: list[Column], link: str = "") -> None:
        self.columns = columns
        self.rules = rules_of(rows.model)
        self.stored: dict[int, Stored] = {}
        self.by_lasting: dict[UUID, int] = {}
        self.by_key: list[dict[tuple, int]] = [{} for _ in self.rules]
        self.by_content: dict[tuple, list[int]] = defaultdict(list)
        self._read(rows, link)

    def _read(self, rows: QuerySet, link: str) -> None:
        head = ["pk", "submission", "version", f"{link}_id" if link else "pk"]
        rule_names = sorted({name for rule in self.rules for name in rule.attnames})
        values_start = len(head) + len(rule_names)
        kinds = [column.kind for column in self.columns if not column.kind.several]
        attnames = [kind.attname for kind in kinds]
        # Versions before links: an edit between the two shows as a newer version when the rows are locked.
        stored_rows = list(rows.order_by("pk").values_list(*head, *rule_names, *attnames))
        links = self._links_by_place(rows)
        for row in stored_rows:
            pk, lasting, version, owner = row[: len(head)]
            keys = [kind.stored_key(value) for kind, value in zip(kinds, row[values_start:], strict=True)]
            for place, links_of_column in links:
                keys.insert(place, links_of_column.get(pk, frozenset()))
            record = Stored(pk, lasting, version, owner if link else None, tuple(keys))
            self._keep(record, dict(zip(rule_names, row[len(head) : values_start], strict=True)))

    def _links_by_place(self, rows: QuerySet) -> "list[tuple[int, _Links]]":
        """Return the links of each many-to-many column, with its place among the columns, in their order."""
        links = []
        for place, column in enumerate(self.columns):
            if column.kind.several:
                links.append((place, _links(rows, column)))
        return links

    def _keep(self, record: Stored, values: dict[str, Any]) -> None:
        self.stored[record.pk] = record
        self.by_content[(record.owner, record.keys)].append(record.pk)
        if record.lasting:
            self.by_lasting[record.lasting] = record.pk
        for rule, pks in zip(self.rules, self.by_key, strict=True):
            key = rule.key(values)
            if key is not None:
                pks[key] = record.pk

    def is_same(self, pk: int, keys: tuple[Any, ...]) -> bool:
        """Tell whether a row says nothing new of a record."""
        stored_keys = self.stored[pk].keys
        if keys == stored_keys:
            return True
        for column, key, before in zip(self.columns, keys, stored_keys, strict=True):
            if not column.leaves(key, before):
                return False
        return True


_Links = dict[int, frozenset[int]]  # by record: what it is linked with


def _links(rows: QuerySet, column: Column) -> _Links:
    """Return the links of a many-to-many column, as far as the form may show them."""
    own, other = column.field.m2m_field_name(), column.field.m2m_reverse_field_name()
    through = column.field.remote_field.through._default_manager
    visible_links = through.filter(
        **{
            f"{own}__in": rows.order_by().values("pk"),
            f"{other}__in": column.form_field.queryset.order_by().values("pk"),
        }
    )
    keys: dict[int, set[int]] = defaultdict(set)
    for record, target in visible_links.values_list(f"{own}_id", f"{other}_id"):
        keys[record].add(target)
    return {record: frozenset(targets) for record, targets in keys.items()}
