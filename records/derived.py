"""A column that follows from another one of the same record."""

from typing import Any

from django.db.models import Model


class Derived:
    """Mixed into a model field: `derive` gives its value from that of the column `source`."""

    source: str
    attname: str

    def derive(self, value: Any) -> Any:
        """Return the value that follows from that of the source."""
        raise NotImplementedError

    def refresh(self, record: Model) -> Any:
        """Set the column anew, and return what it holds now."""
        value = self.derive(getattr(record, self.source))
        setattr(record, self.attname, value)
        return value

    def pre_save(self, record: Model, add: bool) -> Any:
        """Refresh a record; a version keeps what its record had, for that may be gone by now."""
        if hasattr(record, "history_id"):
            return getattr(record, self.attname)
        return self.refresh(record)
