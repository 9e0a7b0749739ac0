"""Why something was not written."""

from django.core.exceptions import ValidationError
from django.db.models import Model

from records.models import Record


class EditConflictError(Exception):
    """Somebody else saved a newer version; `current` is the record as it is now."""

    def __init__(self, current: Record) -> None:
        super().__init__(f"{current._meta.label} {current.pk} is at version {current.version}")
        self.current = current


class GoneError(Exception):
    """Somebody else took the record away."""


class StillReferencedError(Exception):
    """Other records still name this one."""


def problems(error: ValidationError, model: type[Model]) -> list[str]:
    """Return the messages of a refusal, each with the column it speaks of."""
    if not hasattr(error, "error_dict"):
        return error.messages
    labels = {f.name: str(getattr(f, "verbose_name", f.name)) for f in model._meta.get_fields()}
    texts = []
    for name, messages in error.message_dict.items():
        prefix = f"{labels[name]}：" if name in labels else ""
        texts += [f"{prefix}{message}" for message in messages]
    return texts
