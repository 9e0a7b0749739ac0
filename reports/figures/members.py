"""Figures of Party organisations and people: 16–18, 25–30, 44, 48, the measure of 65, and the share of the elderly."""

from members.models import Applicant, Instructor, Member, PartyOrg, TwoNewUnit
from reports.figures.base import EVERY, Ratio, Tally
from reports.figures.steps import in_force, in_year, known
from reports.figures.terms import Base, Step, Term

ANY_APPLICANT = Base("applicants", "任一发展党员记录", lambda s: s.all(Applicant))
ANY_TWO_NEW = Base("two_new", "任一两新组织", lambda s: s.all(TwoNewUnit))
ANY_MEMBER = Base("members", "任一党员", lambda s: s.all(Member))
ANY_INSTRUCTOR = Base("instructors", "任一党建指导员", lambda s: s.all(Instructor))

ELDERLY = 60  # years
ACTIVISTS = (known("还没有确定为积极分子", "activist_on"), in_year("确定日期不在当年", "activist_on"))
EMPLOYED = Step("不在两新组织工作", lambda rows, s: rows.employed_by_two_new())
OPERATING = in_force("统计日还没有开业", "统计日已停业")
COUNTED_MEMBERS = known("党员数不清楚", "full_members")
TWO_NEW = (
    Step("不是两新党组织", lambda rows, s: rows.in_sphere(PartyOrg.Sphere.TWO_NEW)),
    *in_force("统计日还没有成立", "统计日已撤销"),
)
OBLIGED = (*OPERATING, COUNTED_MEMBERS, Step("正式党员不足 3 名", lambda rows, s: rows.obliged()))
OWN = (
    *in_force("统计日还没有转入", "统计日已离开"),
    Step("组织关系不在社区党组织", lambda rows, s: rows.own()),
    Step("所在党组织统计日已撤销", lambda rows, s: rows.in_lasting_org(s.day)),
)
BORN = (*OWN, known("没有出生日期", "birth_date"))
RULES = "《中国共产党发展党员工作细则》；"
BRANCHES = "《中国共产党支部工作条例（试行）》：正式党员 3 名及以上应当成立支部；"
REGISTER = "本系统约定：按台账上的起止日期，统计日仍有效的才算"

FIGURES = [
    Tally(
        key="members.activists",
        label="入党积极分子",
        unit="人",
        definition="当年确定为入党积极分子的人数（按确定日期）。",
        source=f"{RULES}按确定为积极分子的日期计入年度",
        term=Term("当年确定的积极分子", Applicant, ACTIVISTS),
        base=ANY_APPLICANT,
    ),
    Tally(
        key="members.candidates",
        label="发展对象",
        unit="人",
        definition="当年经上级党委备案列为发展对象的人数（按备案日期）。",
        source=f"{RULES}报上级党委备案后列为发展对象",
        term=Term(
            "当年备案的发展对象",
            Applicant,
            (known("还没有备案为发展对象", "candidate_on"), in_year("备案日期不在当年", "candidate_on")),
        ),
        base=ANY_APPLICANT,
    ),
    Tally(
        key="members.admitted",
        label="接收预备党员",
        unit="名",
        definition="当年支部大会接收、已经上级党委审批的人数（按支部大会日期）。",
        source=f"{RULES}预备期从支部大会通过之日算起",
        term=Term(
            "当年接收的预备党员",
            Applicant,
            (
                known("支部大会还没有接收", "admitted_on"),
                in_year("支部大会日期不在当年", "admitted_on"),
                known("上级党委还没有审批", "approved_on"),
            ),
        ),
        base=ANY_APPLICANT,
    ),
    Tally(
        key="members.two_new_total",
        label="两新组织总数",
        unit="个",
        kind="S",
        definition="统计日在经营的两新组织数。",
        source=REGISTER,
        term=Term("在经营的两新组织", TwoNewUnit, OPERATING),
        base=ANY_TWO_NEW,
        expects=EVERY,
    ),
    Tally(
        key="members.two_new_party_orgs",
        label="两新党组织",
        unit="家",
        kind="S",
        definition="统计日仍在的两新领域党组织数，联合党支部算一家。",
        source=f"{BRANCHES}不足 3 名的可以联合成立，联合党支部算一家",
        term=Term("两新党组织", PartyOrg, TWO_NEW),
        base=ANY_TWO_NEW,
    ),
    Tally(
        key="members.two_new_founded",
        label="当年新建两新党组织",
        unit="家",
        definition="两新党组织中当年成立的家数。",
        source="本系统约定：按成立日期，统计日仍在的才算",
        term=Term("当年成立的两新党组织", PartyOrg, (*TWO_NEW, in_year("不是当年成立", "since"))),
        base=ANY_TWO_NEW,
    ),
    Ratio(
        key="members.two_new_coverage",
        label="应建已建率",
        unit="%",
        definition="应建单位（在经营、正式党员 3 名及以上）中已有党组织的 ÷ 应建单位数。党员数不清楚的不计入，另列。",
        source=f"{BRANCHES}党内统计公报以具备建立党组织条件的单位为分母",
        part=Term("已建的应建单位", TwoNewUnit, (*OBLIGED, Step("没有建党组织，或党组织统计日不在", lambda rows, s: rows.covered(s.day)))),
        whole=Term("应建单位", TwoNewUnit, OBLIGED),
        unknown=Term("党员数不清楚的单位", TwoNewUnit, (*OPERATING, Step("党员数清楚", lambda rows, s: rows.unknown()))),
        standing=True,
    ),
    Tally(
        key="members.instructors",
        label="党建指导员",
        unit="名",
        kind="S",
        definition="统计日在岗的党建指导员，姓名和单位都相同的只算一名。",
        source=REGISTER,
        term=Term("在岗指导员", Instructor, in_force("统计日还没有派驻", "统计日已离任"), distinct=("name", "work_unit")),
        base=ANY_INSTRUCTOR,
    ),
    Tally(
        key="members.two_new_ineligible",
        label="尚不具备条件的两新组织",
        unit="个",
        kind="S",
        definition="统计日在经营、正式党员不足 3 名的两新组织数。",
        source=f"{BRANCHES}不足 3 名的列在这里",
        term=Term(
            "不足 3 名正式党员的两新组织",
            TwoNewUnit,
            (*OPERATING, COUNTED_MEMBERS, Step("正式党员 3 名及以上", lambda rows, s: rows.ineligible())),
        ),
        base=ANY_TWO_NEW,
    ),
    Tally(
        key="members.own",
        label="自管党员",
        unit="名",
        kind="S",
        definition="统计日组织关系在社区党组织的党员数，党组织已撤销、还没有转出的不算。",
        source="本系统约定：组织关系在社区党组织的为自管党员，到社区报到的在职党员不算",
        term=Term("自管党员", Member, OWN),
        base=ANY_MEMBER,
        expects=EVERY,
    ),
    Ratio(
        key="members.elderly_share",
        label="六十岁以上党员占比",
        unit="%",
        definition="统计日年满 60 周岁的自管党员 ÷ 填了出生日期的自管党员。没有出生日期的不计入，另列。",
        source="本系统约定：按周岁，60 岁起算；党内统计公报最末一个年龄段是 61 岁及以上",
        part=Term("年满 60 周岁的自管党员", Member, (*BORN, Step("统计日不满 60 周岁", lambda rows, s: rows.aged(ELDERLY, s.day)))),
        whole=Term("填了出生日期的自管党员", Member, BORN),
        unknown=Term("没有出生日期的自管党员", Member, (*OWN, Step("有出生日期", lambda rows, s: rows.filter(birth_date__isnull=True)))),
        standing=True,
    ),
    Tally(
        key="members.waiting_applicants",
        label="等待谈话的两新申请人",
        unit="名",
        kind="S",
        definition="两新组织职工递交入党申请书满规定月数（默认一个月）、统计日还没有谈话的人数。",
        source=f"{RULES}收到申请书后一个月内派人谈话",
        term=Term(
            "还没有谈话的申请人",
            Applicant,
            (
                EMPLOYED,
                Step("申请还不满规定月数", lambda rows, s: rows.waiting(s.day, s.report.waiting_months)),
                Step("统计日已谈话", lambda rows, s: rows.unheard(s.day)),
                Step("统计日已终止培养", lambda rows, s: rows.going_on(s.day)),
            ),
        ),
        base=ANY_APPLICANT,
    ),
    Tally(
        key="members.two_new_activists",
        label="两新组织入党积极分子",
        unit="名",
        definition="当年确定的入党积极分子中，在两新组织工作的人数。",
        source=f"{RULES}按确定为积极分子的日期计入年度",
        term=Term("两新组织的积极分子", Applicant, (*ACTIVISTS, EMPLOYED)),
        base=ANY_APPLICANT,
    ),
]
