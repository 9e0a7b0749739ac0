"""Indicators of mediation: 37."""

from indicators.criteria import Criterion, RecordSet
from indicators.definitions.conditions import in_year, known
from indicators.kinds import RatioIndicator
from mediation.models import MediationCase

SETTLED = (
    known("还没有结案", "closed_on"),
    in_year("结案日期不在当年", "closed_on"),
    Criterion("撤回或终止", lambda rows, s: rows.settled()),
)

INDICATORS = [
    RatioIndicator(
        key="mediation.success_rate",
        label="矛盾调解成功率",
        unit="%",
        definition="当年结案的案件：调解成功 ÷（调解成功 + 调解不成）；进行中、撤回的不算（按结案日期）。",
        source="《人民调解法》没有统一公式；本系统约定：进行中、撤回或终止的不计入分母",
        part=RecordSet("调解成功的案件", MediationCase, (*SETTLED, Criterion("调解不成", lambda rows, s: rows.succeeded()))),
        whole=RecordSet("有结果的案件", MediationCase, SETTLED),
    ),
]
