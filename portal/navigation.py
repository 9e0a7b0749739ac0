"""The menu, as data: which pages stand under which heading."""

from functools import cache
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from access.roles import Reader, may_read
from communities import pages as communities
from duties import pages as duties
from funding import pages as funding
from imports.kinds import KINDS
from mediation import pages as mediation
from meetings import pages as meetings
from members import pages as members
from records.pages import RecordPages
from reports.navigation import REPORT_PAGES
from services import pages as services
from visits import pages as visits

Item = dict[str, Any]  # label, url, and whether it is the current page
MENU: list[tuple[str, list[type[RecordPages]]]] = [
    ("走访服务", [visits.VisitPages, visits.VisitIssuePages]),
    (
        "会议与决策",
        [
            meetings.MeetingPages,
            meetings.DecisionPages,
            meetings.DecisionOpinionPages,
            meetings.CampaignPages,
            meetings.TrainingPlanPages,
            meetings.OrgLifeRulePages,
        ],
    ),
    (
        "组织与党员",
        [
            members.PartyOrgPages,
            members.PostHolderPages,
            members.MemberPages,
            members.ApplicantPages,
            members.TwoNewUnitPages,
            members.InstructorPages,
            members.HonourPages,
            members.FlagPostPages,
        ],
    ),
    (
        "社区建设",
        [
            communities.CommunityPages,
            communities.LeaderPages,
            communities.PartnerUnitPages,
            communities.PartTimeMemberPages,
            communities.WorkerPages,
            communities.ElectionPages,
            communities.RectificationPages,
            communities.SurveyPages,
        ],
    ),
    (
        "责任与考核",
        [
            duties.DutyPages,
            duties.PledgePages,
            duties.PledgeItemPages,
            duties.TalkPages,
            duties.RemedyPages,
            duties.ProblemPages,
            duties.SchemePages,
            duties.RoundPages,
            duties.ScorePages,
            duties.ReviewPages,
        ],
    ),
    ("经费投入", [funding.PaymentPages]),
    ("矛盾调解", [mediation.MediationCasePages, mediation.HeartPages]),
    (
        "服务群众",
        [
            services.ServiceCasePages,
            services.CheckInPages,
            services.GoodDeedPages,
            services.ProjectClaimPages,
            services.VolunteerTeamPages,
            services.BrandPages,
            services.MediaReportPages,
            services.ServiceItemPages,
            services.VolunteerCategoryPages,
        ],
    ),
]
# Pages of no one kind of record, below the kinds of their heading: the name of the address, and the label.
BOARDS: dict[str, list[tuple[str, str]]] = {
    "会议与决策": [("meetings:board", "三会一课")],
    "责任与考核": [("assessment:board", "考核一览")],
}


@cache
def list_address(pages: type[RecordPages]) -> str:
    """Return the address of a list, once: the menu of every page asks for thirty."""
    return str(pages.url("list"))


def menu_for(request: HttpRequest) -> list[dict[str, Any]]:
    """List the headings that this user may open, with the one of the present page unfolded."""
    user: Any = request.user
    home = reverse("home")
    groups: list[dict[str, Any]] = [
        {"title": "", "items": [{"label": "首页", "url": home, "current": request.path == home}]},
        {"title": "述职报告", "items": _report_items(user, request.path)},
    ]
    for title, kinds in MENU:
        items = _record_items(kinds, user, request.path)
        if kinds[0].may_read(user):
            items += [_item(label, reverse(name), request.path) for name, label in BOARDS.get(title, ())]
        groups.append({"title": title, "items": items})
    if any(pages.may_write(user) for pages in KINDS.values()):
        batches = _item("导入批次", reverse("imports:batches"), request.path)
        groups.append({"title": "", "items": [batches]})
    for group in groups:
        group["open"] = any(item["current"] for item in group["items"])
    return [group for group in groups if group["items"]]


def _report_items(user: Reader, here: str) -> list[Item]:
    items = []
    for name, label, kind in REPORT_PAGES:
        if may_read(user, kind):
            items.append(_item(label, reverse(f"reports:{name}"), here))
    return items


def _record_items(kinds: list[type[RecordPages]], user: Reader, here: str) -> list[Item]:
    items = []
    for pages in kinds:
        if pages.may_read(user):
            address = list_address(pages)  # type: ignore[arg-type]  # mypy takes a class for unhashable
            items.append(_item(pages.name(), address, here))
    return items


def _item(label: str, url: str, here: str) -> Item:
    """Return a line of the menu; it is the current one on its page and on all pages below that."""
    return {"label": label, "url": url, "current": here.startswith(url)}
