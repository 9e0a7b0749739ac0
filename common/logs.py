"""What the log tells: of a refusal one line, of an error its traceback, of nobody a number."""

import logging
import re
from copy import copy

from common.numbers import masked

FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"
_QUERY = re.compile(r"\?[^\s'\"<>]+")  # of an address: what somebody searched for
_CONTENT = re.compile(
    r"^(DETAIL|LINE \d+):.*$", re.MULTILINE
)  # PostgreSQL quotes the row, and the statement with its values


class PrivateFormatter(logging.Formatter):
    """Lines without ID numbers, phones and the content of records; a request that was refused has no traceback."""

    def __init__(self) -> None:
        super().__init__(FORMAT)

    def format(self, record: logging.LogRecord) -> str:
        if _tells_of_refusal(record):
            record = _in_one_line(record)
        return masked(_CONTENT.sub(r"\1: …", super().format(record)))


def _tells_of_refusal(record: logging.LogRecord) -> bool:
    status = getattr(record, "status_code", 0)
    return record.name.startswith(("django.request", "django.security")) and 400 <= status < 500


def _in_one_line(record: logging.LogRecord) -> logging.LogRecord:
    line = copy(record)
    line.msg, line.args = " ".join(_QUERY.sub("?…", record.getMessage()).split()), ()
    line.exc_info = line.exc_text = line.stack_info = None
    return line
