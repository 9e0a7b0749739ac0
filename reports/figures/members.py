"""Figures of Party organisations and people: 16–18, 25–30, 44, 48 and the measure of 65."""

from django.db.models import Count, Value
from django.db.models.functions import Concat

from members.models import Applicant, Instructor, Member, PartyOrg, TwoNewUnit
from reports.figures.base import EVERY, Base, Ratio, Tally, Term

ANY_APPLICANT = Base("applicants", "任一发展党员记录", lambda s: s.all(Applicant))
ANY_TWO_NEW = Base("two_new", "任一两新组织", lambda s: s.all(TwoNewUnit))
ANY_MEMBER = Base("members", "任一党员", lambda s: s.all(Member))
ANY_INSTRUCTOR = Base("instructors", "任一党建指导员", lambda s: s.all(Instructor))

FIGURES = [
    Tally(
        key="members.activists",
        label="入党积极分子",
        unit="人",
        definition="当年确定为入党积极分子的人数（按确定日期）。",
        term=Term("当年确定的积极分子", lambda s: s.all(Applicant).named_activists(s.period)),
        base=ANY_APPLICANT,
    ),
    Tally(
        key="members.candidates",
        label="发展对象",
        unit="人",
        definition="当年经上级党委备案列为发展对象的人数（按备案日期）。",
        term=Term("当年备案的发展对象", lambda s: s.all(Applicant).recorded_candidates(s.period)),
        base=ANY_APPLICANT,
    ),
    Tally(
        key="members.admitted",
        label="接收预备党员",
        unit="名",
        definition="当年支部大会接收、已经上级党委审批的人数（按支部大会日期）。",
        term=Term("当年接收的预备党员", lambda s: s.all(Applicant).admitted(s.period)),
        base=ANY_APPLICANT,
    ),
    Tally(
        key="members.two_new_total",
        label="两新组织总数",
        unit="个",
        kind="S",
        definition="统计日在经营的两新组织数。",
        term=Term("在经营的两新组织", lambda s: s.in_force(TwoNewUnit)),
        base=ANY_TWO_NEW,
        expects=EVERY,
    ),
    Tally(
        key="members.two_new_party_orgs",
        label="两新党组织",
        unit="家",
        kind="S",
        definition="统计日仍在的两新领域党组织数，联合党支部算一家。",
        term=Term("两新党组织", lambda s: s.all(PartyOrg).two_new(s.day)),
        base=ANY_TWO_NEW,
    ),
    Tally(
        key="members.two_new_founded",
        label="当年新建两新党组织",
        unit="家",
        definition="两新党组织中当年成立的家数。",
        term=Term(
            "当年成立的两新党组织",
            lambda s: s.all(PartyOrg).two_new(s.day).filter(since__range=(s.period.start, s.period.end)),
        ),
        base=ANY_TWO_NEW,
    ),
    Ratio(
        key="members.two_new_coverage",
        label="应建已建率",
        unit="%",
        definition="应建单位（在经营、正式党员 3 名及以上）中已有党组织的 ÷ 应建单位数。党员数不清楚的不计入，另列。",
        part=Term("已建的应建单位", lambda s: s.all(TwoNewUnit).covered(s.day)),
        whole=Term("应建单位", lambda s: s.all(TwoNewUnit).obliged(s.day)),
        unknown=Term("党员数不清楚的单位", lambda s: s.all(TwoNewUnit).unknown(s.day)),
        standing=True,
    ),
    Tally(
        key="members.instructors",
        label="党建指导员",
        unit="名",
        kind="S",
        definition="统计日在岗的党建指导员，姓名和单位都相同的只算一名。",
        term=Term(
            "在岗指导员", lambda s: s.in_force(Instructor), Count(Concat("name", Value("|"), "work_unit"), distinct=True), distinct=True
        ),
        base=ANY_INSTRUCTOR,
    ),
    Tally(
        key="members.two_new_ineligible",
        label="尚不具备条件的两新组织",
        unit="个",
        kind="S",
        definition="统计日在经营、正式党员不足 3 名的两新组织数。",
        term=Term("不足 3 名正式党员的两新组织", lambda s: s.all(TwoNewUnit).ineligible(s.day)),
        base=ANY_TWO_NEW,
    ),
    Tally(
        key="members.own",
        label="自管党员",
        unit="名",
        kind="S",
        definition="统计日组织关系在社区党组织的党员数。",
        term=Term("自管党员", lambda s: s.all(Member).own(s.day)),
        base=ANY_MEMBER,
        expects=EVERY,
    ),
    Tally(
        key="members.waiting_applicants",
        label="等待谈话的两新申请人",
        unit="名",
        kind="S",
        definition="两新组织职工递交入党申请书满规定月数（默认一个月）、统计日还没有谈话的人数。",
        term=Term("还没有谈话的申请人", lambda s: s.all(Applicant).waiting(s.day, s.report.waiting_months)),
        base=ANY_APPLICANT,
    ),
    Tally(
        key="members.two_new_activists",
        label="两新组织入党积极分子",
        unit="名",
        definition="当年确定的入党积极分子中，在两新组织工作的人数。",
        term=Term("两新组织的积极分子", lambda s: s.all(Applicant).named_activists(s.period).employed_by_two_new()),
        base=ANY_APPLICANT,
    ),
]
