"""一、履职工作的特色和亮点: figures 1–38.

Each clause says what its figures count, and no more: no verdict, no praise.
"""

from reports.outline.highlights.coverage import COVERAGE
from reports.outline.highlights.foundations import FOUNDATIONS
from reports.outline.highlights.mechanisms import MECHANISMS
from reports.outline.highlights.teams import TEAMS

HIGHLIGHTS = (FOUNDATIONS, TEAMS, COVERAGE, MECHANISMS)
