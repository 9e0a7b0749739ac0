"""One record of every kind as a clerk types it, and by how much each figure of this year then grows."""

from decimal import Decimal

from django.utils import timezone

from communities import pages as communities
from duties import pages as duties
from funding import pages as funding
from mediation import pages as mediation
from meetings import pages as meetings
from members import pages as members
from services import pages as services
from visits import pages as visits

TODAY = timezone.localdate()
YEAR = TODAY.year
NOW = f"{YEAR}.{TODAY.month}.{TODAY.day}"  # one of the spellings people use
START = f"{YEAR}年1月1日"
EARLIER = f"{YEAR - 2}-01-05"

ENTRIES = [
    (
        communities.CommunityPages,
        {"name": "文昌社区", "code": "02", "kind": "城市社区", "big_committee_since": NOW},
        {"communities.total": 1, "communities.big_committees": 1},
    ),
    (communities.LeaderPages, {"name": "周明远", "post": "党工委书记", "since": EARLIER}, {}),
    (
        communities.PartnerUnitPages,
        {"name": "市第二医院", "community": "清泉社区", "kind": "事业单位", "since": NOW},
        {"communities.partner_units": 1, "communities.partner_units_joined": 1},
    ),
    (
        communities.PartTimeMemberPages,
        {"name": "孙桂英", "community": "清泉社区", "unit": "市第二医院", "since": NOW},
        {"communities.part_time_members": 1, "communities.part_time_members_appointed": 1},
    ),
    (
        communities.WorkerPages,
        {"name": "马小兰", "community": "清泉社区", "post": "网格员", "grid": "第三网格", "since": NOW},
        {},
    ),
    (
        communities.ElectionPages,
        {
            "community": "清泉社区",
            "body": "社区党组织",
            "round_year": str(YEAR),
            "date": NOW,
            "completed_on": NOW,
        },
        {"communities.elections_completed": 0},
    ),
    (
        communities.ElectionPages,
        {
            "community": "清泉社区",
            "body": "居民委员会",
            "round_year": str(YEAR),
            "date": NOW,
            "completed_on": NOW,
        },
        {"communities.elections_completed": 1},
    ),
    (communities.RectificationPages, {"community": "清泉社区", "kind": "后进社区", "since": START}, {}),
    (
        communities.SurveyPages,
        {
            "date": NOW,
            "community": "清泉社区",
            "kind": "群众满意度",
            "phase": "年度",
            "valid": "100",
            "satisfied": "40",
            "basically_satisfied": "10",
            "dissatisfied": "50",
        },
        {"communities.low_satisfaction": 1, "communities.rectified_satisfaction": Decimal("50.0")},
    ),
    (
        members.PartyOrgPages,
        {
            "name": "清泉社区第一党支部",
            "kind": "党支部",
            "sphere": "社区",
            "community": "清泉社区",
            "since": EARLIER,
        },
        {},
    ),
    (
        members.PartyOrgPages,
        {"name": "江州科技党支部", "kind": "党支部", "sphere": "两新", "community": "清泉社区", "since": NOW},
        {},
    ),
    (
        members.MemberPages,
        {"name": "王䶮", "gender": "女", "org": "清泉社区第一党支部", "since": EARLIER},
        {"members.own": 1},
    ),
    (
        members.TwoNewUnitPages,
        {
            "name": "江州科技公司",
            "kind": "非公有制企业",
            "community": "清泉社区",
            "since": EARLIER,
            "full_members": "３",
            "org": "江州科技党支部",
        },
        {
            "members.two_new_total": 1,
            "members.two_new_party_orgs": 1,
            "members.two_new_founded": 1,
            "members.two_new_coverage": Decimal(100),
        },
    ),
    (
        members.ApplicantPages,
        {
            "name": "陈晨",
            "gender": "男",
            "org": "江州科技党支部",
            "applied_on": f"{YEAR - 1}-06-01",
            "unit": "江州科技公司",
        },
        {"members.waiting_applicants": 1},
    ),
    (
        members.ApplicantPages,
        {
            "name": "马丽",
            "gender": "女",
            "org": "江州科技党支部",
            "applied_on": EARLIER,
            "unit": "江州科技公司",
            "talked_on": EARLIER,
            "activist_on": START,
        },
        {"members.activists": 1, "members.two_new_activists": 1},
    ),
    (
        members.InstructorPages,
        {"name": "罗春梅", "work_unit": "街道党建办", "since": NOW, "units": ["江州科技公司"]},
        {"members.instructors": 1},
    ),
    (meetings.CampaignPages, {"name": "学思想办实事", "first_year": str(YEAR), "last_year": str(YEAR)}, {}),
    (
        meetings.MeetingPages,
        {"date": NOW, "kind": "党建专题会议", "topic": "研究年度党建任务"},
        {"meetings.special": 1},
    ),
    (
        meetings.MeetingPages,
        {"date": NOW, "kind": "学习研讨", "topic": "主题教育交流", "campaign": "学思想办实事"},
        {"meetings.study": 1},
    ),
    (
        meetings.MeetingPages,
        {"date": NOW, "kind": "党课", "topic": "把支部建强", "lecturer": "周明远（党工委书记）"},
        {"meetings.secretary_lectures": 1},
    ),
    (
        meetings.MeetingPages,
        {"date": NOW, "kind": "主题党日", "org": "江州科技党支部", "topic": "参观展览"},
        {"meetings.two_new_activities": 1},
    ),
    (
        meetings.DecisionPages,
        {
            "community": "清泉社区",
            "topic": "加装楼道扶手",
            "method": "一征三议两公开",
            "solicited_on": START,
            "proposed_on": START,
            "consulted_on": START,
            "resolved_on": NOW,
            "decisionopinion-0-content": "希望先装一单元",
            "decisionopinion-0-adopted": True,
        },
        {"meetings.decisions": 1, "meetings.decision_opinions_adopted": 1},
    ),
    (
        funding.PaymentPages,
        {"date": NOW, "community": "清泉社区", "kind": "党建工作经费", "amount": "1.2万"},
        {"funding.party": Decimal("1.2")},
    ),
    (
        visits.VisitPages,
        {
            "date": NOW,
            "community": "清泉社区",
            "kind": "社区走访",
            "households": "12户",
            "leaders": ["周明远（党工委书记）"],
            "visitissue-opinion-0-content": "健身器材松动",
            "visitissue-difficulty-0-content": "楼道漏水",
            "visitissue-difficulty-0-solved_on": NOW,
        },
        {
            "visits.frontline": 1,
            "visits.households": 12,
            "visits.opinions": 1,
            "visits.difficulties_solved": 1,
        },
    ),
    (mediation.HeartPages, {"name": "暖心回访"}, {}),
    (
        mediation.MediationCasePages,
        {
            "date": NOW,
            "community": "清泉社区",
            "kind": "邻里纠纷",
            "result": "调解成功",
            "closed_on": NOW,
            "mediationparty-0-name": "王丽",
            "mediationparty-0-side": "申请人",
            "heartnote-0-heart": "热心问",
            "heartnote-0-text": "上门了解",
        },
        {"mediation.success_rate": Decimal(100)},
    ),
    (services.ServiceItemPages, {"name": "高龄津贴"}, {}),
    (
        services.ServiceCasePages,
        {
            "date": NOW,
            "community": "清泉社区",
            "item": "高龄津贴",
            "applicant": "陈建国",
            "by_proxy": True,
            "result": "办结",
            "finished_on": NOW,
        },
        {"services.proxy_share": Decimal(100)},
    ),
    (
        services.CheckInPages,
        {"name": "何文静", "unit": "市税务局", "community": "清泉社区", "since": NOW},
        {"services.checked_in_members": 1},
    ),
    (
        services.GoodDeedPages,
        {"date": NOW, "community": "清泉社区", "content": "为老人更换水管", "check_in": "何文静"},
        {"services.good_deeds": 1, "services.deeds_per_member": Decimal("1.0")},
    ),
    (
        services.ProjectClaimPages,
        {"date": NOW, "community": "清泉社区", "project": "四点半课堂", "check_in": "何文静"},
        {"services.projects_claimed": 1},
    ),
    (services.VolunteerCategoryPages, {"name": "应急救援"}, {}),
    (
        services.VolunteerTeamPages,
        {
            "name": "清泉应急队",
            "category": "应急救援",
            "community": "清泉社区",
            "since": NOW,
            "members": "王䶮",
        },
        {"services.volunteer_categories": 1, "services.party_volunteers": 1},
    ),
    (
        services.BrandPages,
        {"name": "邻里食堂", "community": "清泉社区", "since": NOW},
        {"services.brands": 1, "services.brands_begun": 1},
    ),
    (services.MediaReportPages, {"brand": "邻里食堂", "date": NOW, "outlet": "江州日报"}, {}),
    (
        members.PostHolderPages,
        {"org": "清泉社区第一党支部", "post": "书记", "name": "王䶮", "since": EARLIER},
        {"members.secretaries": 1},
    ),
    (
        visits.VisitPages,
        {"date": NOW, "community": "清泉社区", "kind": "书记家访", "secretaries": "王䶮"},
        {},
    ),
    (
        meetings.TrainingPlanPages,
        {
            "year": str(YEAR),
            "month": "12",
            "audience": "党员",
            "topic": "学习党章",
            "kind": "以会代训",
            "hours": "1.5",
        },
        {},
    ),
    (meetings.OrgLifeRulePages, {"kind": "党性学习", "per": "每季度", "times": "1"}, {}),
    (
        members.HonourPages,
        {
            "date": NOW,
            "title": "优秀共产党员",
            "level": "区级",
            "org": "清泉社区第一党支部",
            "member": "王䶮",
        },
        {"members.honours": 1},
    ),
    (
        members.FlagPostPages,
        {"member": "王䶮", "kind": "责任区", "place": "三号楼", "since": START},
        {"members.flag_members": 1},
    ),
    (
        duties.DutyPages,
        {"year": str(YEAR), "leader": "周明远（党工委书记）", "content": "每季度研究一次党建", "due": NOW},
        {"duties.duties": 1},
    ),
    (
        duties.PledgePages,
        {
            "year": str(YEAR),
            "holder": "王䶮",
            "signed_on": NOW,
            "signer": "周明远（党工委书记）",
            "pledgeitem-0-content": "把三会一课开齐",
        },
        {"duties.pledges": 1},
    ),
    (
        duties.TalkPages,
        {
            "date": NOW,
            "kind": "提醒谈话",
            "holder": "王䶮",
            "talked_by": "周明远（党工委书记）",
            "reason": "主题党日少了一次",
        },
        {"duties.talks": 1},
    ),
    (
        duties.RemedyPages,
        {"year": str(YEAR), "source": "自查", "community": "清泉社区", "problem": "活动阵地小"},
        {"duties.remedies": 1},
    ),
    (
        duties.SchemePages,
        {
            "year": str(YEAR),
            "title": "社区党建考核办法",
            "criterion-0-group": "党建",
            "criterion-0-content": "组织生活",
            "criterion-0-full_marks": "100",
        },
        {},
    ),
    (
        duties.RoundPages,
        {
            "scheme": "社区党建考核办法",
            "kind": "月调查",
            "number": "1",
            "begun_on": NOW,
        },
        {},
    ),
    (
        duties.ScorePages,
        {
            "round": f"{YEAR}年第1次月调查",
            "community": "清泉社区",
            "criterion": "组织生活（社区党建考核办法）",
            "points": "90",
            "reason": "党课少了一次",
        },
        {},
    ),
    (
        duties.ProblemPages,
        {"date": NOW, "community": "清泉社区", "content": "楼道堆物"},
        {"duties.problems_found": 1},
    ),
    (
        duties.ReviewPages,
        {
            "year": str(YEAR),
            "holder": "王䶮",
            "held_on": NOW,
            "valid": "10",
            "good": "8",
            "fair": "1",
            "plain": "1",
            "poor": "0",
        },
        {},
    ),
]
