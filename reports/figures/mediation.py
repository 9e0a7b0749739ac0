"""Figures of mediation: 37."""

from mediation.models import MediationCase
from reports.figures.base import Ratio, Term

FIGURES = [
    Ratio(
        key="mediation.success_rate",
        label="矛盾调解成功率",
        unit="%",
        definition="当年结案的案件：调解成功 ÷（调解成功 + 调解不成）；进行中、撤回的不算（按结案日期）。",
        part=Term("调解成功的案件", lambda s: s.all(MediationCase).succeeded(s.period)),
        whole=Term("有结果的案件", lambda s: s.all(MediationCase).settled(s.period)),
    ),
]
