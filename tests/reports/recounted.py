"""What each figure must print, from plain SQL alone: the recount's statements, and those of targets, choices and limits."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from statistics import median_low
from typing import Any

from django.db import connection

from reports.context import ReportScope
from tests.indicators.recount import (
    COUNTED,
    DEEDS,
    DOORS,
    DURATIONS,
    ISSUES,
    OWN,
    RATES,
    RESOLVED,
    TRIPS,
    every,
    now,
)
from tests.indicators.test_recount import parameters

MEANS = (
    "visits.home_visit_households",
    "services.deeds_per_member",
    "meetings.branch_study_mean",
)  # rates that are no percentages
TARGET = "FROM reports_target t WHERE t.subdistrict_id = %(o)s AND t.year = %(year)s + 1 AND t.key = %(key)s"
NAMED = """SELECT c.name FROM reports_target_communities j JOIN reports_target t ON t.id = j.target_id
    JOIN communities_community c ON c.id = j.community_id
    WHERE t.subdistrict_id = %(o)s AND t.year = %(year)s + 1 AND t.key = %(key)s ORDER BY c."order", c.code, c.id"""
PERCENT = (
    "targets.satisfaction",
    "targets.decision_awareness",
    "targets.pledge_coverage",
    "targets.duties_done",
    "targets.org_life_rate",
    "targets.plan_done",
)
BRAND = """FROM services_brand b WHERE b.subdistrict_id = %(o)s AND b.since <= %(day)s AND (b.until IS NULL OR b.until > %(day)s)
    AND EXISTS (SELECT 1 FROM services_mediareport r WHERE r.brand_id = b.id AND r.date <= %(day)s)
    ORDER BY b.since DESC, b.id DESC LIMIT 1"""
CHOSEN = {
    "services.brand_month": f"SELECT b.since {BRAND}",
    "services.brand_community": f"""SELECT COALESCE((SELECT c.name FROM communities_community c WHERE c.id = b.community_id),
        (SELECT s.name FROM communities_subdistrict s WHERE s.id = b.subdistrict_id)) {BRAND}""",
    "services.brand_media": f"""SELECT (SELECT r.outlet FROM services_mediareport r WHERE r.brand_id = b.id AND r.date <= %(day)s
        ORDER BY r.date DESC, r.id DESC LIMIT 1) {BRAND}""",
}


def ask(sql: str, scope: ReportScope, **more: Any) -> list[Any]:
    """The first column."""
    with connection.cursor() as cursor:
        cursor.execute(sql, {**parameters(scope), **more})
        return [row[0] for row in cursor.fetchall()]


def number(sql: str, scope: ReportScope, **more: Any) -> Decimal:
    return Decimal(str(round(ask(sql, scope, **more)[0] or 0, 2)))


def written(amount: Decimal, places: int) -> str:
    """At most that many decimals, half up."""
    text = f"{amount.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def expected(key: str, scope: ReportScope) -> str:
    """The figure as the report must print it, X where nothing is known of it."""
    for table, say in ((COUNTED, counted), (RATES, rate), (CHOSEN, chosen), (DURATIONS, duration)):
        if key in table:
            return say(key, scope)
    if key == "communities.low_satisfaction_threshold":
        rows = ask(
            "SELECT low_satisfaction FROM reports_annualreport WHERE subdistrict_id = %(o)s AND year = %(year)s",
            scope,
        )
        return f"{written(Decimal(str(rows[0] if rows else 60)), 1)}%"
    return target(key, scope)


def counted(key: str, scope: ReportScope) -> str:
    amount, base = COUNTED[key]
    stated = "SELECT 1 FROM reports_zerostatement z WHERE z.subdistrict_id = %(o)s AND z.year = %(year)s AND z.key = %(key)s"
    if not ask(f"SELECT 1 {base} LIMIT 1", scope) and not ask(
        f"{stated} AND z.community_id IS NULL", scope, key=key
    ):
        return "X"
    if key.startswith("funding."):
        return written(number(amount, scope) / 10_000, 2)
    return written(number(amount, scope), 0)


def rate(key: str, scope: ReportScope) -> str:
    """Never 100% unless all, never 0% unless none."""
    part, whole = (number(sql, scope) for sql in RATES[key])
    if not whole:
        return "X"
    exact = part / whole if key in MEANS else part * 100 / whole
    text = written(exact, 1)
    if text == "0" and part:
        text = "0.1"
    if key in MEANS:
        return text
    return f"{'99.9' if text == '100' and part < whole else text}%"


def target(key: str, scope: ReportScope) -> str:
    if key == "targets.demonstration_communities" and (names := ask(NAMED, scope, key=key)):
        return "、".join(names)
    amounts = [
        Decimal(str(amount))
        for amount in ask(f"SELECT t.amount {TARGET}", scope, key=key)
        if amount is not None
    ]
    if not amounts:
        return "X"
    return (
        written(amounts[0], 2) + "%" * (key in PERCENT) + "个" * (key == "targets.demonstration_communities")
    )


def days_of(key: str, scope: ReportScope) -> list[int]:
    """How long each of them took."""
    with connection.cursor() as cursor:
        cursor.execute(DURATIONS[key], parameters(scope))
        return [
            (date.fromisoformat(str(ended)) - date.fromisoformat(str(began))).days
            for began, ended in cursor.fetchall()
        ]


def duration(key: str, scope: ReportScope) -> str:
    days = days_of(key, scope)
    return str(median_low(days)) if days else "X"


def chosen(key: str, scope: ReportScope) -> str:
    found = [row for row in ask(CHOSEN[key], scope) if row]
    if not found:
        return "X"
    return str(int(str(found[0]).split("-")[1])) if key == "services.brand_month" else str(found[0])


# ── By community ────────────────────────────────────────────────────────────
# What a community counts, and the records without which it is not known; 0 is the 街道 itself.
def _of(rows: str, alias: str) -> str:
    return f"{rows} AND COALESCE({alias}.community_id, 0) = %(c)s"


def _counted(rows: str, alias: str = "k", what: str = "COUNT(*)") -> str:
    return f"SELECT {what} {_of(rows, alias)}"


VISITED = f"{every('visits_visit')} AND k.date BETWEEN %(first)s AND %(last)s"
DECIDED = f"FROM meetings_decision d WHERE d.subdistrict_id = %(o)s AND {RESOLVED}"
A_MATTER = COUNTED["meetings.decisions"][1]
PARTY = COUNTED["funding.party"][1]
CHECKED_IN_OR_DONE = f"""FROM (SELECT k.community_id {every("services_checkin")} UNION ALL
    SELECT k.community_id {every("services_gooddeed")} AND k.date BETWEEN %(first)s AND %(last)s) k WHERE 1 = 1"""
STATED = """SELECT 1 FROM reports_zerostatement z WHERE z.subdistrict_id = %(o)s AND z.year = %(year)s AND z.key = %(key)s
    AND (z.community_id IS NULL OR z.community_id = %(c)s)"""
ROWS = {
    "visits.frontline": (_counted(TRIPS, "v"), _of(f"{VISITED} AND k.kind = 'community'", "k")),
    "visits.households": (_counted(DOORS, "v", "SUM(v.households)"), _of(DOORS, "v")),
    "visits.opinions": (
        _counted(f"{ISSUES} AND i.kind = 'opinion' AND v.date BETWEEN %(first)s AND %(last)s", "v"),
        _of(VISITED, "k"),
    ),
    "funding.party": (_counted(PARTY, "k", "SUM(k.amount)"), _of(PARTY, "k")),
    "members.own": (
        _counted(OWN, "g"),
        _of(
            "FROM members_member m JOIN members_partyorg g ON g.id = m.org_id WHERE m.subdistrict_id = %(o)s",
            "g",
        ),
    ),
    "communities.partner_units": (
        _counted(f"{every('communities_partnerunit')} AND {now('k')}", "k", "COUNT(DISTINCT k.name)"),
        _of(every("communities_partnerunit"), "k"),
    ),
    "services.checked_in_members": (
        _counted(f"{every('services_checkin')} AND {now('k')}", "k", "COUNT(DISTINCT k.person)"),
        _of(every("services_checkin"), "k"),
    ),
    "services.good_deeds": (_counted(DEEDS.removeprefix("SELECT COUNT(*) ")), _of(CHECKED_IN_OR_DONE, "k")),
    "meetings.decisions": (_counted(DECIDED, "d"), _of(A_MATTER, "d")),
}


def row(key: str, scope: ReportScope, community: Any) -> str:
    """What one community, or the 街道 itself (None), counts; — where nothing was recorded there."""
    amount, base = ROWS[key]
    place = community.pk if community else 0
    recorded = ask(f"SELECT 1 {base} LIMIT 1", scope, c=place) or ask(STATED, scope, key=key, c=place)
    if not recorded or expected(key, scope) == "X":
        return "—"
    found = number(amount, scope, c=place)
    return written(found / 10_000, 2) if key == "funding.party" else written(found, 0)
