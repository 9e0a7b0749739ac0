"""Who may open what: the roles, the kinds of page, and one table of both.

Which records stand on a page is another question: see `access.reach`.
"""

from collections.abc import Mapping
from enum import Enum, IntEnum
from typing import Any, Protocol, cast

from django.db.models import TextChoices
from django.http import HttpRequest

from access.reach import Reach


class Role(TextChoices):
    """A person's work in the portal."""

    CLERK = "clerk", "录入员"
    SECRETARY = "secretary", "书记"
    ADMIN = "admin", "管理员"


class PageKind(Enum):
    """A subject of pages: it says which roles may open them."""

    RECORDS = "records of the office: lists, forms, exports, and imports for whoever writes them"
    FIGURES = "the year's figures, their definitions, and where each comes from"
    STATEMENTS = "what is stated for the report besides records: true zeros, causes of problems"
    REPORT = "the report: its text, settings, targets, promises, checks, signing and files"
    ACCOUNTS = "accounts, 街道 and 社区 in the admin site, backups, 运维手册"


class Right(IntEnum):
    """A right of a role on pages of one kind; a higher one includes the lower ones."""

    NOTHING = 0
    READ = 1
    WRITE = 2


RIGHTS: Mapping[PageKind, Mapping[Role, Right]] = {
    PageKind.RECORDS: {Role.CLERK: Right.WRITE, Role.SECRETARY: Right.READ},
    PageKind.FIGURES: {Role.CLERK: Right.READ, Role.SECRETARY: Right.READ},
    PageKind.STATEMENTS: {Role.CLERK: Right.WRITE, Role.SECRETARY: Right.WRITE},
    PageKind.REPORT: {Role.SECRETARY: Right.WRITE},
    PageKind.ACCOUNTS: {Role.ADMIN: Right.WRITE},
}


class Reader(Protocol):
    """Somebody with a role, and with a reach."""

    pk: int
    role: str
    may_view_personal_data: bool

    @property
    def subdistrict_id(self) -> int | None:
        """The 街道 that somebody works for, by key; a superuser works for none."""

    @property
    def record_reach(self) -> Reach:
        """Which records somebody reaches."""


def reader_of(request: HttpRequest) -> Reader:
    """Return whoever asks for a page that is open to accounts alone."""
    return cast(Reader, request.user)


def right_of(reader: Reader, kind: PageKind) -> Right:
    """Return what somebody may do on pages of a kind; whoever has no role may do nothing."""
    role: Any = getattr(reader, "role", "")  # a visitor has none; a stored role equals its member
    return RIGHTS[kind].get(role, Right.NOTHING)


def may_read(reader: Reader, kind: PageKind) -> bool:
    """Say whether somebody may read pages of a kind."""
    return right_of(reader, kind) >= Right.READ


def may_write(reader: Reader, kind: PageKind) -> bool:
    """Say whether somebody may write on pages of a kind."""
    return right_of(reader, kind) >= Right.WRITE
