"""Indicators of Party organisations and people: 16–18, 25–30, 44, 48.

Besides, the measure of 65, and the shares of the old and the young.
"""

from indicators.criteria import Criterion, Presence, RecordSet
from indicators.definitions.conditions import REGISTER, filled_in, in_force, in_year
from indicators.kinds import EVERY, CountIndicator, Kind, RatioIndicator
from indicators.scope import Scope
from members.models import Applicant, ApplicantQuerySet, Instructor, Member, PartyOrg, TwoNewUnit

ANY_APPLICANT = Presence("applicants", "任一发展党员记录", lambda s: s.all(Applicant))
ANY_TWO_NEW = Presence("two_new", "任一两新组织", lambda s: s.all(TwoNewUnit))
ANY_MEMBER = Presence("members", "任一党员", lambda s: s.all(Member))
ANY_INSTRUCTOR = Presence("instructors", "任一党建指导员", lambda s: s.all(Instructor))

ELDERLY, YOUNG = 60, 35  # years
ACTIVISTS = (filled_in("还没有确定为积极分子", "activist_on"), in_year("确定日期不在当年", "activist_on"))
EMPLOYED = Criterion("不在两新组织工作", lambda rows, s: rows.employed_by_two_new())
OPERATING = in_force("统计日还没有开业", "统计日已停业")
COUNTED_MEMBERS = filled_in("党员数不清楚", "full_members")
TWO_NEW = (
    Criterion("不是两新党组织", lambda rows, s: rows.in_sphere(PartyOrg.Sphere.TWO_NEW)),
    *in_force("统计日还没有成立", "统计日已撤销"),
)
OBLIGED = (*OPERATING, COUNTED_MEMBERS, Criterion("正式党员不足 3 名", lambda rows, s: rows.must_form_org()))
OWN = (
    *in_force("统计日还没有转入", "统计日已离开"),
    Criterion("组织关系不在社区党组织", lambda rows, s: rows.own()),
    Criterion("所在党组织统计日已撤销", lambda rows, s: rows.in_lasting_org(s.day)),
)
BORN = (*OWN, filled_in("没有出生日期", "birth_date"))
RULES = "《中国共产党发展党员工作细则》；"
BRANCHES = "《中国共产党支部工作条例（试行）》：正式党员 3 名及以上应当成立支部；"


def _waiting(rows: ApplicantQuerySet, scope: Scope) -> ApplicantQuerySet:
    """Keep applicants who have waited as many months as their 街道 allows."""
    return scope.by_office(rows, lambda rows, own: rows.waiting(scope.day, own.waiting_months))


INDICATORS = [
    CountIndicator(
        key="members.activists",
        label="入党积极分子",
        unit="人",
        definition="当年确定为入党积极分子的人数（按确定日期）。",
        source=f"{RULES}按确定为积极分子的日期计入年度",
        record_set=RecordSet("当年确定的积极分子", Applicant, ACTIVISTS),
        presence=ANY_APPLICANT,
    ),
    CountIndicator(
        key="members.candidates",
        label="发展对象",
        unit="人",
        definition="当年经上级党委备案列为发展对象的人数（按备案日期）。",
        source=f"{RULES}报上级党委备案后列为发展对象",
        record_set=RecordSet(
            "当年备案的发展对象",
            Applicant,
            (filled_in("还没有备案为发展对象", "candidate_on"), in_year("备案日期不在当年", "candidate_on")),
        ),
        presence=ANY_APPLICANT,
    ),
    CountIndicator(
        key="members.admitted",
        label="接收预备党员",
        unit="名",
        definition="当年支部大会接收、已经上级党委审批的人数（按支部大会日期）。",
        source=f"{RULES}预备期从支部大会通过之日算起",
        record_set=RecordSet(
            "当年接收的预备党员",
            Applicant,
            (
                filled_in("支部大会还没有接收", "admitted_on"),
                in_year("支部大会日期不在当年", "admitted_on"),
                filled_in("上级党委还没有审批", "approved_on"),
            ),
        ),
        presence=ANY_APPLICANT,
    ),
    CountIndicator(
        key="members.two_new_total",
        label="两新组织总数",
        unit="个",
        kind=Kind.STOCK,
        definition="统计日在经营的两新组织数。",
        source=REGISTER,
        record_set=RecordSet("在经营的两新组织", TwoNewUnit, OPERATING),
        presence=ANY_TWO_NEW,
        expects=EVERY,
    ),
    CountIndicator(
        key="members.two_new_party_orgs",
        label="两新党组织",
        unit="家",
        kind=Kind.STOCK,
        definition="统计日仍在的两新领域党组织数，联合党支部算一家。",
        source=f"{BRANCHES}不足 3 名的可以联合成立，联合党支部算一家",
        record_set=RecordSet("两新党组织", PartyOrg, TWO_NEW),
        presence=ANY_TWO_NEW,
    ),
    CountIndicator(
        key="members.two_new_founded",
        label="当年新建两新党组织",
        unit="家",
        definition="两新党组织中当年成立的家数。",
        source="本系统约定：按成立日期，统计日仍在的才算",
        record_set=RecordSet("当年成立的两新党组织", PartyOrg, (*TWO_NEW, in_year("不是当年成立", "since"))),
        presence=ANY_TWO_NEW,
    ),
    RatioIndicator(
        key="members.two_new_coverage",
        label="应建已建率",
        unit="%",
        definition="应建单位（在经营、正式党员 3 名及以上）中已有党组织的 ÷ 应建单位数。党员数不清楚的不计入，另列。",
        source=f"{BRANCHES}党内统计公报以具备建立党组织条件的单位为分母",
        part=RecordSet(
            "已建的应建单位",
            TwoNewUnit,
            (
                *OBLIGED,
                Criterion("没有建党组织，或党组织统计日不在", lambda rows, s: rows.with_org_on(s.day)),
            ),
        ),
        whole=RecordSet("应建单位", TwoNewUnit, OBLIGED),
        unknown=RecordSet(
            "党员数不清楚的单位",
            TwoNewUnit,
            (*OPERATING, Criterion("党员数清楚", lambda rows, s: rows.without_member_count())),
        ),
        standing=True,
    ),
    CountIndicator(
        key="members.instructors",
        label="党建指导员",
        unit="名",
        kind=Kind.STOCK,
        definition="统计日在岗的党建指导员，姓名和单位都相同的只算一名。",
        source=REGISTER,
        record_set=RecordSet(
            "在岗指导员",
            Instructor,
            in_force("统计日还没有派驻", "统计日已离任"),
            distinct=("name", "work_unit"),
        ),
        presence=ANY_INSTRUCTOR,
    ),
    CountIndicator(
        key="members.two_new_ineligible",
        label="尚不具备条件的两新组织",
        unit="个",
        kind=Kind.STOCK,
        definition="统计日在经营、正式党员不足 3 名的两新组织数。",
        source=f"{BRANCHES}不足 3 名的列在这里",
        record_set=RecordSet(
            "不足 3 名正式党员的两新组织",
            TwoNewUnit,
            (
                *OPERATING,
                COUNTED_MEMBERS,
                Criterion("正式党员 3 名及以上", lambda rows, s: rows.ineligible()),
            ),
        ),
        presence=ANY_TWO_NEW,
    ),
    CountIndicator(
        key="members.own",
        label="自管党员",
        unit="名",
        kind=Kind.STOCK,
        definition="统计日组织关系在社区党组织的党员数，党组织已撤销、还没有转出的不算。",
        source="本系统约定：组织关系在社区党组织的为自管党员，到社区报到的在职党员不算",
        record_set=RecordSet("自管党员", Member, OWN),
        presence=ANY_MEMBER,
        expects=EVERY,
    ),
    RatioIndicator(
        key="members.elderly_share",
        label="六十岁以上党员占比",
        unit="%",
        definition="统计日年满 60 周岁的自管党员 ÷ 填了出生日期的自管党员。没有出生日期的不计入，另列。",
        source="本系统约定：按周岁，60 岁起算；党内统计公报最末一个年龄段是 61 岁及以上",
        part=RecordSet(
            "年满 60 周岁的自管党员",
            Member,
            (*BORN, Criterion("统计日不满 60 周岁", lambda rows, s: rows.of_age(ELDERLY, s.day))),
        ),
        whole=RecordSet("填了出生日期的自管党员", Member, BORN),
        unknown=RecordSet(
            "没有出生日期的自管党员",
            Member,
            (*OWN, Criterion("有出生日期", lambda rows, s: rows.filter(birth_date__isnull=True))),
        ),
        standing=True,
    ),
    RatioIndicator(
        key="members.young_share",
        label="三十五岁以下党员占比",
        unit="%",
        definition="统计日不满 35 周岁的自管党员 ÷ 填了出生日期的自管党员。没有出生日期的不计入。",
        source="本系统约定：按周岁；党内统计公报第一个年龄段是 35 岁及以下",
        optional="没有填出生日期的自管党员",
        part=RecordSet(
            "不满 35 周岁的自管党员",
            Member,
            (
                *BORN,
                Criterion(
                    "统计日年满 35 周岁",
                    lambda rows, s: rows.exclude(pk__in=rows.of_age(YOUNG, s.day).order_by().values("pk")),
                ),
            ),
        ),
        whole=RecordSet("填了出生日期的自管党员", Member, BORN),
        standing=True,
    ),
    CountIndicator(
        key="members.waiting_applicants",
        label="等待谈话的两新申请人",
        unit="名",
        kind=Kind.STOCK,
        definition="两新组织职工递交入党申请书满规定月数（默认一个月）、统计日还没有谈话的人数。",
        source=f"{RULES}收到申请书后一个月内派人谈话",
        record_set=RecordSet(
            "还没有谈话的申请人",
            Applicant,
            (
                EMPLOYED,
                Criterion("申请还不满规定月数", _waiting),
                Criterion("统计日已谈话", lambda rows, s: rows.unheard(s.day)),
                Criterion("统计日已终止培养", lambda rows, s: rows.going_on(s.day)),
            ),
        ),
        presence=ANY_APPLICANT,
    ),
    CountIndicator(
        key="members.two_new_activists",
        label="两新组织入党积极分子",
        unit="名",
        definition="当年确定的入党积极分子中，在两新组织工作的人数。",
        source=f"{RULES}按确定为积极分子的日期计入年度",
        record_set=RecordSet("两新组织的积极分子", Applicant, (*ACTIVISTS, EMPLOYED)),
        presence=ANY_APPLICANT,
    ),
]
