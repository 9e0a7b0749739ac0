"""组织生活规定 and 培训计划 of a made-up year: rules of every stretch and of all branches that they may ask."""

from datetime import date
from typing import Any

from communities.models import SubDistrict
from members.models import PartyOrg
from tests import factories as F
from tests.factories import YEAR


def make_study(office: SubDistrict) -> None:
    """Make rules, one of which serves for another, and plans, two of which were carried out."""
    day = date(YEAR, 4, 1)
    rules: list[dict[str, Any]] = [
        {"kind": "theme_day", "per": "month"},
        {"kind": "lecture", "per": "quarter", "who": "secretary", "instead": "study"},
        {"kind": "assembly", "per": "quarter", "valid_from": day, "times": 2},
        {"kind": "committee", "per": "month", "who": "committee"},
        {"kind": "group", "per": "half", "who": "groups", "valid_until": day},
        {"kind": "appraisal", "per": "year", "instead": "organisation_life", "instead_too": "study"},
        {"kind": "study", "per": "half", "valid_from": None},
    ]
    for rule in rules:
        F.OrgLifeRuleFactory(subdistrict=office, **rule)
    for org in PartyOrg.objects.of(office).branches()[:4]:
        F.PostHolderFactory(org=org)
    plans = [F.TrainingPlanFactory(subdistrict=office, month=month) for month in (1, 5, 12)]
    for plan in plans[:2]:
        F.MeetingFactory(subdistrict=office, kind=plan.kind, plan=plan)
