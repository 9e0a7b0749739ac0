"""One factory per model. What is not given is plausible, valid and within the 街道 given."""

from datetime import date
from decimal import Decimal
from itertools import product

import factory
from factory.django import DjangoModelFactory

from access.roles import Role
from accounts.models import User
from communities.models import (
    Community,
    Election,
    Leader,
    PartnerUnit,
    PartTimeMember,
    Rectification,
    SubDistrict,
    Survey,
    Worker,
)
from duties.models import (
    Criterion,
    Duty,
    Pledge,
    PledgeItem,
    Problem,
    Remedy,
    Review,
    Round,
    Scheme,
    Score,
    Talk,
)
from funding.models import Payment
from imports.models import Batch, Delivery
from mediation.models import Heart, HeartNote, MediationCase, MediationParty
from meetings.models import (
    Attendance,
    Campaign,
    Decision,
    DecisionOpinion,
    Meeting,
    OrgLifeRule,
    Per,
    TrainingPlan,
)
from meetings.models.org_life import default_rules
from members.models import Applicant, FlagPost, Honour, Instructor, Member, PartyOrg, PostHolder, TwoNewUnit
from reports.models import AnnualReport, Cause, Passage, Remark, Target, ZeroStatement
from services.models import (
    Brand,
    CheckIn,
    GoodDeed,
    MediaReport,
    ProjectClaim,
    ServiceCase,
    ServiceItem,
    VolunteerCategory,
    VolunteerTeam,
)
from visits.models import Visit, VisitIssue

YEAR = 2025
DAY = date(YEAR, 5, 20)
LONG_AGO = date(2015, 3, 1)
LATER = date(YEAR, 9, 1)
PASSWORD = "jinhe-2026"


class SubDistrictFactory(DjangoModelFactory):
    class Meta:
        model = SubDistrict

    code = factory.Sequence(lambda n: f"S{n}")
    name = factory.Sequence(lambda n: f"锦河{n}街道")
    reporter = "周明远"


class CommunityFactory(DjangoModelFactory):
    class Meta:
        model = Community

    subdistrict = factory.SubFactory(SubDistrictFactory)
    code = factory.Sequence(lambda n: f"{n:03}")
    name = factory.Sequence(lambda n: f"第{n}社区")
    kind = Community.Kind.URBAN
    order = factory.Sequence(lambda n: n % 1000)


class OfOffice(DjangoModelFactory):
    """A record of a 街道."""

    class Meta:
        abstract = True

    subdistrict = factory.SubFactory(SubDistrictFactory)


class OfPlace(DjangoModelFactory):
    """A record of a 社区, whose 街道 follows."""

    class Meta:
        abstract = True

    community = factory.SubFactory(CommunityFactory)
    subdistrict = factory.LazyAttribute(lambda record: record.community.subdistrict)


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"user{n}")
    display_name = "李秀兰"
    role = Role.CLERK
    subdistrict = factory.SubFactory(SubDistrictFactory)
    reach = User.Reach.SUBDISTRICT
    must_change_password = False
    password = factory.django.Password(PASSWORD)


class LeaderFactory(OfOffice):
    class Meta:
        model = Leader

    name = factory.Sequence(lambda n: f"班子{n}")
    post = Leader.Post.DIRECTOR
    since = LONG_AGO


class PartnerUnitFactory(OfPlace):
    class Meta:
        model = PartnerUnit

    name = factory.Sequence(lambda n: f"共建单位{n}")
    since = LONG_AGO


class PartTimeMemberFactory(OfPlace):
    class Meta:
        model = PartTimeMember

    name = factory.Sequence(lambda n: f"兼职{n}")
    unit = "市第二医院"
    since = LONG_AGO


class WorkerFactory(OfPlace):
    class Meta:
        model = Worker

    name = factory.Sequence(lambda n: f"网格员{n}")
    post = Worker.Post.GRID
    since = LONG_AGO


class ElectionFactory(OfPlace):
    class Meta:
        model = Election

    body = Election.Body.PARTY
    round_year = YEAR
    date = DAY
    completed_on = DAY


class RectificationFactory(OfPlace):
    class Meta:
        model = Rectification

    kind = Rectification.Kind.LAGGING
    since = date(YEAR, 1, 10)


class SurveyFactory(OfPlace):
    class Meta:
        model = Survey

    date = DAY
    kind = Survey.Kind.SATISFACTION
    valid = 100
    satisfied = 70
    basically_satisfied = 20
    dissatisfied = 10


class PartyOrgFactory(OfPlace):
    class Meta:
        model = PartyOrg

    name = factory.Sequence(lambda n: f"第{n}党支部")
    kind = PartyOrg.Kind.BRANCH
    sphere = PartyOrg.Sphere.COMMUNITY
    since = LONG_AGO


class OfOrg(DjangoModelFactory):
    """A record of a Party organisation, whose 街道 follows."""

    class Meta:
        abstract = True

    org = factory.SubFactory(PartyOrgFactory)
    subdistrict = factory.LazyAttribute(lambda record: record.org.subdistrict)


class MemberFactory(OfOrg):
    class Meta:
        model = Member

    name = factory.Sequence(lambda n: f"党员{n}")
    gender = "male"
    since = LONG_AGO


class PostHolderFactory(OfOrg):
    class Meta:
        model = PostHolder

    name = factory.Sequence(lambda n: f"书记{n}")
    post = PostHolder.Post.MEMBER
    since = LONG_AGO


class HonourFactory(OfOrg):
    class Meta:
        model = Honour

    date = DAY
    title = Honour.Title.MEMBER
    level = Honour.Level.DISTRICT
    name = factory.Sequence(lambda n: f"先进{n}")


class OfMember(DjangoModelFactory):
    """A record of a Party member, whose 街道 follows."""

    class Meta:
        abstract = True

    member = factory.SubFactory(MemberFactory)
    subdistrict = factory.LazyAttribute(lambda record: record.member.subdistrict)


class FlagPostFactory(OfMember):
    class Meta:
        model = FlagPost

    kind = FlagPost.Kind.AREA
    place = factory.Sequence(lambda n: f"{n}号楼")
    since = LONG_AGO


class TwoNewUnitFactory(OfPlace):
    class Meta:
        model = TwoNewUnit

    name = factory.Sequence(lambda n: f"江州科技{n}公司")
    kind = TwoNewUnit.Kind.ENTERPRISE
    since = LONG_AGO
    full_members = 3


class ApplicantFactory(OfOrg):
    class Meta:
        model = Applicant

    name = factory.Sequence(lambda n: f"申请人{n}")
    gender = "female"
    applied_on = date(YEAR - 2, 1, 5)


class InstructorFactory(OfOffice):
    class Meta:
        model = Instructor

    name = factory.Sequence(lambda n: f"指导员{n}")
    work_unit = "街道党建办"
    since = LONG_AGO


class CampaignFactory(OfOffice):
    class Meta:
        model = Campaign

    name = factory.Sequence(lambda n: f"学思想办实事{n}")
    first_year = YEAR
    last_year = YEAR


class MeetingFactory(OfOffice):
    """Held by the 街道; give `org` (and its 街道) for one of its Party organisations."""

    class Meta:
        model = Meeting

    date = DAY
    kind = Meeting.Kind.SPECIAL
    topic = factory.Sequence(lambda n: f"研究第{n}项工作")


class AttendanceFactory(DjangoModelFactory):
    class Meta:
        model = Attendance

    meeting = factory.SubFactory(MeetingFactory)
    member = factory.LazyAttribute(
        lambda row: MemberFactory(
            org=row.meeting.org or PartyOrgFactory(subdistrict=row.meeting.subdistrict, community=None)
        )
    )


class TrainingPlanFactory(OfOffice):
    class Meta:
        model = TrainingPlan

    year = YEAR
    month = 3
    audience = TrainingPlan.Audience.MEMBERS
    topic = factory.Sequence(lambda n: f"第{n}课")
    kind = Meeting.Kind.TRAINING


USUAL = {(rule["kind"], rule["per"]) for rule in default_rules()}
UNUSUAL = [rule for rule in product(Meeting.Kind, Per) if rule not in USUAL]


class OrgLifeRuleFactory(OfOffice):
    class Meta:
        model = OrgLifeRule
        exclude = ["rule"]

    # none of the usual ones, and not twice the same
    rule = factory.Iterator(UNUSUAL)
    kind = factory.LazyAttribute(lambda made: made.rule[0])
    per = factory.LazyAttribute(lambda made: made.rule[1])
    valid_from = LONG_AGO


class DecisionFactory(OfPlace):
    """Decided in the year, every step dated."""

    class Meta:
        model = Decision

    topic = factory.Sequence(lambda n: f"楼道照明改造{n}")
    method = Decision.Method.SOLICIT_FIRST
    solicited_on = date(YEAR, 2, 1)
    proposed_on = date(YEAR, 2, 10)
    consulted_on = date(YEAR, 2, 20)
    resolved_on = date(YEAR, 3, 1)


class DecisionOpinionFactory(DjangoModelFactory):
    class Meta:
        model = DecisionOpinion

    decision = factory.SubFactory(DecisionFactory)
    content = "希望先修三号楼"
    adopted = True


class PaymentFactory(OfPlace):
    class Meta:
        model = Payment

    date = DAY
    kind = Payment.Kind.WORK
    amount = Decimal("12000.00")
    doc_no = factory.Sequence(lambda n: f"P{n}")


class VisitFactory(OfPlace):
    class Meta:
        model = Visit
        skip_postgeneration_save = True

    date = factory.Sequence(lambda n: date.fromordinal(date(YEAR, 1, 1).toordinal() + n % 360))
    kind = Visit.Kind.COMMUNITY
    households = 10

    @factory.post_generation
    def leaders(self, create, extracted, **kwargs):
        if create and extracted:
            self.leaders.set(extracted)


class VisitIssueFactory(DjangoModelFactory):
    class Meta:
        model = VisitIssue

    visit = factory.SubFactory(VisitFactory)
    kind = VisitIssue.Kind.OPINION
    content = "小广场健身器材松动"


class HeartFactory(OfOffice):
    class Meta:
        model = Heart

    name = factory.Sequence(lambda n: f"心{n}")


class MediationCaseFactory(OfPlace):
    class Meta:
        model = MediationCase

    date = DAY
    kind = MediationCase.Kind.NEIGHBOURS
    result = MediationCase.Result.SUCCESS
    closed_on = LATER


class MediationPartyFactory(DjangoModelFactory):
    class Meta:
        model = MediationParty

    case = factory.SubFactory(MediationCaseFactory)
    side = MediationParty.Side.APPLICANT
    name = "王丽"


class HeartNoteFactory(DjangoModelFactory):
    class Meta:
        model = HeartNote

    case = factory.SubFactory(MediationCaseFactory)
    heart = factory.LazyAttribute(lambda note: HeartFactory(subdistrict=note.case.subdistrict))
    text = "上门两次"


class ServiceItemFactory(OfOffice):
    class Meta:
        model = ServiceItem

    name = factory.Sequence(lambda n: f"事项{n}")


class ServiceCaseFactory(OfPlace):
    class Meta:
        model = ServiceCase

    date = DAY
    item = factory.LazyAttribute(lambda case: ServiceItemFactory(subdistrict=case.subdistrict))
    applicant = "陈建国"
    by_proxy = True
    result = ServiceCase.Result.DONE
    finished_on = DAY


class CheckInFactory(OfPlace):
    class Meta:
        model = CheckIn

    name = factory.Sequence(lambda n: f"报到{n}")
    unit = "市税务局"
    since = LONG_AGO


class GoodDeedFactory(OfPlace):
    class Meta:
        model = GoodDeed

    date = DAY
    content = "为老人更换水管"


class ProjectClaimFactory(OfPlace):
    class Meta:
        model = ProjectClaim

    date = DAY
    project = "四点半课堂"
    claimant = "市税务局党支部"


class VolunteerCategoryFactory(OfOffice):
    class Meta:
        model = VolunteerCategory

    name = factory.Sequence(lambda n: f"类别{n}")


class VolunteerTeamFactory(OfPlace):
    class Meta:
        model = VolunteerTeam
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"志愿队{n}")
    category = factory.LazyAttribute(lambda team: VolunteerCategoryFactory(subdistrict=team.subdistrict))
    since = LONG_AGO

    @factory.post_generation
    def members(self, create, extracted, **kwargs):
        if create and extracted:
            self.members.set(extracted)


class BrandFactory(OfPlace):
    class Meta:
        model = Brand

    name = factory.Sequence(lambda n: f"邻里食堂{n}")
    since = date(YEAR, 3, 8)


class MediaReportFactory(DjangoModelFactory):
    class Meta:
        model = MediaReport

    brand = factory.SubFactory(BrandFactory)
    date = LATER
    outlet = "江州日报"


class OfHolder(DjangoModelFactory):
    """A record of somebody in post, whose 街道 follows."""

    class Meta:
        abstract = True

    holder = factory.SubFactory(PostHolderFactory)
    subdistrict = factory.LazyAttribute(lambda record: record.holder.subdistrict)


class DutyFactory(OfHolder):
    class Meta:
        model = Duty

    year = YEAR
    content = factory.Sequence(lambda n: f"抓好第{n}件事")
    due = date(YEAR, 6, 30)


def secretary_of(subdistrict):
    """The 党工委书记 of a 街道, made where there is none."""
    post = Leader.Post.SECRETARY
    found = Leader.objects.everywhere().filter(subdistrict=subdistrict, post=post).first()
    return found or LeaderFactory(subdistrict=subdistrict, post=post)


class PledgeFactory(OfHolder):
    class Meta:
        model = Pledge

    year = YEAR
    signed_on = DAY
    signer = factory.LazyAttribute(lambda record: secretary_of(record.subdistrict))


class PledgeItemFactory(DjangoModelFactory):
    class Meta:
        model = PledgeItem

    pledge = factory.SubFactory(PledgeFactory)
    content = factory.Sequence(lambda n: f"办好第{n}件实事")


class TalkFactory(OfOffice):
    class Meta:
        model = Talk

    date = DAY
    kind = Talk.Kind.REMINDER
    name = factory.Sequence(lambda n: f"某某{n}")
    talked_by = factory.LazyAttribute(lambda record: secretary_of(record.subdistrict))
    reason = "工作推进慢"


class RemedyFactory(OfPlace):
    class Meta:
        model = Remedy

    year = YEAR
    source = Remedy.Source.OWN
    problem = factory.Sequence(lambda n: f"第{n}个问题")


class SchemeFactory(OfOffice):
    class Meta:
        model = Scheme

    year = YEAR
    title = factory.Sequence(lambda n: f"社区党建考核办法{n}")


class CriterionFactory(DjangoModelFactory):
    class Meta:
        model = Criterion

    subdistrict = factory.SubFactory(SubDistrictFactory)
    scheme = factory.SubFactory(SchemeFactory, subdistrict=factory.SelfAttribute("..subdistrict"))
    group = Criterion.Group.PARTY
    content = factory.Sequence(lambda n: f"考核内容{n}")
    full_marks = Decimal(10)


class RoundFactory(OfOffice):
    class Meta:
        model = Round

    scheme = factory.SubFactory(SchemeFactory, subdistrict=factory.SelfAttribute("..subdistrict"))
    kind = Round.Kind.MONTH
    number = factory.Sequence(lambda n: n % 12 + 1)
    begun_on = DAY


class ScoreFactory(OfPlace):
    class Meta:
        model = Score

    round = factory.SubFactory(RoundFactory, subdistrict=factory.SelfAttribute("..subdistrict"))
    criterion = factory.SubFactory(
        CriterionFactory,
        subdistrict=factory.SelfAttribute("..subdistrict"),
        scheme=factory.SelfAttribute("..round.scheme"),
    )
    points = Decimal("8.0")
    reason = "活动少了两次"


class ProblemFactory(OfPlace):
    class Meta:
        model = Problem

    date = DAY
    content = factory.Sequence(lambda n: f"楼道堆物第{n}处")


class ReviewFactory(OfHolder):
    class Meta:
        model = Review

    year = YEAR
    held_on = DAY
    valid = 30
    good = 20
    fair = 6
    plain = 3
    poor = 1


class AnnualReportFactory(OfOffice):
    class Meta:
        model = AnnualReport

    year = YEAR


class TargetFactory(OfOffice):
    class Meta:
        model = Target

    year = YEAR + 1
    key = "targets.party_funding"
    amount = Decimal(60)


class ZeroStatementFactory(OfOffice):
    class Meta:
        model = ZeroStatement

    year = YEAR
    key = "meetings.special"


class CauseFactory(OfOffice):
    class Meta:
        model = Cause

    name = factory.Sequence(lambda n: f"督促落实不紧（{n}）。")


class PassageFactory(DjangoModelFactory):
    class Meta:
        model = Passage

    report = factory.SubFactory(AnnualReportFactory)
    key = factory.Sequence(lambda n: f"highlights.foundations.own{n}")
    part = Passage.Part.HIGHLIGHTS
    section = "highlights.foundations"
    text = "自己写的一段。"


class RemarkFactory(DjangoModelFactory):
    class Meta:
        model = Remark

    report = factory.SubFactory(AnnualReportFactory)
    check_key = "change"
    subject = "meetings.special"
    message = "党建专题会议比上年变化超过一半"
    reason = "新增了月度例会"


class DeliveryFactory(OfOffice):
    class Meta:
        model = Delivery

    user = factory.SubFactory(
        "tests.factories.UserFactory", subdistrict=factory.SelfAttribute("..subdistrict")
    )
    file_names = ["走访.xlsx"]
    state = Delivery.State.READY


class BatchFactory(OfOffice):
    class Meta:
        model = Batch

    user = factory.SubFactory(
        "tests.factories.UserFactory", subdistrict=factory.SelfAttribute("..subdistrict")
    )
    kind = "visits.visit"
    file_name = "走访.xlsx"
    state = Batch.State.READY
