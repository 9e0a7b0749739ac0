"""A calendar year as a kind of column of its own: 2025 names a year, it does not count anything."""

from typing import Any

from django.db import models


class YearField(models.PositiveSmallIntegerField):
    """A calendar year, written without separators everywhere."""

    def deconstruct(self) -> Any:
        """As the plain number it is stored as: to the database a year is no kind of its own."""
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.PositiveSmallIntegerField", args, kwargs
