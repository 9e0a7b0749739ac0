from decimal import Decimal

from funding.models import Payment
from tests import factories as F
from tests.indicators.place import BEFORE, FIRST, LAST, Case, dated, put

K = Payment.Kind


def spent(kind: str) -> Case:
    """20,050 元: half to the 社区, half at the 街道 itself. A payment is its own base: a zero has to be stated."""

    def paid(community, day):
        return put(F.PaymentFactory, community, date=day, kind=kind)

    def counted(p):
        put(F.PaymentFactory, p.a, date=FIRST, kind=kind, amount=Decimal("12050.00"))
        F.PaymentFactory(
            community=None, subdistrict=p.office, date=LAST, kind=kind, amount=Decimal("8000.00")
        )

    others = {k.label: lambda p, k=k: put(F.PaymentFactory, p.a, kind=k) for k in K if k != kind}
    silent = {"last year's": lambda p: paid(p.a, BEFORE), **others}
    return Case(
        counted=counted, value=Decimal("2.005"), text="2.01", misses={**dated(paid), **others}, silent=silent
    )


CASES = {f"funding.{kind.value}": spent(kind) for kind in K}
