"""目标责任书 to be signed by both sides."""

from collections.abc import Iterator, Sequence
from typing import ClassVar

from common.periods import day_in_words
from documents.blocks import Table
from documents.paper import Field, Form, FormRow, Listing, Paper, PenLine, Register, Remark
from duties.models import Pledge, PledgeItem
from duties.pages import PledgePages
from ledgers.base import PrintedSheet

HEAD = ("序号", "内容", "目标", "权重", "考核结果")


class PledgeSheet(PrintedSheet[Pledge]):
    """One 目标责任书: who signs it with whom, its items, and room for both signatures."""

    key: ClassVar[str] = "pledge"
    label: ClassVar[str] = "目标责任书"
    pages = PledgePages
    order: ClassVar[Sequence[str]] = ("year", "pk")
    related: ClassVar[Sequence[str]] = ("leader", "holder__org", "signer", "subdistrict")

    def papers(self, records: Sequence[Pledge], condition: str) -> Iterator[Paper]:
        for pledge in records:
            yield self._paper(pledge)

    def _paper(self, pledge: Pledge) -> Paper:
        who = self.text(pledge, "holder") or self.text(pledge, "leader")
        form = Form(
            (
                FormRow((Field("责任人", who), Field("编号", pledge.number))),
                FormRow((Field("签订人", self.text(pledge, "signer")), Field("年度", f"{pledge.year}年"))),
            )
        )
        items = list(pledge.items.all())
        table = Table(HEAD, tuple(self._row(number, item) for number, item in enumerate(items, start=1)))
        listing = Register((Listing(f"责任目标　{len(items)} 项", table),))
        signing_day = f"签订日期：{day_in_words(pledge.signed_on)}。"
        pen = PenLine(("党工委书记（签字）：", "责任人（签字）："))
        title = f"{pledge.year}年度目标责任书"
        return Paper(title, pledge.subdistrict.name, (form, listing, pen, Remark(signing_day)))

    def _row(self, number: int, item: PledgeItem) -> tuple[str, ...]:
        weight = self.text(item, "weight")
        return str(number), item.content, item.goal, weight, self._result(item)

    def _result(self, item: PledgeItem) -> str:
        """Say what came of an item; empty, for the pen, while nobody judged it."""
        if item.outcome == PledgeItem.Outcome.UNDECIDED:
            return ""
        outcome = str(item.get_outcome_display())
        return f"{outcome}（{item.value}）" if item.value else outcome
