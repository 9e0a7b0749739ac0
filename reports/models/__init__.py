"""What people decide about a year's report."""

from reports.models.annual import FIRST_YEAR, TITLE, AnnualReport
from reports.models.passages import ALONE, OWN, Cause, Passage
from reports.models.plans import Target, ZeroStatement, figure_choices
from reports.models.signing import Edition, Remark

__all__ = [
    "ALONE",
    "FIRST_YEAR",
    "OWN",
    "TITLE",
    "AnnualReport",
    "Cause",
    "Edition",
    "Passage",
    "Remark",
    "Target",
    "ZeroStatement",
    "figure_choices",
]
