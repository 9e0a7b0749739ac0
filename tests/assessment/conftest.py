"""A 考核办法 of three criteria, one of each way, and a round of it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest

from duties.models import Criterion, Round, Scheme, Score
from tests import factories as F
from tests.factories import YEAR

WAY = Criterion.Way


@dataclass
class Exam:
    """The March of the year; `typed` and `deducted` are by hand, `settled` is the rate of mediation."""

    scheme: Scheme
    round: Round
    typed: Criterion
    deducted: Criterion
    settled: Criterion

    def score(self, community, criterion, points, reason="") -> Score:
        return F.ScoreFactory(
            round=self.round,
            community=community,
            criterion=criterion,
            points=Decimal(points),
            reason=reason,
            subdistrict=self.round.subdistrict,
        )

    def fill(self, *communities) -> None:
        """Full marks by hand, and nine cases of ten settled."""
        for community in communities:
            self.score(community, self.typed, 50)
            self.score(community, self.deducted, 10)
            settle(community, 9, 1)


def settle(community, successes, failures, day=date(YEAR, 3, 5)) -> None:
    for number in range(successes + failures):
        result = "success" if number < successes else "failure"
        F.MediationCaseFactory(community=community, date=day, closed_on=day, result=result)


@pytest.fixture
def exam(office, qingquan, wenchang) -> Exam:
    scheme = F.SchemeFactory(subdistrict=office, title="考核办法")

    def line(content, marks, **given):
        return F.CriterionFactory(scheme=scheme, content=content, full_marks=Decimal(marks), **given)

    typed = line("支部活动", 50)
    deducted = line("账目公开", 10, way=WAY.DEDUCTION)
    by_figure = {"way": WAY.FIGURE, "key": "mediation.success_rate", "best": 100, "nothing": 50}
    settled = line("调解成功率", 40, **by_figure)
    march = F.RoundFactory(subdistrict=office, scheme=scheme, number=3, begun_on=date(YEAR, 3, 28))
    return Exam(scheme, march, typed, deducted, settled)
