"""What people decide about a year's report."""

from reports.models.annual import TITLE, AnnualReport
from reports.models.passages import ALONE, OWN, Cause, Passage
from reports.models.plans import Target, ZeroStatement, figure_choices
from reports.models.signing import Edition, Remark

__all__ = [
    "ALONE",
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
