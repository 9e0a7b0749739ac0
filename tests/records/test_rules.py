"""The rules of each model: what is clean passes, what is wrong is refused in Chinese at the field it is about."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from communities.models import Leader, Rectification, Survey
from mediation.models import MediationCase
from meetings.models import Decision
from members.models import Member, PartyOrg
from reports.models import AnnualReport
from services.models import ServiceCase
from tests import factories as f
from tests.records.support import FACTORIES

pytestmark = pytest.mark.django_db
Y = f.YEAR
TOMORROW = timezone.localdate() + timedelta(days=1)
AFTER = Survey.Phase.AFTER

CLEAN = [
    (f.SurveyFactory, {"sent": 120, "returned": 110, "valid": 100}),
    (f.ElectionFactory, {"eligible": 50, "present": 50}),
    (f.LeaderFactory, {"until": date(Y, 1, 1)}),
    (f.RectificationFactory, {"until": date(Y, 1, 10), "result": Rectification.Result.PASSED}),
    (f.PartnerUnitFactory, {"community": None, "subdistrict": "own"}),
    (f.ApplicantFactory, {"activist_on": date(Y - 1, 1, 1), "candidate_on": date(Y, 1, 1)}),
    (f.ApplicantFactory, {"birth_date": date(Y - 20, 1, 5)}),
    (f.MemberFactory, {"until": date(Y, 1, 1), "exit_reason": Member.Exit.DECEASED}),
    (f.TwoNewUnitFactory, {"full_members": 0}),
    (f.MeetingFactory, {"expected": 10, "present": 10}),
    (f.DecisionFactory, {"expected": 50, "present": 40, "in_favour": 40}),
    (f.DecisionFactory, {"method": Decision.Method.FOUR_DELIBERATIONS}),
    (f.PaymentFactory, {"amount": "0.01"}),
    (f.MediationCaseFactory, {"result": MediationCase.Result.ONGOING, "closed_on": None}),
    (f.MediationCaseFactory, {"closed_on": f.DAY}),
    (f.ServiceCaseFactory, {"result": ServiceCase.Result.ONGOING, "finished_on": None}),
    (f.ProjectClaimFactory, {"done_on": f.DAY}),
    (f.VisitIssueFactory, {"visit__date": f.DAY, "solved_on": f.DAY, "due": TOMORROW}),
    (f.ZeroStatementFactory, {"key": "visits.frontline", "year": timezone.localdate().year}),
    (f.CommunityFactory, {"pilot_since": f.LONG_AGO, "pilot_until": f.DAY}),
    (f.CampaignFactory, {"first_year": Y, "last_year": Y}),
]

WRONG = [
    (f.SurveyFactory, {"valid": 101}, "valid", "四项合计 100 份，与有效份数 101 不等，请核对"),
    (
        f.SurveyFactory,
        {"valid": 0, "satisfied": 0, "basically_satisfied": 0, "dissatisfied": 0},
        "valid",
        "有效份数须大于 0",
    ),
    (f.SurveyFactory, {"returned": 99}, "valid", "100 多于收回份数 99，请核对"),
    (f.SurveyFactory, {"sent": 99, "returned": 100}, "returned", "100 多于发放份数 99，请核对"),
    (f.SurveyFactory, {"phase": AFTER}, "rectification", "整顿前、整顿后测评须选所属整顿"),
    (f.SurveyFactory, {"date": TOMORROW}, "date", "还没有到，请填今天或以前的日期"),
    (f.SurveyFactory, {"community": None, "subdistrict": "own"}, "community", "请选择社区"),
    (f.ElectionFactory, {"completed_on": f.DAY - timedelta(days=1)}, "completed_on", "早于选举日期"),
    (f.ElectionFactory, {"completed_on": TOMORROW}, "completed_on", "还没有到"),
    (f.ElectionFactory, {"eligible": 50, "present": 51}, "present", "实到人数多于应到人数"),
    (
        f.LeaderFactory,
        {"until": date(2015, 2, 28)},
        "until",
        "2015-02-28 早于任职日期 2015-03-01，请核对两个日期",
    ),
    (f.LeaderFactory, {"since": TOMORROW}, "since", "还没有到"),
    (
        f.RectificationFactory,
        {"result": Rectification.Result.PASSED},
        "until",
        "填了验收结果，就要填验收日期",
    ),
    (f.CommunityFactory, {"pilot_until": f.DAY}, "pilot_since", "有截止日期就要有开始日期"),
    (
        f.CommunityFactory,
        {"big_committee_since": f.DAY, "big_committee_until": f.LONG_AGO},
        "big_committee_until",
        "早于大党委成立日期",
    ),
    (f.CommunityFactory, {"code": "一"}, "code", "编码只用字母、数字、- 和 _"),
    (f.PartnerUnitFactory, {"phone": "123"}, "phone", "手机号应为 11 位数字"),
    (f.PartyOrgFactory, {"community": None, "subdistrict": "own"}, "community", "社区领域的党组织要选社区"),
    (f.PartyOrgFactory, {"term_start": f.DAY, "term_end": f.LONG_AGO}, "term_end", "早于本届任期起"),
    (f.MemberFactory, {"until": f.DAY}, "exit_reason", "填了离开日期，就要选离开原因"),
    (f.MemberFactory, {"kind": Member.Kind.PROBATIONARY, "full_on": f.DAY}, "kind", "党员类别应为正式党员"),
    (f.MemberFactory, {"joined_on": f.DAY, "full_on": f.LONG_AGO}, "full_on", "早于入党日期"),
    (f.MemberFactory, {"joined_on": TOMORROW}, "joined_on", "还没有到"),
    (f.MemberFactory, {"id_no": "11010519491231002X"}, "gender", "性别与身份证号第 17 位不符"),
    (f.ApplicantFactory, {"talked_on": date(Y - 3, 1, 1)}, "talked_on", "早于递交申请书日期"),
    (f.ApplicantFactory, {"candidate_on": f.DAY}, "activist_on", "确定为积极分子日期也要填"),
    (f.ApplicantFactory, {"birth_date": date(Y - 15, 1, 1)}, "applied_on", "申请时未满 18 周岁"),
    (f.ApplicantFactory, {"full_on": TOMORROW}, "full_on", "还没有到"),
    (f.CampaignFactory, {"last_year": Y - 1}, "last_year", "结束年度早于起始年度"),
    (f.MeetingFactory, {"expected": 10, "present": 11}, "present", "实到 11 人多于应到 10 人"),
    (f.MeetingFactory, {"date": TOMORROW}, "date", "还没有到"),
    (
        f.DecisionFactory,
        {"consulted_on": date(Y, 2, 9)},
        "consulted_on",
        "2025-02-09 早于党组织提议日期 2025-02-10",
    ),
    (f.DecisionFactory, {"resolved_on": date(Y, 2, 19)}, "resolved_on", "早于两委商议日期"),
    (f.DecisionFactory, {"published_on": TOMORROW}, "published_on", "还没有到"),
    (f.DecisionFactory, {"expected": 40, "present": 41}, "present", "41 多于决议应到人数 40"),
    (f.DecisionFactory, {"present": 40, "in_favour": 41}, "in_favour", "41 多于决议实到人数 40"),
    (f.PaymentFactory, {"amount": "0"}, "amount", "金额须大于 0"),
    (f.PaymentFactory, {"amount": "-5"}, "amount", "金额须大于 0"),
    (f.PaymentFactory, {"date": TOMORROW}, "date", "还没有到"),
    (
        f.VisitFactory,
        {"community": None, "subdistrict": "own"},
        "community",
        "请选择走访的社区；街道本级只录接访",
    ),
    (f.VisitIssueFactory, {"visit__date": f.DAY, "solved_on": f.LONG_AGO}, "solved_on", "早于走访日期"),
    (f.VisitIssueFactory, {"visit__date": f.DAY, "due": f.LONG_AGO}, "due", "早于走访日期"),
    (f.VisitIssueFactory, {"solved_on": TOMORROW}, "solved_on", "还没有到"),
    (f.MediationCaseFactory, {"closed_on": None}, "closed_on", "已有调解结果，请填写结案日期"),
    (
        f.MediationCaseFactory,
        {"result": MediationCase.Result.ONGOING},
        "result",
        "已填结案日期，请选择调解结果",
    ),
    (f.MediationCaseFactory, {"closed_on": f.LONG_AGO}, "closed_on", "早于受理日期"),
    (f.ServiceCaseFactory, {"finished_on": None}, "finished_on", "已有办理结果，请填写日期"),
    (f.ServiceCaseFactory, {"result": ServiceCase.Result.ONGOING}, "result", "已填办结日期，请选择办理结果"),
    (f.ServiceCaseFactory, {"finished_on": f.LONG_AGO}, "finished_on", "早于受理日期"),
    (f.ProjectClaimFactory, {"claimant": ""}, "claimant", "请填认领党员或其他认领人"),
    (f.ProjectClaimFactory, {"done_on": f.LONG_AGO}, "done_on", "早于认领日期"),
    (f.CheckInFactory, {"id_no": "11010519491231002"}, "id_no", "身份证号应为 18 位数字"),
    (f.BrandFactory, {"until": f.LONG_AGO}, "until", "早于推出日期"),
    (f.MediaReportFactory, {"date": TOMORROW}, "date", "还没有到"),
    (f.ZeroStatementFactory, {"year": timezone.localdate().year + 1}, "year", "请填今年或以前的年度"),
]


def built(make, values):
    values = dict(values)
    if values.get("subdistrict") == "own":
        values["subdistrict"] = f.SubDistrictFactory()
    return make(**values)


def ids(cases):
    return [f"{case[0]._meta.model.__name__}-{'-'.join(case[1])}" for case in cases]


@pytest.mark.parametrize(("make", "values"), CLEAN, ids=ids(CLEAN))
def test_clean_record_passes(make, values):
    built(make, values).full_clean()


@pytest.mark.parametrize("make", FACTORIES.values(), ids=[m.__name__ for m in FACTORIES])
def test_what_a_factory_makes_is_clean(make):
    make().full_clean()


@pytest.mark.parametrize(("make", "values", "field", "message"), WRONG, ids=ids(WRONG))
def test_wrong_record_is_refused_at_its_field(make, values, field, message):
    with pytest.raises(ValidationError) as refused:
        built(make, values).full_clean()
    told = refused.value.message_dict
    assert list(told) == [field]
    assert message in told[field][0]


def test_rules_that_need_a_second_record(office, qingquan, wenchang, other_office):
    f.LeaderFactory(subdistrict=office, post=Leader.Post.SECRETARY, name="周明远")
    refuses(
        "post",
        "同一时间只有一位党工委书记",
        f.LeaderFactory.build(subdistrict=office, post=Leader.Post.SECRETARY),
    )
    rectification = f.RectificationFactory(community=wenchang)
    survey = f.SurveyFactory.build(
        community=qingquan, subdistrict=office, phase=AFTER, rectification=rectification
    )
    refuses("rectification", "所选整顿不是这个社区的", survey)
    org = f.PartyOrgFactory(community=qingquan, sphere=PartyOrg.Sphere.COMMUNITY)
    refuses(
        "org",
        "请选择领域为“两新”的党组织",
        f.TwoNewUnitFactory.build(community=qingquan, subdistrict=office, org=org),
    )
    refuses(
        "community",
        "这个社区不属于本街道",
        f.PaymentFactory.build(community=qingquan, subdistrict=other_office),
    )
    campaign = f.CampaignFactory(subdistrict=office, first_year=Y - 1, last_year=Y - 1)
    refuses("campaign", "不在 2025 年开展", f.MeetingFactory.build(subdistrict=office, campaign=campaign))
    org.parent = org
    refuses("parent", "上级党组织不能是它自己", org)
    media = f.MediaReportFactory(brand=f.BrandFactory(community=qingquan))
    brand = f.BrandFactory(community=qingquan)
    refuses(
        "media_report",
        "不是所选品牌",
        AnnualReport(subdistrict=office, year=Y, brand=brand, media_report=media),
    )


def refuses(field, message, record):
    with pytest.raises(ValidationError) as refused:
        record.full_clean()
    assert message in " ".join(refused.value.message_dict[field])


def test_one_year_as_an_activist_before_becoming_a_candidate():
    made = f.ApplicantFactory(activist_on=date(Y - 1, 2, 1), candidate_on=date(Y, 1, 31))
    refuses("candidate_on", "确定为积极分子满一年后才能列为发展对象，最早 2025-02-01", made)


TWICE = [
    (f.VisitFactory, ("community", "date", "kind"), "这个社区当天已有同一类型的走访"),
    (f.SurveyFactory, ("community", "kind", "phase", "date"), "这个社区当天的同一测评已有记录"),
    (f.ElectionFactory, ("community", "body", "round_year"), "这一轮的同一机构已有换届记录"),
    (f.RectificationFactory, ("community", "kind", "since"), "这次整顿已有记录"),
    (f.DecisionFactory, ("community", "topic", "method"), "已有同名的决策事项"),
    (f.MeetingFactory, ("subdistrict", "date", "kind", "topic"), "街道当天已有同一类型、同一主题的会议"),
    (f.PartyOrgFactory, ("community", "name"), "已有同名的党组织"),
    (f.TwoNewUnitFactory, ("community", "name"), "已有同名的两新组织"),
    (f.CheckInFactory, ("community", "name", "unit"), "这位党员在这个社区已有在册记录"),
    (f.VolunteerTeamFactory, ("community", "name", "category"), "已有同名的志愿队伍"),
    (f.BrandFactory, ("community", "name"), "已有同名的服务品牌"),
    (f.MediaReportFactory, ("brand", "date", "outlet"), "这篇报道已有记录"),
    (f.PartnerUnitFactory, ("community", "name"), "这个社区已有同名的共建单位"),
    (f.PartTimeMemberFactory, ("community", "name", "unit"), "已有在任记录"),
    (f.WorkerFactory, ("community", "name", "post"), "同一岗位已有在岗记录"),
    (f.InstructorFactory, ("subdistrict", "name", "work_unit"), "这位指导员已有在岗记录"),
    (f.CampaignFactory, ("subdistrict", "name"), "已有同名的主题教育"),
    (f.LeaderFactory, ("subdistrict", "name", "post", "since"), "同一任职已有记录"),
    (f.ZeroStatementFactory, ("subdistrict", "year", "key"), "这一项已作零报告"),
    (f.ServiceItemFactory, ("subdistrict", "name"), "这个名称已经有了"),
    (f.CommunityFactory, ("subdistrict", "name"), "已有同名的社区"),
]


@pytest.mark.parametrize(
    ("make", "names", "message"), TWICE, ids=[case[0]._meta.model.__name__ for case in TWICE]
)
def test_same_thing_twice_is_refused_by_name(make, names, message):
    first = make()
    same = {name: getattr(first, name) for name in names}
    if hasattr(first, "subdistrict_id"):
        same["subdistrict"] = first.subdistrict
    twin = make.build(**same)
    with pytest.raises(ValidationError) as refused:
        twin.full_clean()
    assert message in " ".join(refused.value.messages)
