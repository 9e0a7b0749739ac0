"""A queryset that goes to the database only once it was narrowed by a reach, or said to mean all records."""

from collections.abc import Iterator
from typing import Any, Self

from django.db import models

from access import guard


class ReachRequired(models.QuerySet):
    """The guard of `access.guard`, asked wherever a queryset goes to the database.

    Records that are reached from one at hand (its child rows, what it names) need no reach of their own.
    """

    has_reach = False

    def everywhere(self) -> Self:
        """Mean the records of everybody: for what must hold for all, and is shown to nobody beyond reach."""
        rows: Self = self.all()
        rows.has_reach = True
        return rows

    def _clone(self) -> Self:
        clone = super()._clone()
        clone.has_reach = self.has_reach
        return clone

    def _require_reach(self) -> None:
        hints: Any = self._hints  # type: ignore[attr-defined]
        if not guard.is_on() or self.has_reach or "instance" in hints or self.query.is_empty():
            return
        raise guard.MissingReachError(
            f"{self.model.__name__}: narrow the query by visible_to(reader), of(街道) or within(reach), "
            "or mean all by everywhere()"
        )

    def __or__(self, other: Any) -> Any:
        return self._with_reach_of(super().__or__(other), other)

    def __and__(self, other: Any) -> Any:
        return self._with_reach_of(super().__and__(other), other)

    def union(self, *others: Any, **kwargs: Any) -> Any:
        return self._with_reach_of(super().union(*others, **kwargs), *others)

    def _with_reach_of(self, rows: Any, *others: Any) -> Any:
        """Give rows that were put together a reach only where all of their parts have one."""
        rows.has_reach = self.has_reach and all(getattr(other, "has_reach", True) for other in others)
        return rows

    def _fetch_all(self) -> None:
        if self._result_cache is None:
            self._require_reach()
        super()._fetch_all()

    def iterator(self, *args: Any, **kwargs: Any) -> Iterator[Any]:
        self._require_reach()
        return super().iterator(*args, **kwargs)

    def aggregate(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        self._require_reach()
        return super().aggregate(*args, **kwargs)

    def count(self) -> int:
        self._require_reach()
        return super().count()

    def exists(self) -> bool:
        self._require_reach()
        return super().exists()

    def update(self, **kwargs: Any) -> int:
        self._require_reach()
        return super().update(**kwargs)

    def bulk_update(self, *args: Any, **kwargs: Any) -> int:
        """Write records at hand, which need no reach of their own."""
        with guard.allow_everything():
            return super().bulk_update(*args, **kwargs)

    def delete(self) -> tuple[int, dict[str, int]]:
        self._require_reach()
        return super().delete()
