"""A year's 考核 in the demo: all rounds closed, and frozen whatever becomes of the records."""

from collections import Counter
from collections.abc import Iterator

import pytest
from django.db import transaction

from access.reach import Reach
from assessment.closing import faults, lacks
from assessment.figures import last_day, results
from assessment.scores import score_table
from communities.models import SubDistrict
from duties.models import Criterion, Problem, Review, Round, Scheme, Score
from mediation.models import MediationCase
from tests.demo.loaded import YEAR, load_once

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def rounds(django_db_setup, django_db_blocker) -> Iterator[list[Round]]:
    """The rounds of the demo's last full year."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_once()
        yield list(Round.objects.filter(scheme__year=YEAR).order_by("kind", "number"))
        transaction.set_rollback(True)


def tables(rounds):
    """All cells of all rounds: points, reason, value, numerator, denominator."""
    shown = {}
    for round_ in rounds:
        table = score_table(round_, Reach.whole(round_.subdistrict_id))
        assert (faults(table), lacks(table)) == ([], [])
        for cell in table.cells:
            shown[round_.pk, cell.name] = (cell.amount, cell.reason, cell.text, cell.parts)
    return shown


def test_twelve_months_four_quarters_two_halves_and_the_year_are_closed(rounds):
    assert Counter(round_.kind for round_ in rounds) == {"month": 12, "quarter": 4, "half": 2, "year": 1}
    assert [round_.closed_on for round_ in rounds] == [last_day(round_) for round_ in rounds]


def test_points_by_figure_are_what_closing_writes(rounds):
    office = SubDistrict.objects.get()
    for round_ in rounds:
        by_figure = Score.objects.filter(round=round_, criterion__way=Criterion.Way.FIGURE).exclude(value="")
        frozen = {
            (score.community_id, score.criterion_id): (
                score.points,
                score.value,
                score.numerator,
                score.denominator,
            )
            for score in by_figure
        }
        now = results(round_, office, {community for community, _ in frozen}, last_day(round_))
        assert frozen == {
            key: (result.points, result.text, result.numerator, result.denominator)
            for key, result in now.items()
            if key in frozen
        }
        assert frozen


def test_they_are_equal_after_records_changed(rounds):
    before = tables(rounds)
    MediationCase.objects.filter(result="success").update(result="failure")
    Criterion.objects.filter(scheme__year=YEAR).update(best=1, nothing=0)
    assert tables(rounds) == before


@pytest.mark.parametrize("model", [Scheme, Criterion, Round, Problem, Review])
def test_every_row_keeps_the_rules(rounds, model):
    rows = list(model.objects.all())
    assert rows
    for row in rows:
        row.full_clean()


def test_every_tenth_score_keeps_the_rules(rounds):
    for score in Score.objects.select_related("round__scheme", "criterion", "community")[::10]:
        score.full_clean()
