"""Short lists of terms that an office may change."""

from typing import ClassVar, Self

from django.db import models

from records.models.owned import OfSubdistrict
from records.pinyin import PinyinField


class Seeded(OfSubdistrict):
    """A kind of record of which a new 街道 starts with its own copies of the usual ones."""

    class Meta:
        abstract = True

    @classmethod
    def missing_defaults(cls, subdistrict: models.Model) -> list[Self]:
        """Return the usual ones that a 街道 does not have; not yet written."""
        raise NotImplementedError


class LocalList(Seeded):
    """A term of a short list which each 街道 may change."""

    is_shared: ClassVar[bool] = True
    #: The names that a new 街道 starts with, in their order.
    defaults: ClassVar[tuple[str, ...]] = ()

    name = models.CharField("名称", max_length=50)
    name_order = PinyinField("name")
    order = models.PositiveSmallIntegerField("顺序", default=0)
    in_use = models.BooleanField("在用", default=True)

    class Meta:
        abstract = True
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["subdistrict", "name"],
                name="%(app_label)s_%(class)s_name",
                violation_error_message="这个名称已经有了",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def missing_defaults(cls, subdistrict: models.Model) -> list[Self]:
        """Return those of its `defaults` that a 街道 does not have; not yet written."""
        existing = set(cls.objects.of(subdistrict).values_list("name", flat=True))
        terms = []
        for order, name in enumerate(cls.defaults, start=1):
            if name not in existing:
                terms.append(cls(subdistrict=subdistrict, name=name, order=order))
        return terms
