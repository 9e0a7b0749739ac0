"""The catalogue: every indicator, by its lasting key."""

from indicators.definitions import (
    communities,
    decisions,
    duties,
    funding,
    mediation,
    meetings,
    members,
    services,
    studies,
    targets,
    visits,
)
from indicators.kinds import CountIndicator, DecidedIndicator, Indicator, TargetIndicator

MODULES = (
    meetings,
    decisions,
    studies,
    visits,
    funding,
    communities,
    members,
    services,
    mediation,
    duties,
    targets,
)
CATALOGUE: dict[str, Indicator] = {
    indicator.key: indicator for module in MODULES for indicator in module.INDICATORS
}
COUNTS = {key: indicator for key, indicator in CATALOGUE.items() if isinstance(indicator, CountIndicator)}
DECIDED = {key: indicator for key, indicator in CATALOGUE.items() if isinstance(indicator, DecidedIndicator)}
TARGETS = {key: indicator for key, indicator in CATALOGUE.items() if isinstance(indicator, TargetIndicator)}

# The report's indicators in its own order, 1–69; 61 and 67 say again what 23 and 31 said.
NUMBERED: tuple[str, ...] = (
    "meetings.special",
    "visits.frontline",
    "visits.households",
    "visits.opinions",
    "visits.difficulties_solved",
    "funding.work",
    "funding.party",
    "funding.service",
    "funding.premises",
    "communities.satisfaction_before",
    "communities.satisfaction_after",
    "meetings.study",
    "meetings.secretary_lectures",
    "meetings.party_spirit",
    "meetings.training",
    "members.activists",
    "members.candidates",
    "members.admitted",
    "communities.elections_completed",
    "communities.big_committees",
    "communities.partner_units",
    "communities.part_time_members",
    "services.checked_in_members",
    "services.good_deeds",
    "members.two_new_total",
    "members.two_new_party_orgs",
    "members.two_new_founded",
    "members.two_new_coverage",
    "members.instructors",
    "members.two_new_ineligible",
    "services.brands",
    "services.brand_month",
    "services.brand_community",
    "services.brand_media",
    "meetings.decisions",
    "meetings.decision_opinions_adopted",
    "mediation.success_rate",
    "services.proxy_share",
    "communities.total",
    "communities.low_satisfaction",
    "communities.low_satisfaction_threshold",
    "meetings.low_decision_communities",
    "meetings.low_decision_uses",
    "members.own",
    "meetings.low_study_branches",
    "meetings.low_study_sessions",
    "meetings.two_new_activities",
    "members.waiting_applicants",
    "targets.monthly_visits",
    "targets.home_visit_households",
    "targets.party_funding",
    "targets.party_spirit",
    "targets.conduct_education",
    "targets.branch_secretary_training",
    "targets.rectification_funding",
    "targets.satisfaction",
    "targets.demonstration_communities",
    "targets.deeds_per_member",
    "targets.new_partner_units",
    "targets.new_part_time_members",
    "services.checked_in_members",
    "targets.project_claims",
    "targets.decision_training",
    "targets.decision_awareness",
    "targets.two_new_activists",
    "targets.pilot_communities",
    "services.brands",
    "targets.new_brands",
    "services.volunteer_categories",
)


def numbers(key: str) -> list[int]:
    """Return by which of its numbers the report prints this indicator: none, one or two."""
    return [number for number, other in enumerate(NUMBERED, start=1) if other == key]
