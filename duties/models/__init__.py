"""责任清单, 目标责任书 and 约谈; 考核 and 民主评议; 整改."""

from duties.models.assessment import (
    FULL_MARKS,
    Criterion,
    CriterionQuerySet,
    Review,
    ReviewQuerySet,
    Scheme,
    marks_text,
)
from duties.models.remedies import Problem, ProblemQuerySet, Remedy, RemedyQuerySet
from duties.models.responsibility import (
    FULL_WEIGHT,
    Duty,
    DutyQuerySet,
    Pledge,
    PledgeItem,
    PledgeItemQuerySet,
    PledgeQuerySet,
)
from duties.models.rounds import Round, RoundQuerySet, Score
from duties.models.talks import Talk, TalkQuerySet

__all__ = [
    "FULL_MARKS",
    "FULL_WEIGHT",
    "Criterion",
    "CriterionQuerySet",
    "Duty",
    "DutyQuerySet",
    "Pledge",
    "PledgeItem",
    "PledgeItemQuerySet",
    "PledgeQuerySet",
    "Problem",
    "ProblemQuerySet",
    "Remedy",
    "RemedyQuerySet",
    "Review",
    "ReviewQuerySet",
    "Round",
    "RoundQuerySet",
    "Scheme",
    "Score",
    "Talk",
    "TalkQuerySet",
    "marks_text",
]
