"""What each check must find, and what it must let stand."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone

from communities.models import Community, Leader, SubDistrict
from documents.blocks import Paragraph, Piece, Run
from documents.json import as_json
from indicators.kinds import Value
from meetings.models import Campaign
from members.models import Member
from reports.document import Part
from reports.draft import Draft
from reports.models import AnnualReport, Edition
from reports.text.passages import as_data, default
from tests import factories as F
from tests.reports.checks.conftest import YEAR, Demo, reworded, without
from tests.reports.conftest import plain

MEETINGS, HOUSEHOLDS, MEMBERS = "meetings.special", "visits.households", "members.own"
OWN = "highlights__mechanisms__supervision"  # a point that prints no figure
SAME, EARLIER = (
    F.DAY.replace(year=YEAR),
    F.DAY.replace(year=YEAR - 1),
)  # as the day somebody is admitted, and before
PARTNERS = "highlights__coverage__region"  # one that prints {communities.part_time_members}, in 名


RATES = ("communities.satisfaction_before", "communities.satisfaction_after")
RISE = "满意率由{communities.satisfaction_before}提升至{communities.satisfaction_after}。"


def nothing(demo: Demo) -> dict[str, Value]:
    return {}


@dataclass(frozen=True)
class Case:
    """`values` of figures, `passages`, settings of the `report` and records `given` that make it faulty or leave it clean."""

    check: str
    faulty: bool
    said: str
    values: Callable[[Demo], dict[str, Value]] = nothing
    passages: Any = None
    report: dict[str, Any] = field(default_factory=dict)
    today: date | None = None
    given: Callable[[SubDistrict], object] = lambda office: None

    def draft(self, demo: Demo) -> Draft:
        self.given(demo.office)
        draft = demo.draft(self.values(demo), self.passages, self.today)
        for name, setting in self.report.items():
            setattr(draft.scope.report, name, setting)
        return draft

    def __str__(self) -> str:
        return f"{self.check}-{'faulty' if self.faulty else 'clean'}-{self.said}"


def no_secretary(office: SubDistrict) -> None:
    Leader.objects.of(office.pk).filter(post=Leader.Post.SECRETARY).update(post=Leader.Post.OTHER)


def with_value(key: str, **changes: Any) -> Callable[[Demo], dict[str, Value]]:
    return lambda demo: {key: replace(demo.values[key], **changes)}


def missing(*keys: str) -> Callable[[Demo], dict[str, Value]]:
    return lambda demo: {key: Value(demo.values[key].indicator) for key in keys}


def number(key: str, amount: int) -> Callable[[Demo], dict[str, Value]]:
    return with_value(key, value=amount, text=str(amount))


def texts(check: str, faulty: bool, place: str, *said: str) -> Iterator[Case]:
    """The same case for several texts of one passage."""
    return (
        Case(check, faulty, text, passages=reworded(**{place: f"自己写的一条。{text}。"})) for text in said
    )


def no_problem(demo: Demo) -> dict[str, Value]:
    keys = (
        "communities.low_satisfaction",
        "meetings.low_decision_communities",
        "meetings.low_study_branches",
        "members.waiting_applicants",
        "members.vacant_orgs",
    )
    talks = demo.values["duties.talks_rectified"]
    return {
        **{key: replace(demo.values[key], value=0, text="0") for key in keys},
        "duties.talks_rectified": replace(talks, value=100, text="100%", numerator=talks.denominator),
    }


FAR = {
    "most_idle_months": 12,
    "most_open_difficulties": 9999,
    "most_idle_orgs": 9999,
    "low_attendance": 0,
    "most_missed_promises": 99,
    "least_duties_done": 0,
}  # limits that nothing comes near


def one_problem(demo: Demo) -> dict[str, Value]:
    found = no_problem(demo)
    return {key: value for key, value in found.items() if key != "communities.low_satisfaction"}


def somewhere(demo: Demo) -> dict[str, Value]:
    """Some communities have no records of a printed figure."""
    return with_value(HOUSEHOLDS, incomplete=tuple(Community.objects.all()[:5]))(demo)


def unprinted(demo: Demo) -> dict[str, Value]:
    return with_value("communities.pilots", incomplete=tuple(Community.objects.all()[:5]))(demo)


def over_last_year(amount: Callable[[int], int]) -> Callable[[Demo], dict[str, Value]]:
    return lambda demo: number(HOUSEHOLDS, amount(demo.before[HOUSEHOLDS].value))(demo)


DATA = (
    Case("missing", True, "a flow", missing(MEETINGS)),
    Case("missing", True, "a target", missing("targets.party_funding")),
    Case(
        "missing",
        True,
        "the brand",
        missing("services.brand_month", "services.brand_community", "services.brand_media"),
    ),
    Case(
        "missing", True, "a name", passages=reworded(problems__uneven="{count}项工作没有落实。有的动手晚。")
    ),
    Case("missing", False, "everything is known"),
    Case("missing", False, "no 换届 this year", missing("communities.elections_completed")),
    Case("missing", False, "switched off", missing(MEETINGS), without("highlights.foundations.duty")),
    Case("incomplete", True, "some communities", somewhere),
    Case("incomplete", False, "of a figure that is not printed", unprinted),
    Case(
        "contradicted", True, "stated zero, and recorded", with_value("communities.pilots", contradicted=True)
    ),
    Case("contradicted", False, "stated zero", with_value(MEETINGS, value=0, text="0", stated_zero=True)),
    Case("identities", True, "more founded than there are", number("members.two_new_founded", 999)),
    Case("identities", True, "more 大党委 than communities", number("communities.big_committees", 13)),
    Case("identities", True, "more low ones than communities", number("communities.low_satisfaction", 13)),
    Case("identities", True, "more elections than 城市社区", number("communities.elections_completed", 12)),
    Case(
        "identities",
        True,
        "more that decide seldom than 城市社区",
        number("meetings.low_decision_communities", 12),
    ),
    Case("identities", True, "more seldom uses than uses", number("meetings.low_decision_uses", 9999)),
    Case(
        "identities",
        True,
        "100% and somebody uncovered",
        with_value("members.two_new_coverage", value=Decimal(100), text="100%"),
    ),
    Case(
        "identities",
        True,
        "all covered and not 100%",
        with_value("members.two_new_coverage", numerator=1, denominator=1),
    ),
    Case("identities", True, "两新 do not add up", number("members.two_new_total", 9999)),
    Case("identities", True, "整顿前 alone", missing("communities.satisfaction_after")),
    Case(
        "identities",
        True,
        "admitted without 备案",
        given=lambda office: admitted(office, candidate_on=None, member=gone(office)),
    ),
    Case(
        "identities",
        True,
        "admitted on the day of 备案",
        given=lambda office: admitted(office, candidate_on=SAME, member=gone(office)),
    ),
    Case(
        "identities",
        True,
        "admitted and in no roster",
        given=lambda office: admitted(office, candidate_on=EARLIER),
    ),
    Case(
        "identities",
        False,
        "admitted, and left again",
        given=lambda office: admitted(office, candidate_on=EARLIER, member=gone(office)),
    ),
    Case("identities", True, "thirteen 月调查", number("duties.surveys", 13)),
    Case("identities", True, "five 季督导", number("duties.supervisions", 5)),
    Case("identities", True, "three 半年考", number("duties.half_reviews", 3)),
    Case("identities", True, "two 年述评", number("duties.self_reviews", 2)),
    Case("identities", True, "more closed than found", with_value("duties.problems_closed", numerator=999)),
    Case("identities", False, "they agree"),
    Case(
        "identities",
        False,
        "a side is missing",
        missing("members.two_new_party_orgs", "members.two_new_coverage", "meetings.decisions"),
    ),
    Case("reporter", True, "nobody is set, and nobody in post", report={"reporter": ""}, given=no_secretary),
    Case("reporter", False, "the secretary in post", report={"reporter": ""}),
    Case("reporter", False, "set", given=no_secretary),
    Case("change", True, "more than doubled", over_last_year(lambda last: last * 2)),
    Case("change", True, "less than half", over_last_year(lambda last: last // 2 - 1)),
    Case("change", False, "half more", over_last_year(lambda last: last + last // 2)),
    Case("change", False, "last year zero", number("communities.elections_completed", 8)),
    Case("change", False, "not printed", number("communities.pilots", 12)),
)
TEXT = (
    Case("parts", True, "no highlight", passages=without("highlights")),
    Case("parts", True, "no problem", passages=without("problems")),
    Case("parts", True, "no cause", passages=without("causes")),
    Case("parts", True, "no measure", passages=without("measures")),
    Case(
        "parts",
        True,
        "no cause under three headings",
        passages=without("causes"),
        report={"layout": AnnualReport.Layout.THREE},
    ),
    Case(
        "parts",
        True,
        "the only problem switched off",
        one_problem,
        passages=without("problems.uneven"),
        report=FAR,
    ),
    Case("parts", True, "nothing", passages=lambda scope: []),
    Case("parts", False, "all four"),
    Case("parts", False, "three headings", report={"layout": AnnualReport.Layout.THREE}),
    Case("parts", False, "no problem was found", no_problem),
    *texts(
        "token", True, OWN, "召开【没有的会议】", "召开{no.such}次", "召开【党建专题会议·余万】次", "召开{}次"
    ),
    *texts("token", False, OWN, "召开专题会议{meetings.special}次", "{office}的{campaign}"),
    Case(
        "token",
        False,
        "switched off",
        passages=lambda s: [F.PassageFactory.build(report=s.report, text="【没有】", written=False)],
    ),
    *texts(
        "figure_typed",
        True,
        PARTNERS,
        *(f"兼职委员{{communities.part_time_members}}名、比上年多{n}名" for n in ("46", "４６", "46 余")),
    ),
    *texts(
        "figure_typed",
        True,
        PARTNERS,
        "{communities.part_time_members}名兼职委员、四十六名指导员",
        "{communities.total}个社区、1.2万个",
    ),
    *texts(
        "figure_typed",
        False,
        PARTNERS,
        "兼职委员{communities.part_time_members}名，成熟一名",
        "兼职委员{communities.part_time_members}名",
    ),
    *texts(
        "figure_typed", False, PARTNERS, "{communities.total}个社区用了3个月", "第3次，共{visits.frontline}次"
    ),
    *texts(
        "words",
        True,
        OWN,
        "走访{visits.frontline}余次",
        "近{members.own}名党员",
        "仅走访{visits.frontline}次",
    ),
    *texts(
        "words",
        True,
        OWN,
        "接收预备党员提高到{members.two_new_activists}名",
        "全部{communities.big_committees}个社区",
    ),
    *texts(
        "words",
        False,
        OWN,
        "走访{visits.frontline:余百}次",
        "不仅走访{visits.frontline}次",
        "近年走访{visits.frontline}次",
    ),
    *texts(
        "words", False, OWN, "满意率由{communities.satisfaction_before}提升至{communities.satisfaction_after}"
    ),
    *texts("words", False, OWN, "近{visits.frontline}次／走访{visits.frontline}次"),
    *(
        Case("counted", True, lead, passages=reworded(highlights__teams=lead))
        for lead in ("带好“三支队伍”。", "带好5支队伍。", "带好“十二支队伍”。")
    ),
    *(
        Case("counted", False, lead, passages=reworded(highlights__teams=lead))
        for lead in (
            "带好“八支队伍”。",
            "带好8支队伍。",
            "增强“八项规定”意识，带好“{count}支队伍”。",
            "一个支部带一支队伍。",
        )
    ),
    *texts(
        "numbers",
        True,
        OWN,
        "电话13812345678",
        "电话138 1234 5678",
        "电话138-1234-5678",
        "电话１３８１２３４５６７８",
    ),
    *texts(
        "numbers",
        True,
        OWN,
        "证号410199198001011234",
        "证号410199 19800101 123X",
        "证号４１０１９９１９８００１０１１２３Ｘ",
    ),
    *texts("numbers", False, OWN, "编号123456789", "编号138123456789", "热线12345", "{members.own}名党员"),
    *texts(
        "punctuation",
        True,
        OWN,
        "开会,学习",
        "完成率90%,居前",
        "“党建”(试行)",
        "“好”,",
        '他说"好"',
        "学'习",
        "开会;学习",
    ),
    *texts(
        "punctuation",
        True,
        OWN,
        "“党建",
        "党建”",
        "《办法",
        "（试行",
        "“《办法”》",
        "开会，，学习",
        "开会，。学习",
        "''党建''",
    ),
    *texts(
        "punctuation",
        False,
        OWN,
        "“党建‘四联’”《办法（试行）》",
        "占比90.5%，居前",
        "1.2万名、3:2",
        "怎么办？……",
        "APP 2.0",
    ),
    *texts(
        "claims",
        True,
        OWN,
        "责任都到位了",
        "走访{visits.frontline}次，件件有着落",
        "每一笔都有凭证",
        "居民普遍满意",
        "干事本领更强",
    ),
    Case("claims", True, "a rise of unknown figures", missing(*RATES), reworded(**{OWN: RISE})),
    Case("claims", False, "a rise of known figures", passages=reworded(**{OWN: RISE})),
    *texts(
        "claims",
        False,
        OWN,
        "督促不到位，没有办到位",
        "全面从严治党",
        "兑现了上年{promised.party_spirit}次的承诺",
        "走访{visits.frontline}次",
    ),
    *texts(
        "unsupported",
        True,
        OWN,
        "接待300人次",
        "举办8场",
        "印发三期简报",
        "走访320余",
        "修缮5处",
        "表彰六个支部",
        "第二批、两批",
    ),
    *texts(
        "unsupported",
        False,
        OWN,
        "一征三议两公开用了八项制度",
        "《两个文件》",
        "第二十次",
        "十二月3日",
        "六十岁以上党员",
        "一个、一次",
    ),
    *texts(
        "unsupported",
        True,
        OWN,
        "发放慰问金46户",
        "慰问２００人",
        "募集12.5万元",
        "四十六件难事",
        "完成率98%",
        "1,200名",
    ),
    *texts(
        "unsupported",
        False,
        OWN,
        f"{YEAR}年3月15日",
        "提高3个百分点",
        "历时3个月",
        "一次办好",
        "第3次",
        "走访{visits.frontline}次",
    ),
    *texts("unsupported", False, PARTNERS, "兼职委员{communities.part_time_members}名、比上年多46名"),
    *texts("years", True, OWN, f"{YEAR - 1}年", "２０１９年", "1998年以来", f"{YEAR - 1}—{YEAR}年"),
    *texts(
        "years", False, OWN, f"{YEAR}年到{YEAR + 1}年", "2016名党员", "{year}年", "120191", "{brand_year}年"
    ),
    Case("length", True, "over", report={"most_characters": 500}),
    Case("length", False, "under", report={"most_characters": 9000}),
    Case("length", False, "no limit", report={"most_characters": None}),
    Case("problem_share", True, "too little", report={"least_problem_share": 60}),
    Case("problem_share", False, "enough", report={"least_problem_share": 5}),
    Case(
        "problem_share",
        True,
        "three headings",
        report={"least_problem_share": 60, "layout": AnnualReport.Layout.THREE},
    ),
)


def gone(office: SubDistrict) -> Member:
    """Somebody in the roster who has left."""
    org = F.PartyOrgFactory(community=office.community_set.first())
    return F.MemberFactory(org=org, until=F.DAY.replace(year=YEAR), exit_reason="transferred")


def admitted(office: SubDistrict, **changes: Any) -> object:
    """Somebody admitted in the year, past the rules of the form."""
    person = F.ApplicantFactory(org=F.PartyOrgFactory(community=office.community_set.first()))
    day = F.DAY.replace(year=YEAR)
    return type(person).objects.filter(pk=person.pk).update(admitted_on=day, approved_on=day, **changes)


def campaign(last_year: int) -> Callable[[SubDistrict], object]:
    def given(office: SubDistrict) -> Campaign:
        return F.CampaignFactory(
            subdistrict=office, name="守初心办实事", first_year=YEAR - 2, last_year=last_year
        )

    return given


def signed(text: str) -> Callable[[SubDistrict], object]:
    """Last year's report was signed with this aim, which somebody had typed."""

    def given(office: SubDistrict) -> None:
        report = AnnualReport.objects.of(office.pk).get(year=YEAR - 1)
        passages = default(report)
        for passage in passages:
            passage.text = text if passage.key == "measures.aim" else None
        sign(report, {"passages": as_data(passages), "document": as_json(plain(text))})

    return given


def signed_with_problem(key: str) -> Callable[[SubDistrict], object]:
    """Last year's signed report told of this problem."""

    def given(office: SubDistrict) -> None:
        piece = Piece(key, (Run("（一）台账记得不全。有的没有记。"),))
        document = replace(plain("上年。"), parts=(Part("problems", (Paragraph((piece,)),)),))
        sign(AnnualReport.objects.of(office.pk).get(year=YEAR - 1), {"document": as_json(document)})

    return given


def unsigned(text: str) -> Callable[[SubDistrict], object]:
    """Somebody began last year's report and never signed it."""

    def given(office: SubDistrict) -> None:
        report = AnnualReport.objects.of(office.pk).get(year=YEAR - 1)
        F.PassageFactory(report=report, key="measures.aim", part="measures", section="", text=text)

    return given


def sign(report: AnnualReport, content: dict[str, Any]) -> Edition:
    by = F.UserFactory(subdistrict=report.subdistrict)
    now, number = timezone.now(), report.editions.count() + 1
    edition = Edition(
        report=report, number=number, submitted_by=by, signed_by=by, submitted_at=now, signed_at=now
    )
    edition.freeze(content)
    edition.save()
    return edition


def person(name: str) -> Callable[[SubDistrict], object]:
    return lambda office: F.MemberFactory(
        org=F.PartyOrgFactory(community=office.community_set.first()), name=name
    )


def leader(office: SubDistrict) -> Leader:
    person("王秀兰")(office)
    return F.LeaderFactory(subdistrict=office, name="王秀兰")


AIM = "总体思路：盯着居民最急的事，配强支部、管好队伍、用活阵地，年初列单子、年中看进度、年底交答卷。"
NAMED = reworded(**{OWN: "自己写的一条。楼长王秀兰带头报名。"})
LEFT_BEHIND = (
    Case(
        "whole_year",
        True,
        "全年 of a running year",
        passages=reworded(**{OWN: "全年开展监督。"}),
        today=date(YEAR, 11, 26),
    ),
    Case("whole_year", False, "the year is over", passages=reworded(**{OWN: "全年开展监督。"})),
    Case(
        "whole_year",
        False,
        "the token",
        passages=reworded(**{OWN: "{span}开展监督。"}),
        today=date(YEAR, 11, 26),
    ),
    Case(
        "whole_year",
        False,
        "next year's",
        passages=reworded(measures__aim="明年全年抓监督。"),
        today=date(YEAR, 11, 26),
    ),
    Case("whole_year", False, "the default", today=date(YEAR, 11, 26)),
    Case(
        "campaigns",
        True,
        "ended",
        passages=reworded(**{OWN: "开展“守初心办实事”主题教育。"}),
        given=campaign(YEAR - 1),
    ),
    Case(
        "campaigns",
        False,
        "still running",
        passages=reworded(**{OWN: "开展“守初心办实事”主题教育。"}),
        given=campaign(YEAR),
    ),
    Case("campaigns", False, "not named", given=campaign(YEAR - 1)),
    Case("copied", True, "one paragraph", passages=reworded(measures__aim=AIM), given=signed(AIM)),
    Case(
        "copied",
        True,
        "with other punctuation",
        passages=reworded(measures__aim=AIM.replace("、", "，")),
        given=signed(AIM),
    ),
    Case("copied", True, "brought up to date only", given=signed(AIM)),
    Case(
        "copied",
        False,
        "written anew",
        passages=reworded(measures__aim=f"{AIM[:20]}{'重新写过、'.join('甲乙丙丁戊己庚')}"),
        given=signed(AIM),
    ),
    Case("copied", False, "an unsigned draft", passages=reworded(measures__aim=AIM), given=unsigned(AIM)),
    Case(
        "copied",
        False,
        "too short to tell",
        passages=reworded(measures__aim="一件一件抓。"),
        given=signed("一件一件抓。"),
    ),
    Case("copied", False, "nobody signed last year's"),
    Case("unanswered", True, "mended nowhere", given=signed_with_problem("problems.own.9")),
    Case("unanswered", False, "taken into 整改", given=signed_with_problem("problems.uneven")),
    Case("unanswered", False, "nobody signed last year's"),
    Case("names", True, "a member", passages=NAMED, given=person("王秀兰")),
    Case("names", True, "two characters", passages=reworded(**{OWN: "楼长王兰带头。"}), given=person("王兰")),
    Case(
        "names",
        True,
        "a double surname",
        passages=reworded(**{OWN: "楼长欧阳秀兰带头。"}),
        given=person("欧阳秀兰"),
    ),
    Case("names", False, "nobody on record", passages=NAMED),
    Case("names", False, "of the 班子", passages=NAMED, given=leader),
    Case(
        "names",
        False,
        "part of the reporter's",
        passages=reworded(**{OWN: "书记周明远带头。"}),
        given=person("周明"),
    ),
    Case(
        "names", False, "of another 街道", passages=NAMED, given=lambda office: F.MemberFactory(name="王秀兰")
    ),
    Case("names", False, "chance words of the default wording", given=person("于作")),
)
CASES = DATA + TEXT + LEFT_BEHIND
