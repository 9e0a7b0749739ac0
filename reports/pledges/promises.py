"""上年承诺—今年实际: a target that last year's report printed, with its verdict, and how the text says it."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from documents.blocks import MISSING
from indicators.amounts import text_of
from indicators.kinds import VISIT, Indicator, TargetIndicator, Value
from reports.pledges.each import Outcome


class Verdict(StrEnum):
    """What became of a promise.

    While the year runs, only what cannot be kept any more is missed, and only what cannot be lost any
    more reached.
    """

    KEPT = "已兑现"
    MISSED = "未兑现"
    REACHED = "已达到"
    RUNNING = "进行中"
    UNKNOWN = "缺数"


# A sentence about a promise is recognised by these words, and compared with its verdict.
WORDS = {
    Verdict.KEPT: "兑现了",
    Verdict.MISSED: "没有达到",
    Verdict.REACHED: "已经达到",
    Verdict.RUNNING: "还在推进",
}
BUILT = {Verdict.KEPT: "都已建成", Verdict.MISSED: "没有都建成", Verdict.REACHED: "已经都建成"}
SAID = {word: verdict for words in (WORDS, BUILT) for verdict, word in words.items()}
OPENERS = {
    Verdict.KEPT: "说过的事办到了",
    Verdict.MISSED: "说过的事没有办到位",
    Verdict.REACHED: "说过的事提前办到了",
    Verdict.RUNNING: "说过的事正在办",
}


@dataclass(frozen=True)
class Promise:
    """A target with its verdict.

    `outcome` is how every month, visit or member stands where each was to reach it; `places` is what
    became of the 社区 chosen, in words.
    """

    figure: TargetIndicator
    promised: str
    actual: Value
    verdict: Verdict
    by_mean: bool = False
    outcome: Outcome | None = None
    mean: str = ""  # per month, where the office meant that
    until: str = ""  # the cut-off day of a year that still runs
    places: str = ""

    @property
    def is_kept(self) -> bool | None:
        """None while that is open, or while the figure it is judged by is missing."""
        return {Verdict.KEPT: True, Verdict.MISSED: False}.get(self.verdict)

    @property
    def is_running(self) -> bool:
        return self.verdict == Verdict.RUNNING

    @property
    def told_as(self) -> str:
        """The part of the report it belongs to: highlights, problems, or neither."""
        parts = {Verdict.KEPT: "highlights", Verdict.REACHED: "highlights", Verdict.MISSED: "problems"}
        return parts.get(self.verdict, "")

    @property
    def per(self) -> str:
        """每月, or 平均每月 where the office means the mean; nothing of a target for the year as a whole."""
        return self.figure.per(self.by_mean)

    @property
    def name(self) -> str:
        """The key of the target without its room: what its tokens end with."""
        return self.figure.key.partition(".")[2]

    @property
    def token(self) -> str:
        """What stands for the target in the text."""
        return f"{{promised.{self.name}}}"

    @property
    def result(self) -> str:
        """What the year came to: 87.36万元."""
        return with_unit(self.actual.text, self.actual.indicator)

    @property
    def promised_number(self) -> Decimal:
        """The amount promised; `InvalidOperation` of chosen 社区, which have none."""
        return Decimal(self.promised.removesuffix("%").removesuffix(self.figure.unit))

    @property
    def detail(self) -> str:
        """Which months, visits, members or 社区 reached it and which did not, or the mean that was meant."""
        if self.places:
            return self.places
        if self.outcome is not None:
            return self.outcome.text
        if self.mean:
            return f"平均每月{with_unit(self.mean, self.actual.indicator)}"
        return ""

    # how it was missed, for a list of those that were

    @property
    def result_in_full(self) -> str:
        """What the year came to, and which months, visits, members or 社区 reached it."""
        if not self.detail:
            return self.result
        return f"{self.result}；{self.detail}"

    @property
    def short_of(self) -> str:
        """The promise beside what became of it: 党建工作经费（承诺90万元，实际87.36万元，差2.64万元）."""
        when = f"截至{self.until}" if self.until else "实际"
        texts = [f"承诺{self.per}{self.promised}", f"{when}{self.result_in_full}"]
        if self._gap:
            texts.append(self._gap)
        return f"{self.figure.label}（{'，'.join(texts)}）"

    @property
    def short_of_briefly(self) -> str:
        """The same; of what was to be reached each time only how often it was.

        每月党建专题会议（承诺每月1次，12个月中8个月做到）.
        """
        if not self._times:
            return self.short_of
        return f"{self.figure.label}（承诺{self.per}{self.promised}，{self._times}）"

    @property
    def as_done(self) -> str:
        """What became of it first.

        党建工作经费87.36万元（定90万元）, 班子每月到社区走访平均每月30次（定平均每月32次）.
        """
        return f"{self.figure.label}{self._result_briefly}（定{self.per}{self.promised}）"

    @property
    def by_gap(self) -> str:
        """What is left to be done: 党建工作经费（差2.64万元）, 每月党建专题会议（差4个月）."""
        return f"{self.figure.label}（{self._gap or self._gap_of_each}）"

    @property
    def _times(self) -> str:
        """12个月中8个月做到; empty of what was not to be reached each time."""
        each = self.outcome
        if each is None or not each.total:
            return ""
        return f"{each.total}{each.unit}中{each.met}{each.unit}做到"

    @property
    def _result_briefly(self) -> str:
        """What the year came to, in the measure in which it was promised."""
        if self._times:
            return self._times
        until = f"到{self.until}" if self.until else ""
        return f"{until}{self.detail or self.result}"

    @property
    def _gap(self) -> str:
        """差2.64万元, of an amount for the year as a whole that was missed; empty of any other."""
        if self.verdict != Verdict.MISSED or self.actual.missing:
            return ""
        if self.figure.each or self.figure.of_communities:
            return ""
        gap = text_of(self.promised_number - as_printed(self.actual), 2)
        unit = "个百分点" if self.figure.unit == "%" else self.figure.unit
        return f"差{gap}{unit}"

    @property
    def _gap_of_each(self) -> str:
        """差4个月, of what was to be reached each time; of any other the promise and what became of it."""
        each = self.outcome
        if each is not None and each.total:
            return f"差{len(each.short)}{each.unit}"
        return f"定{self.per}{self.promised}，{self._result_briefly}"

    # a passage of the text

    @property
    def passage(self) -> str:
        """What the report may say of it, with figures as tokens; nothing where the figure is missing."""
        if self.verdict not in OPENERS:
            return ""
        return f"{OPENERS[self.verdict]}。{self.sentence}"

    @property
    def sentence(self) -> str:
        """The sentence of the passage that tells what became of it; nothing where the figure is missing."""
        if self.verdict == Verdict.UNKNOWN:
            return ""
        until = "截至{until}，" if self.until else ""
        text = self._of_communities if self.figure.of_communities else self._of_amount
        return f"{until}{text}。"

    @property
    def _detail_token(self) -> str:
        return f"{{judged.{self.name}}}"

    @property
    def _of_communities(self) -> str:
        if self.verdict == Verdict.RUNNING:
            progress = self._detail_token if self.places else WORDS[self.verdict]
            return f"上年选定{self.token}创建党建示范社区，{progress}"
        text = f"上年选定的{self.token}{BUILT[self.verdict]}党建示范社区"
        return f"{text}，{self._detail_token}" if self.places else text

    @property
    def _of_amount(self) -> str:
        measure = self.actual.indicator
        average = "平均" if self.figure.each == VISIT else ""
        result = f"{measure.label}{average}{{{measure.key}}}{unit_of(measure)}／{measure.label}为零"
        goal = f"上年{self.per}{self.token}{unit_of(self.figure)}的承诺"
        word = WORDS[self.verdict]
        verdict = f"{goal}{word}" if self.verdict == Verdict.RUNNING else f"{word}{goal}"
        text = f"{result}，{verdict}"
        return f"{text}，{self._detail_token}" if self.detail else text


def unit_of(figure: Indicator) -> str:
    """Return the unit to write behind a figure's text, which has its % already."""
    return "" if figure.unit == "%" else figure.unit


def with_unit(text: str, figure: Indicator) -> str:
    """Write a figure's text with its unit; X stands alone."""
    if text == MISSING:
        return text
    return f"{text}{unit_of(figure)}"


def as_printed(value: Value) -> Decimal:
    """Return the number a reader sees: what is judged must not differ from what stands beside the verdict."""
    return Decimal(value.text.removesuffix("%"))
