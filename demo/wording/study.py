"""What the 培训计划 of the demo is made of: month, audience, kind of meeting, hours, topic."""

from meetings.models import MeetingKind, TrainingPlan

A, K = TrainingPlan.Audience, MeetingKind
PLANS = (
    (1, A.MEMBERS, K.OTHER, "2.0", "党员冬训：学习上级会议文件"),
    (2, A.LEADERS, K.OTHER, "2.0", "班子集中学习基层治理文件"),
    (3, A.APPLICANTS, K.OTHER, "4.0", "入党积极分子春季培训班"),
    (4, A.TWO_NEW, K.OTHER, "3.0", "两新组织党务人员培训"),
    (5, A.SECRETARIES, K.OTHER, "4.0", "支部书记轮训：组织生活怎么过"),
    (6, A.DECISIONS, K.OTHER, "2.0", "居民议事程序培训"),
    (7, A.MEMBERS, K.OTHER, "3.5", "党员集中轮训"),
    (8, A.TWO_NEW, K.OTHER, "2.0", "新就业群体党员座谈学习"),
    (9, A.APPLICANTS, K.OTHER, "8.0", "发展对象集中培训"),
    (10, A.SECRETARIES, K.OTHER, "4.0", "支部书记秋季培训：党员教育管理"),
    (11, A.DECISIONS, K.OTHER, "2.0", "社区干部议事协商培训"),
    (12, A.LEADERS, K.OTHER, "2.0", "班子年末学习交流"),
)
