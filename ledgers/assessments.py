"""评分表 of a round, and 民主评议表: blank to be filled in by hand, and with what came of it."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import ClassVar

from django.utils import timezone

from common.periods import day_in_words
from communities.models import Community
from documents.blocks import Table
from documents.paper import Field, Form, FormRow, Listing, Paper, PenLine, Register, Remark
from duties.models import Criterion, Review, Round, Score, marks_text
from duties.pages import ReviewPages, RoundPages
from ledgers.base import PrintedSheet
from ledgers.forms import FormSheet, Line
from members.models import PostHolder
from members.pages import PostHolderPages

HEAD = ("类别", "考核内容", "满分", "打分办法", "得分", "扣分原因或指标值")
ROOM = "　　　"  # for points by pen
LONG_ROOM = "　　　　　　　　"  # for a reason by pen
GRADES = "　".join(f"□ {label}" for label in Review.Grade.labels)
HOW_TO_MARK = "按指标计算的由系统算出，不用打；不是满分的请写扣分原因。"
FROZEN = "这一轮已经结束，得分不再变动。"
HOW_TO_VOTE = "请在四项里勾一项，多勾、不勾的作废票；不写姓名。"
Scores = dict[int, Score]  # of one 社区, by criterion


class MarkSheet(PrintedSheet[Round]):
    """评分表 of each 社区: of a round that is closed with the points, before that with room for the pen."""

    key: ClassVar[str] = "marks"
    label: ClassVar[str] = "社区评分表"
    pages = RoundPages
    of_list = False

    def papers(self, records: Sequence[Round], condition: str) -> Iterator[Paper]:
        for round_ in records:
            criteria = list(round_.scheme.criteria.all())
            scores = self._scores(round_)
            for community in self._communities(round_):
                if criteria:
                    yield self._paper(round_, community, criteria, scores.get(community.pk, {}))

    def _communities(self, round_: Round) -> list[Community]:
        day = round_.closed_on or timezone.localdate()
        return list(Community.objects.visible_to(self.reader).standing(day))

    def _scores(self, round_: Round) -> dict[int, Scores]:
        """Return what is frozen, by 社区; nothing while points are still given."""
        by_community: dict[int, Scores] = {}
        if not round_.is_closed:
            return by_community
        for score in Score.objects.visible_to(self.reader).filter(round=round_):
            by_community.setdefault(score.community_id, {})[score.criterion_id] = score
        return by_community

    def _paper(
        self, round_: Round, community: Community, criteria: Sequence[Criterion], scores: Scores
    ) -> Paper:
        rows = [_row(each, scores.get(each.pk)) for each in criteria]
        full = sum((each.full_marks for each in criteria), Decimal(0))
        points = [score.points for score in scores.values()]
        total = marks_text(sum(points, Decimal(0))) if points else ""
        rows.append(("合计", "", marks_text(full), "", total, ""))
        listing = Listing(f"共 {len(criteria)} 项", Table(HEAD, tuple(rows), total=1))
        remark = Remark(FROZEN if points else HOW_TO_MARK)
        blocks = (Register((listing,)), remark, PenLine(("打分人（签字）：", "日期：")))
        return Paper(self.label, f"{community}　{round_}", blocks)


def _row(criterion: Criterion, score: Score | None) -> tuple[str, ...]:
    """Return a line of a 评分表; without a score it has room for one."""
    marks, how = marks_text(criterion.full_marks), str(criterion.get_way_display())
    line = (str(criterion.get_group_display()), criterion.content, marks, how)
    if score is None:
        return (*line, ROOM, LONG_ROOM)
    return (*line, marks_text(score.points), score.value or score.reason)


class Ballot(PrintedSheet[PostHolder]):
    """民主评议表 of somebody in post, to be handed out."""

    key: ClassVar[str] = "ballot"
    label: ClassVar[str] = "民主评议表"
    pages = PostHolderPages
    of_list = False

    def papers(self, records: Sequence[PostHolder], condition: str) -> Iterator[Paper]:
        for holder in records:
            form = Form(
                (
                    FormRow((Field("评议对象", holder.name), Field("职务", holder.get_post_display()))),
                    FormRow((Field("党组织", str(holder.org)),)),
                    FormRow((Field("总体评价", GRADES),)),
                    FormRow((Field("意见建议"),), 104),
                )
            )
            year = timezone.localdate().year
            yield Paper(self.label, f"{year}年度", (form, Remark(HOW_TO_VOTE)))


class ReviewResult(FormSheet[Review]):
    """民主评议结果: the votes of one 民主评议."""

    key: ClassVar[str] = "review"
    label: ClassVar[str] = "民主评议结果"
    pages = ReviewPages
    order = ("-year", "holder__org__name_order", "pk")
    related = ("holder__org",)
    rows_of_form: ClassVar[Sequence[Sequence[Line]]] = [
        [
            Line(label="评议对象", text=lambda review: review.holder.name),
            Line(label="职务", text=lambda review: review.holder.get_post_display()),
        ],
        [Line(label="党组织", text=lambda review: str(review.holder.org))],
        [
            Line(label="评议年度", text=lambda review: f"{review.year}年"),
            Line(label="评议日期", text=lambda review: day_in_words(review.held_on)),
        ],
        [Line("valid"), Line("grade")],
        [Line("good"), Line("fair")],
        [Line("plain"), Line("poor")],
        [Line("remarks", height=80)],
    ]
    pen = ("计票人（签字）：", "监票人（签字）：")
