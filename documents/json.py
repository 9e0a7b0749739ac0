"""Documents as JSON and back: what is kept of them."""

from collections.abc import Mapping
from dataclasses import asdict, fields, is_dataclass
from typing import Any, get_args, get_origin, get_type_hints


def as_json(value: Any) -> dict[str, Any]:
    """Write a value down: a dataclass of plain values, tuples and dataclasses."""
    return asdict(value)


def from_json(data: Any, kind: Any) -> Any:
    """Make the value of that class again, of what `as_json` wrote down."""
    if is_dataclass(kind) and isinstance(data, dict):
        return _dataclass_from_json(data, kind)
    if get_origin(kind) is tuple:
        return _tuple_from_json(data, get_args(kind))
    if data is not None and get_args(kind):  # an optional one, or one of several texts
        return from_json(data, get_args(kind)[0])
    return data


def _dataclass_from_json(data: Mapping[str, object], kind: Any) -> Any:
    """Make a dataclass; what was kept before a field existed lacks it, and the field takes its default."""
    hints = get_type_hints(kind)
    values = {}
    for field in fields(kind):
        if field.name in data:
            values[field.name] = from_json(data[field.name], hints[field.name])
    return kind(**values)


def _tuple_from_json(data: list[object], kinds: tuple[Any, ...]) -> tuple[Any, ...]:
    """Make a tuple of one kind throughout, tuple[int, ...], or of a kind for each place."""
    if kinds[-1] is Ellipsis:
        return tuple(from_json(item, kinds[0]) for item in data)
    return tuple(from_json(item, kind) for item, kind in zip(data, kinds, strict=True))
