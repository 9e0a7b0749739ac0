"""The kinds of meeting, and how somebody may take part in one."""

from django.db import models


class MeetingKind(models.TextChoices):
    """What a meeting is."""

    SPECIAL = "special", "党建专题会议"
    STUDY = "study", "学习研讨"
    LECTURE = "lecture", "党课"
    PARTY_SPIRIT = "party_spirit", "党性学习"
    TRAINING = "training", "以会代训"
    CONDUCT = "conduct", "党风政风教育"
    BRANCH_SECRETARIES = "branch_secretaries", "支部书记培训"
    DECISION_TRAINING = "decision_training", "民主决策培训"
    ASSEMBLY = "assembly", "支部党员大会"
    COMMITTEE = "committee", "支部委员会会议"
    GROUP = "group", "党小组会"
    THEME_DAY = "theme_day", "主题党日"
    ORGANISATION_LIFE = "organisation_life", "组织生活会"
    APPRAISAL = "appraisal", "民主评议党员"
    OTHER = "other", "其他会议活动"


class AttendanceState(models.TextChoices):
    """Whether somebody was at a meeting."""

    PRESENT = "present", "到"
    EXCUSED = "excused", "请假"
    ABSENT = "absent", "缺席"
    GUEST = "guest", "列席"
