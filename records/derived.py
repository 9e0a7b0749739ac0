"""A column that follows from another one of the same record."""

from typing import Any


class Derived:
    """Mixed into a model field: `derive` gives its value from that of the column `source`."""

    source: str
    attname: str

    def derive(self, value: Any) -> Any:
        raise NotImplementedError

    def refresh(self, record: Any) -> Any:
        """Set the column anew, and return what it holds now."""
        value = self.derive(getattr(record, self.source))
        setattr(record, self.attname, value)
        return value

    def pre_save(self, record: Any, add: bool) -> Any:
        """A version keeps what its record had: what `source` names may be something else by now."""
        return getattr(record, self.attname) if hasattr(record, "history_id") else self.refresh(record)
