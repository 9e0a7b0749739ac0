"""会议与学习, 三会一课, 培训计划, 主题教育, and 民主决策."""

from meetings.models.attendance import Attendance
from meetings.models.campaign import Campaign
from meetings.models.decision import Decision, DecisionOpinion, DecisionQuerySet
from meetings.models.kinds import AttendanceState, MeetingKind
from meetings.models.meeting import HeldByOffice, Meeting, MeetingQuerySet
from meetings.models.org_life import Norm, OrgLifeRule, Per, Who, norms
from meetings.models.plans import TrainingPlan, TrainingPlanQuerySet
from meetings.models.seldom import idle, seldom_deciding, seldom_studying

__all__ = [
    "Attendance",
    "AttendanceState",
    "Campaign",
    "Decision",
    "DecisionOpinion",
    "DecisionQuerySet",
    "HeldByOffice",
    "Meeting",
    "MeetingKind",
    "MeetingQuerySet",
    "Norm",
    "OrgLifeRule",
    "Per",
    "TrainingPlan",
    "TrainingPlanQuerySet",
    "Who",
    "idle",
    "norms",
    "seldom_deciding",
    "seldom_studying",
]
