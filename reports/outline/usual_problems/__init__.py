"""The problems that are told unless somebody decides otherwise, in the order of the list."""

from reports.outline.usual_problems.accountability import DUTIES, TALKS
from reports.outline.usual_problems.communities import DECISIONS, UNEVEN
from reports.outline.usual_problems.duty import DIFFICULTIES, SPECIAL_MEETINGS
from reports.outline.usual_problems.learning import ATTENDANCE, EDUCATION
from reports.outline.usual_problems.posts import VACANT_ORGS
from reports.outline.usual_problems.two_new import IDLE_ORGS, TWO_NEW

USUAL = (
    UNEVEN,
    DECISIONS,
    EDUCATION,
    TWO_NEW,
    DIFFICULTIES,
    SPECIAL_MEETINGS,
    IDLE_ORGS,
    ATTENDANCE,
    VACANT_ORGS,
    DUTIES,
    TALKS,
)
