"""What the days of a 社区 mean for the records of every kind, asked of what the models declare."""

from collections.abc import Iterator
from datetime import date
from typing import Any, Protocol

from django.apps import apps
from django.db.models import F, Model, Q, QuerySet

from records.models import OfCommunity, Record, Standing, asks_beginning, heir_serves, tie_of


class Life(Protocol):
    """A 社区 as far as its days go: from its founding to its end, and what it went into."""

    pk: Any

    @property
    def since(self) -> date | None: ...

    @property
    def until(self) -> date | None: ...

    @property
    def successor_id(self) -> int | None: ...


class LastingRecord(OfCommunity, Standing):
    """What the records of all `standing_kinds` have in common, for annotations."""

    class Meta:
        abstract = True


def outside(community: Life) -> list[str]:
    """Return the kinds of record, each with its number, of which a day lies outside the life of the 社区."""
    kinds = []
    for rows in rows_outside(community):
        if count := rows.count():
            kinds.append(_count_text(rows.model, count))
    return kinds


def rows_outside(community: Life) -> Iterator[QuerySet]:
    """Return these records, kind by kind; of some kinds there may be none."""
    for model in _of_communities():
        if condition := _outside(model, community):
            yield model._base_manager.filter(condition, **{model.community_path: community.pk})


def _of_communities() -> Iterator[Any]:
    """Find every kind of record that belongs to a 社区 and has days that ask for one."""
    for model in apps.get_models():
        if issubclass(model, Record) and model.community_path and hasattr(model, "days_in_community"):
            yield model


def _outside(model: type[Record], community: Life) -> Q:
    outside = Q()
    for name in getattr(model, "days_in_community", ()):
        if community.since and asks_beginning(model):
            outside |= Q(**{f"{name}__lt": community.since})
        if community.until:
            outside |= _after_the_end(model, community, name)
    return outside


def _after_the_end(model: type[Record], community: Life, name: str) -> Q:
    after = Q(**{f"{name}__gte": community.until})
    if not heir_serves(model):
        return after
    if community.successor_id:
        return Q()
    return after & Q(**{f"{tie_of(model)}__until__lte": F(name)})  # a 党组织 or brand kept standing serves on


def standing_kinds() -> list[Any]:
    """Return the models that name a 社区 themselves and last: what somebody has to think of when one ends."""
    models = []
    for model in _of_communities():
        if issubclass(model, Standing) and model.community_path == "community":
            models.append(model)
    return models


def standing_in(model: type[Model], community: Life, day: date) -> Any:
    """Return the records of one of these kinds that last beyond the day on which the 社区 ends."""
    manager: Any = model._default_manager
    return manager.everywhere().filter(community=community.pk).lasting(day)


def still_standing(community: Life, day: date) -> list[str]:
    """Return the kinds of which something stands in it beyond that day, each with its number."""
    kinds = []
    for model in standing_kinds():
        if count := standing_in(model, community, day).count():
            kinds.append(_count_text(model, count))
    return kinds


def standing_through(community: Life, day: date) -> list[str]:
    """Return the kinds that stand in it by way of another record, each with its number.

    They go where that record goes: members by their 党组织.
    """
    kinds = []
    for model in _of_communities():
        if issubclass(model, Standing) and heir_serves(model):
            rows = model._default_manager.everywhere().filter(**{model.community_path: community.pk})
            if count := rows.lasting(day).count():
                kinds.append(_count_text(model, count))
    return kinds


def _count_text(model: type[Model], count: int) -> str:
    return f"{model._meta.verbose_name} {count} 条"
