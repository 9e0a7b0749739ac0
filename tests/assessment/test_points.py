"""Points by figure lie on a line between two values, and no further."""

from decimal import Decimal

import pytest

from assessment.figures import points_of
from duties.models import Criterion


@pytest.mark.parametrize(
    ("amount", "nothing", "best", "full", "points"),
    [
        ("50", "50", "100", "40", "0.0"),
        ("75", "50", "100", "40", "20.0"),
        ("100", "50", "100", "40", "40.0"),
        ("120", "50", "100", "40", "40.0"),  # no more than full
        ("10", "50", "100", "40", "0.0"),  # no less than nothing
        ("2", "10", "0", "20", "16.0"),  # the fewer the better
        ("33.3", "0", "100", "10", "3.3"),
        ("33.5", "0", "100", "10", "3.4"),  # half up
        ("33.4", "0", "100", "10", "3.3"),
    ],
)
def test_points_lie_on_the_line(amount, nothing, best, full, points):
    criterion = Criterion(best=Decimal(best), nothing=Decimal(nothing), full_marks=Decimal(full))
    assert points_of(criterion, Decimal(amount)) == Decimal(points)
