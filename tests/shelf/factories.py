from decimal import Decimal

import factory

from tests.factories import DAY, YEAR, OfPlace
from tests.shelf.models import Loan


class LoanFactory(OfPlace):
    class Meta:
        model = Loan

    date = DAY
    title = factory.Sequence(lambda n: f"党史读本{n}")
    kind = Loan.Kind.HISTORY
    copies = 2
    published = YEAR
    worn = Decimal("12.5")
