"""Indicators of money: 6–9. Kept in 元, given in 万元."""

from django.db.models import Sum

from funding.models import Payment
from indicators.criteria import Criterion, Presence, RecordSet
from indicators.definitions.conditions import in_year
from indicators.kinds import EVERY, CountIndicator


def _payments(key: str, label: str, kind: str, expects: str = EVERY) -> CountIndicator:
    of_kind = Criterion("其他经费类别", lambda rows, s: rows.filter(kind=kind))
    return CountIndicator(
        key=key,
        label=label,
        unit="万元",
        definition=f"当年拨付的{label}合计（按拨付日期），元换算为万元，最多两位小数。",
        source="本系统约定：按拨付日期计入年度，退款改原来那一笔",
        record_set=RecordSet(label, Payment, (in_year("拨付日期不在当年"), of_kind), Sum("amount")),
        presence=Presence(
            f"payments_{kind}", f"当年任一笔{label}", lambda s: s.during(Payment).filter(kind=kind)
        ),
        money=True,
        expects=expects,
    )


INDICATORS = [
    _payments("funding.work", "社区工作经费", Payment.Kind.WORK),
    _payments("funding.party", "党建工作经费", Payment.Kind.PARTY),
    _payments("funding.service", "服务群众专项经费", Payment.Kind.SERVICE),
    _payments("funding.premises", "阵地建设与整顿投入", Payment.Kind.PREMISES, expects=""),
]
