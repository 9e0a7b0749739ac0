"""Indicators of mediation: 37, and how long a case took."""

from indicators.criteria import Criterion, RecordSet
from indicators.definitions.conditions import filled_in, in_year
from indicators.kinds import MedianIndicator, RatioIndicator
from mediation.models import MediationCase

SETTLED = (
    filled_in("还没有结案", "closed_on"),
    in_year("结案日期不在当年", "closed_on"),
    Criterion("撤回或终止", lambda rows, s: rows.with_outcome()),
)

INDICATORS = [
    RatioIndicator(
        key="mediation.success_rate",
        label="矛盾调解成功率",
        unit="%",
        definition="当年结案的案件：调解成功 ÷（调解成功 + 调解不成）；进行中、撤回的不算（按结案日期）。",
        source="《人民调解法》没有统一公式；本系统约定：进行中、撤回或终止的不计入分母",
        part=RecordSet(
            "调解成功的案件",
            MediationCase,
            (*SETTLED, Criterion("调解不成", lambda rows, s: rows.successful())),
        ),
        whole=RecordSet("有结果的案件", MediationCase, SETTLED),
    ),
    MedianIndicator(
        key="mediation.days_to_close",
        label="调解结案用时",
        unit="天",
        definition="当年结案、调解成功或不成的案件，从受理到结案的天数的中位数：至少一半在这些天内结案。",
        source="《人民调解法》没有期限；本系统约定：按受理日期和结案日期，撤回或终止的不计入",
        optional="当年没有结案的案件",
        record_set=RecordSet("有结果的案件", MediationCase, SETTLED),
        began="date",
        ended="closed_on",
    ),
]
