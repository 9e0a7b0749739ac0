"""会议与学习, 主题教育, and 民主决策."""

from meetings.models.campaign import Campaign
from meetings.models.decision import Decision, DecisionOpinion, DecisionQuerySet
from meetings.models.meeting import HeldByOffice, Meeting, MeetingQuerySet
from meetings.models.seldom import idle, seldom_deciding, seldom_studying

__all__ = [
    "Campaign",
    "Decision",
    "DecisionOpinion",
    "DecisionQuerySet",
    "HeldByOffice",
    "Meeting",
    "MeetingQuerySet",
    "idle",
    "seldom_deciding",
    "seldom_studying",
]
