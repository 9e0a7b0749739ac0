"""How the log is written: a refusal on one line, an error with its traceback, and no numbers of persons."""

import logging
import re
from copy import copy

from common.numbers import mask

FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"
_QUERY = re.compile(r"\?[^\s'\"<>]+")  # of an address: what somebody searched for
# PostgreSQL quotes the row, and the statement with its values.
_CONTENT = re.compile(r"^(DETAIL|LINE \d+):.*$", re.MULTILINE)


class PrivateFormatter(logging.Formatter):
    """A format without ID numbers, phones and the content of records, and without a traceback of refusals."""

    def __init__(self) -> None:
        super().__init__(FORMAT)

    def format(self, record: logging.LogRecord) -> str:
        if _is_refusal(record):
            record = _in_one_line(record)
        return mask(_CONTENT.sub(r"\1: …", super().format(record)))


def _is_refusal(record: logging.LogRecord) -> bool:
    status = getattr(record, "status_code", 0)
    return record.name.startswith(("django.request", "django.security")) and 400 <= status < 500


def _in_one_line(record: logging.LogRecord) -> logging.LogRecord:
    message = _QUERY.sub("?…", record.getMessage())
    line = copy(record)
    line.msg = " ".join(message.split())
    line.args = ()
    line.exc_info = line.exc_text = line.stack_info = None
    return line
