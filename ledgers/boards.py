"""光荣榜: who was honoured, by title; whoever has not agreed to be printed is counted and not named."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import ClassVar

from common.periods import day_in_words
from documents.blocks import Table
from documents.paper import Block, Listing, Paper, Register, Remark
from ledgers.base import PrintedSheet
from members.models import Honour
from members.pages import HonourPages

TITLES = list(Honour.Title)
UNITS = {Honour.Title.ORGANISATION: "个", Honour.Title.OTHER: "项"}
HEAD = ("受表彰者", "所在党组织", "级别和日期", "主要事迹")


class HonourBoard(PrintedSheet[Honour]):
    """The honours of a query, those of one title in one table."""

    key: ClassVar[str] = "honours"
    label: ClassVar[str] = "光荣榜"
    pages = HonourPages
    of_record: ClassVar[bool] = False
    most: ClassVar[int] = 2000
    order: ClassVar[Sequence[str]] = ("date", "org__name_order", "pk")
    related: ClassVar[Sequence[str]] = ("org__community", "member__org__community")

    def papers(self, records: Sequence[Honour], condition: str) -> Iterator[Paper]:
        if records:
            yield Paper(self.label, condition, tuple(self._blocks(records)))

    def _blocks(self, records: Sequence[Honour]) -> Iterator[Block]:
        listings = []
        number_named = 0
        for _, honours in groupby(sorted(records, key=_place), key=_place):
            group = list(honours)
            rows = [self._row(honour) for honour in group if self._name(honour)]
            number_named += len(rows)
            if rows:
                listings.append(Listing(_heading(group), Table(HEAD, tuple(rows))))
        if listings:
            yield Register(tuple(listings))
        yield Remark(_summary(len(records), len(records) - number_named))

    def _name(self, honour: Honour) -> str:
        """Return who is named; empty where nobody may be, or the member is beyond the reader's reach."""
        if not honour.may_be_printed:
            return ""
        if honour.member and not self.naming(honour.member):
            return ""
        return honour.subject

    def _row(self, honour: Honour) -> tuple[str, ...]:
        name = self._name(honour)
        org = "" if name == str(honour.org) else str(honour.org)
        when = f"{honour.get_level_display()}，{day_in_words(honour.date)}"
        return (name, org, when, honour.deed)


def _place(honour: Honour) -> tuple[int, str]:
    """Say where a title stands on the sheet: the usual ones first, as the form offers them."""
    return TITLES.index(Honour.Title(honour.title)), honour.title_in_full


def _heading(group: Sequence[Honour]) -> str:
    first = group[0]
    unit = UNITS.get(Honour.Title(first.title), "名")
    return f"{first.title_shown}　{len(group)} {unit}"


def _summary(number: int, rest: int) -> str:
    if not rest:
        return f"共 {number} 项表彰。"
    return f"共 {number} 项表彰，其中 {rest} 项没有列名（没有勾选“可以公开”，或不在负责范围内）。"
