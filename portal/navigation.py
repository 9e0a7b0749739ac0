"""The menu, as data: which pages stand under which heading."""

from functools import cache
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from access.roles import may_read
from communities import pages as communities
from funding import pages as funding
from imports.kinds import KINDS
from mediation import pages as mediation
from meetings import pages as meetings
from members import pages as members
from reports.navigation import REPORT_PAGES
from services import pages as services
from visits import pages as visits

MENU: list[tuple[str, list[Any]]] = [
    ("走访服务", [visits.VisitPages, visits.VisitIssuePages]),
    (
        "会议与决策",
        [
            meetings.MeetingPages,
            meetings.DecisionPages,
            meetings.DecisionOpinionPages,
            meetings.CampaignPages,
        ],
    ),
    (
        "组织与党员",
        [
            members.PartyOrgPages,
            members.MemberPages,
            members.ApplicantPages,
            members.TwoNewUnitPages,
            members.InstructorPages,
        ],
    ),
    (
        "社区建设",
        [
            communities.CommunityPages,
            communities.LeaderPages,
            communities.PartnerUnitPages,
            communities.PartTimeMemberPages,
            communities.ElectionPages,
            communities.RectificationPages,
            communities.SurveyPages,
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


@cache
def address(pages: Any) -> str:
    """Of a list; the menu of every page asks for thirty."""
    return str(pages.url("list"))


def menu_for(request: HttpRequest) -> list[dict[str, Any]]:
    """The headings this user may open, the one of the present page unfolded."""
    user: Any = request.user
    here = request.path
    home = reverse("home")
    groups: list[dict[str, Any]] = [
        {"title": "", "items": [{"label": "首页", "url": home, "current": here == home}]}
    ]
    report = [
        {
            "label": label,
            "url": reverse(f"reports:{name}"),
            "current": here.startswith(reverse(f"reports:{name}")),
        }
        for name, label, kind in REPORT_PAGES
        if may_read(user, kind)
    ]
    groups.append({"title": "述职报告", "items": report})
    for title, pages in MENU:
        items = [
            {"label": page.name(), "url": address(page), "current": here.startswith(address(page))}
            for page in pages
            if page.may_read(user)
        ]
        groups.append({"title": title, "items": items})
    if any(page.may_write(user) for page in KINDS.values()):
        batches = reverse("imports:batches")
        groups.append(
            {
                "title": "",
                "items": [{"label": "导入批次", "url": batches, "current": here.startswith(batches)}],
            }
        )
    for group in groups:
        group["open"] = any(item["current"] for item in group["items"])
    return [group for group in groups if group["items"]]
