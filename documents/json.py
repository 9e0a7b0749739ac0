"""Documents as JSON and back: what is kept of them."""

from dataclasses import asdict, fields, is_dataclass
from typing import Any, get_args, get_origin, get_type_hints


def as_json(value: Any) -> dict[str, Any]:
    """Write a value down: a dataclass of plain values, tuples and dataclasses."""
    return asdict(value)


def from_json(data: Any, kind: Any) -> Any:
    """Make the value of that class again, of what `as_json` wrote down."""
    if is_dataclass(kind) and isinstance(data, dict):
        hints = get_type_hints(kind)
        known = [f.name for f in fields(kind) if f.name in data]  # what was kept before lacks what came later
        return kind(**{name: from_json(data[name], hints[name]) for name in known})  # type: ignore[operator]
    if get_origin(kind) is tuple:
        inner = get_args(kind)
        if inner[-1] is Ellipsis:
            return tuple(from_json(item, inner[0]) for item in data)
        return tuple(from_json(item, each) for item, each in zip(data, inner, strict=True))
    if data is not None and get_args(kind):  # an optional one
        return from_json(data, get_args(kind)[0])
    return data
