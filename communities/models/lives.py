"""What the days of a 社区 mean for the records of every kind, asked of what the models declare."""

from collections.abc import Iterator
from datetime import date
from typing import Any, Protocol

from django.apps import apps
from django.db.models import F, Q

from records.models import Record, Standing, asks_beginning, heir_serves, tie_of


class Life(Protocol):
    """A 社区 as far as its days go: from its founding to its end, and what it went into."""

    pk: Any

    @property
    def since(self) -> date | None: ...

    @property
    def until(self) -> date | None: ...

    @property
    def successor_id(self) -> int | None: ...


def outside(community: Life) -> list[str]:
    """The kinds of record, each with its number, of which a day lies outside the life of the 社区."""
    return [
        f"{rows.model._meta.verbose_name} {count} 条"
        for rows in rows_outside(community)
        if (count := rows.count())
    ]


def rows_outside(community: Life) -> Iterator[Any]:
    """These records, kind by kind; of some kinds there may be none."""
    for model in _of_communities():
        if wrong := _outside(model, community):
            yield model._default_manager.filter(wrong, **{model.community_path: community.pk})


def _of_communities() -> Iterator[Any]:
    """Every kind of record that belongs to a 社区 and has days that ask for one."""
    for model in apps.get_models():
        if issubclass(model, Record) and model.community_path and hasattr(model, "days_in_community"):
            yield model


def _outside(model: Any, community: Life) -> Q:
    wrong = Q()
    for name in model.days_in_community:
        if community.since and asks_beginning(model):
            wrong |= Q(**{f"{name}__lt": community.since})
        if community.until:
            wrong |= _after_the_end(model, community, name)
    return wrong


def _after_the_end(model: Any, community: Life, name: str) -> Q:
    after = Q(**{f"{name}__gte": community.until})
    if not heir_serves(model):
        return after
    if community.successor_id:
        return Q()
    return after & Q(**{f"{tie_of(model)}__until__lte": F(name)})  # a 党组织 or brand kept standing serves on


def standing_kinds() -> list[Any]:
    """The kinds of record that name a 社区 themselves and last: what somebody has to think of when one ends."""
    return [
        model
        for model in _of_communities()
        if issubclass(model, Standing) and model.community_path == "community"
    ]


def standing_in(model: Any, community: Life, day: date) -> Any:
    """The records of that kind which last beyond the day on which the 社区 ends."""
    return model._default_manager.filter(community=community.pk).lasting(day)


def still_standing(community: Life, day: date) -> list[str]:
    """The kinds of which something stands in it beyond that day, each with its number."""
    counts = (
        (model._meta.verbose_name, standing_in(model, community, day).count()) for model in standing_kinds()
    )
    return [f"{name} {count} 条" for name, count in counts if count]


def standing_through(community: Life, day: date) -> list[str]:
    """What stands in it by way of another record, and goes where that goes: members by their 党组织."""
    found = []
    for model in _of_communities():
        if issubclass(model, Standing) and heir_serves(model):
            rows = model._default_manager.filter(**{model.community_path: community.pk})
            count = rows.lasting(day).count()
            found += [f"{model._meta.verbose_name} {count} 条"] if count else []
    return found
