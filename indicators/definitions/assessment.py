"""Indicators of 考核: rounds closed, problems found and put right, votes of the 民主评议."""

from django.db.models import Sum

from duties.models import Problem, Review, Round
from indicators.criteria import Criterion, Presence, RecordSet
from indicators.definitions.conditions import in_year, of_kind
from indicators.kinds import CountIndicator, RatioIndicator

CONVENTION = "本系统约定：轮次、问题和票数按台账，考核得分不计入任何数字"
OF_YEAR = Criterion("考核办法不是当年的", lambda rows, s: rows.of_year(s.year))
OPEN_OR_FOUND = Criterion(
    "当年以前已整改，或统计日以后发现", lambda rows, s: rows.found_or_open(s.period.start, s.day)
)
REVIEWS = (
    Criterion("评议年度不是当年", lambda rows, s: rows.of_year(s.year)),
    Criterion("统计时还没有评议", lambda rows, s: rows.held_by(s.today)),
)


def _rounds(key: str, kind: str) -> CountIndicator:
    """Declare the number of rounds of a kind that were closed."""
    label = str(Round.Kind(kind).label)
    other = of_kind(f"不是{label}", kind)
    most = Round.MOST[kind]
    return CountIndicator(
        key=key,
        label=label,
        unit="次",
        definition=f"当年考核办法下已经结束的{label}轮次，一年最多 {most} 次；打分中的不算（按结束日期）。",
        source=CONVENTION,
        optional=f"当年没有{label}",
        record_set=RecordSet(
            f"已结束的{label}",
            Round,
            (other, OF_YEAR, in_year("没有在当年结束", "closed_on")),
        ),
        presence=Presence(
            key, f"当年{label}", lambda s: s.all(Round).of_kind(kind).of_year(s.year).begun_by(s.day)
        ),
    )


INDICATORS = [
    _rounds("duties.surveys", Round.Kind.MONTH),
    _rounds("duties.supervisions", Round.Kind.QUARTER),
    _rounds("duties.half_reviews", Round.Kind.HALF),
    _rounds("duties.self_reviews", Round.Kind.YEAR),
    CountIndicator(
        key="duties.problems_found",
        label="督查发现问题",
        unit="个",
        definition="当年在各社区督查发现的问题，在轮次里发现的和平时发现的都算（按发现日期）。",
        source=CONVENTION,
        optional="当年没有督查问题",
        record_set=RecordSet("当年发现的督查问题", Problem, (in_year("发现日期不在当年"),)),
        presence=Presence("duties.problems_found", "当年督查问题", lambda s: s.all(Problem).during(s.period)),
    ),
    RatioIndicator(
        key="duties.problems_closed",
        label="督查问题整改率",
        unit="%",
        definition="到统计日已整改 ÷（当年发现的 + 年初还没有整改的督查问题）。",
        source=CONVENTION,
        optional="当年没有要整改的督查问题",
        part=RecordSet(
            "已整改的督查问题",
            Problem,
            (OPEN_OR_FOUND, Criterion("到统计日还没有整改", lambda rows, s: rows.done_by(s.day))),
        ),
        whole=RecordSet("当年要整改的督查问题", Problem, (OPEN_OR_FOUND,)),
    ),
    RatioIndicator(
        key="duties.review_good_share",
        label="民主评议好评率",
        unit="%",
        definition="当年民主评议中评“好”的票 ÷ 有效票（按评议年度，次年年初才评议的也算）。",
        source=CONVENTION,
        optional="当年没有民主评议",
        whole_year=True,
        part=RecordSet("评“好”的票", Review, REVIEWS, aggregate=Sum("good")),
        whole=RecordSet("有效票", Review, REVIEWS, aggregate=Sum("valid")),
    ),
]
