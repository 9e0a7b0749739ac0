"""Records some of whose columns follow from other records of their kind, kept right by every way of writing.

Whoever saves or deletes one record need not know of it. Whoever writes many at once says so by `together`,
and the work is done once for all of them.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Self

from django.db import models, transaction


class Interdependent(models.Model):
    """A record whose derived columns are set anew when one of its kind is written or taken away."""

    # somebody else settles it
    _in_company: bool = False

    class Meta:
        abstract = True

    @classmethod
    def observe(cls, records: Sequence[Self]) -> Any:
        """Return what `settle` must know of the records before they are written; it may lock."""

    @classmethod
    def settle(cls, records: Sequence[Self], before: Any) -> None:
        """Set the derived columns of whatever these records, written or taken away, have a say in.

        `before` is what `observe` returned.
        """
        raise NotImplementedError

    @classmethod
    @contextmanager
    def together(cls, records: Sequence[Self]) -> Iterator[None]:
        """Write these records inside: derived columns are right when it ends."""
        mine = [record for record in records if not record._in_company]
        if not mine:
            yield
            return
        with transaction.atomic():
            before = cls.observe(mine)
            for record in mine:
                record._in_company = True
            try:
                yield
            finally:
                for record in mine:
                    record._in_company = False
            cls.settle(mine, before)

    def save(self, *args: Any, **kwargs: Any) -> None:
        with self.together([self]):
            super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        with self.together([self]):
            return super().delete(*args, **kwargs)
