"""Every F, S, R and D figure once more, in SQL written by hand from the definitions and apart from the catalogue.

Each counts `amount` where `base` has rows; a rate is `part` ÷ `whole`. Parameters: the 街道 (o), the year's days (first,
last), the cut-off day, the year, and the limits of the report.
"""

# fragments
YEAR = "BETWEEN %(first)s AND %(last)s"


def now(table: str, prefix: str = "") -> str:
    return f"({table}.{prefix}since <= %(day)s AND ({table}.{prefix}until IS NULL OR {table}.{prefix}until > %(day)s))"


STOOD = "((k.since IS NULL OR k.since <= %(day)s) AND (k.until IS NULL OR k.until > %(day)s))"
ALL_YEAR = "((c.since IS NULL OR c.since <= %(first)s) AND (c.until IS NULL OR c.until > %(day)s))"
RESOLVED = f"""d.resolved_on {YEAR} AND d.proposed_on IS NOT NULL AND d.consulted_on IS NOT NULL
    AND ((d.method = 'solicit_first' AND d.solicited_on IS NOT NULL)
    OR (d.method = 'four_deliberations' AND d.deliberated_on IS NOT NULL))"""
MATTERS = f"(SELECT COUNT(*) FROM meetings_decision d WHERE d.community_id = c.id AND {RESOLVED})"
STUDIED = f"m.kind IN ('lecture', 'study', 'party_spirit', 'theme_day') AND m.date {YEAR}"
STUDIES = f"(SELECT COUNT(*) FROM meetings_meeting m WHERE m.org_id = g.id AND {STUDIED})"
IDLE = f"""FROM members_partyorg g WHERE g.subdistrict_id = %(o)s AND g.sphere = 'community' AND g.kind IN ('branch', 'joint_branch')
    AND g.since <= %(first)s AND (g.until IS NULL OR g.until > %(last)s) AND {STUDIES} < %(low_study)s"""
SELDOM = f"""FROM communities_community c WHERE c.subdistrict_id = %(o)s AND c.kind = 'urban' AND {ALL_YEAR}
    AND {MATTERS} < %(low_decisions)s"""
STEPS = ("solicited", "proposed", "consulted", "deliberated", "resolved", "published", "completed")
A_STEP = (
    "FROM meetings_decision d WHERE d.subdistrict_id = %(o)s AND ("
    + " OR ".join(f"d.{step}_on {YEAR}" for step in STEPS)
    + ")"
)
BRANCH_STUDY = f"""FROM meetings_meeting m JOIN members_partyorg g ON g.id = m.org_id
    WHERE m.subdistrict_id = %(o)s AND g.kind IN ('branch', 'joint_branch') AND {STUDIED}"""
TRIPS = f"""FROM visits_visit v WHERE v.subdistrict_id = %(o)s AND v.kind = 'community' AND v.date {YEAR}
    AND v.id IN (SELECT visit_id FROM visits_visit_leaders)"""
DOORS = f"""FROM visits_visit v WHERE v.subdistrict_id = %(o)s AND v.kind IN ('community', 'household') AND v.date {YEAR}
    AND v.households IS NOT NULL AND v.id IN (SELECT visit_id FROM visits_visit_leaders)"""
ISSUES = "FROM visits_visitissue i JOIN visits_visit v ON v.id = i.visit_id WHERE v.subdistrict_id = %(o)s"
DIFFICULTIES = f"""{ISSUES} AND i.kind = 'difficulty' AND v.date <= %(last)s
    AND (v.date >= %(first)s OR i.solved_on IS NULL OR i.solved_on >= %(first)s)"""
HOME = f"FROM visits_visit v WHERE v.subdistrict_id = %(o)s AND v.kind = 'home' AND v.date {YEAR} AND v.households IS NOT NULL"
SHEETS = "SUM(s.satisfied + %(basically)s * s.basically_satisfied)"
SURVEYS = "FROM communities_survey s WHERE s.subdistrict_id = %(o)s"
ANNUAL = f"{SURVEYS} AND s.phase = 'annual' AND s.date {YEAR}"
SATISFACTION = f"{ANNUAL} AND s.kind = 'satisfaction'"
AFTER = f"a.phase = 'after' AND a.kind = 'satisfaction' AND a.date {YEAR}"
BEFORE_PAIR = f"""{SURVEYS} AND s.phase = 'before' AND s.kind = 'satisfaction'
    AND EXISTS (SELECT 1 FROM communities_survey a WHERE a.rectification_id = s.rectification_id AND {AFTER})"""
AFTER_PAIR = f"""FROM communities_survey a WHERE a.subdistrict_id = %(o)s AND {AFTER} AND EXISTS (SELECT 1 FROM communities_survey s
    WHERE s.rectification_id = a.rectification_id AND s.phase = 'before' AND s.kind = 'satisfaction')"""
UNDER = f"""{SATISFACTION} AND s.community_id IN (SELECT r.community_id FROM communities_rectification r
    WHERE r.since <= %(last)s AND (r.until IS NULL OR r.until > %(first)s))"""
APPLICANTS = "FROM members_applicant p WHERE p.subdistrict_id = %(o)s"
OBLIGED = f"FROM members_twonewunit u WHERE u.subdistrict_id = %(o)s AND {now('u')} AND u.full_members >= 3"
CASES_DONE = f"FROM services_servicecase c WHERE c.subdistrict_id = %(o)s AND c.result = 'done' AND c.finished_on {YEAR}"
SETTLED = f"FROM mediation_mediationcase c WHERE c.subdistrict_id = %(o)s AND c.closed_on {YEAR} AND c.result"
CHECKED_IN = (
    f"SELECT COUNT(DISTINCT k.person) FROM services_checkin k WHERE k.subdistrict_id = %(o)s AND {now('k')}"
)
DEEDS = f"SELECT COUNT(*) FROM services_gooddeed k WHERE k.subdistrict_id = %(o)s AND k.date {YEAR}"


def every(table: str) -> str:
    return f"FROM {table} k WHERE k.subdistrict_id = %(o)s"


def standing(table: str, what: str = "*") -> tuple[str, str]:
    return f"SELECT COUNT({what}) {every(table)} AND {now('k')}", every(table)


def begun(table: str, what: str = "*") -> tuple[str, str]:
    return f"SELECT COUNT({what}) {every(table)} AND k.since {YEAR}", every(table)


BY_OFFICE = "AND (k.org_id IS NULL OR k.org_id IN (SELECT g.id FROM members_partyorg g WHERE g.kind = 'work_committee'))"


def held(kind: str, more: str = BY_OFFICE) -> tuple[str, str]:
    base = f"{every('meetings_meeting')} AND k.kind = '{kind}' AND k.date {YEAR}"
    return f"SELECT COUNT(*) {base} {more}", base


def paid(kind: str) -> tuple[str, str]:
    base = f"{every('funding_payment')} AND k.kind = '{kind}' AND k.date {YEAR}"
    return f"SELECT SUM(k.amount) {base}", base


def spanned(span: str) -> tuple[str, str]:
    ever = f"{every('communities_community')} AND k.{span}since <= %(day)s"
    return f"SELECT COUNT(*) {every('communities_community')} AND {now('k', span)} AND {STOOD}", ever


THIS_YEARS = "c.subdistrict_id = %(o)s AND c.first_year <= %(year)s AND c.last_year >= %(year)s"
CAMPAIGN = f"""{BY_OFFICE} AND (NOT EXISTS (SELECT 1 FROM meetings_campaign c WHERE {THIS_YEARS})
    OR k.campaign_id IN (SELECT c.id FROM meetings_campaign c WHERE {THIS_YEARS}))"""
BY_SECRETARY = """AND EXISTS (SELECT 1 FROM communities_leader l WHERE l.id = k.lecturer_id AND l.post = 'secretary'
    AND l.since <= k.date AND (l.until IS NULL OR l.until > k.date))"""
ELECTED = f"""SELECT COUNT(DISTINCT c.id) FROM communities_community c JOIN communities_election e ON e.community_id = c.id
    JOIN communities_election f ON f.community_id = c.id AND f.round_year = e.round_year
    WHERE c.subdistrict_id = %(o)s AND c.kind = 'urban' AND e.body = 'party' AND f.body = 'committee'
    AND ((e.completed_on <= f.completed_on AND f.completed_on {YEAR}) OR (e.completed_on > f.completed_on AND e.completed_on {YEAR}))"""
ASKED = f"AND EXISTS (SELECT 1 FROM communities_community c WHERE c.id = s.community_id AND {ALL_YEAR})"
LOW = f"""SELECT COUNT(*) {SATISFACTION} {ASKED} AND {SHEETS[4:-1]} < %(low_satisfaction)s * s.valid / 100.0
    AND NOT EXISTS (SELECT 1 FROM communities_survey t WHERE t.community_id = s.community_id AND t.kind = s.kind
    AND t.phase = s.phase AND t.date <= %(last)s AND (t.date > s.date OR (t.date = s.date AND t.id > s.id)))"""
VOLUNTEERS = f"""SELECT COUNT(DISTINCT m.id) FROM members_member m JOIN services_volunteerteam_members j ON j.member_id = m.id
    JOIN services_volunteerteam t ON t.id = j.volunteerteam_id WHERE t.subdistrict_id = %(o)s AND {now("t")} AND {now("m")}"""
TWO_NEW_ORG = "FROM members_partyorg g WHERE g.subdistrict_id = %(o)s AND g.sphere = 'two_new'"
ATTENDED = f"""FROM meetings_meeting m JOIN members_partyorg g ON g.id = m.org_id WHERE m.subdistrict_id = %(o)s AND {STUDIED}
    AND g.sphere = 'community' AND g.kind IN ('branch', 'joint_branch') AND m.expected IS NOT NULL AND m.present IS NOT NULL"""
OWN = f"""FROM members_member m JOIN members_partyorg g ON g.id = m.org_id WHERE m.subdistrict_id = %(o)s
    AND g.sphere = 'community' AND (g.until IS NULL OR g.until > %(day)s) AND {now("m")}"""
OWN_BORN = f"{OWN} AND m.birth_date IS NOT NULL"
WAITING = f"""SELECT COUNT(*) {APPLICANTS} AND p.unit_id IS NOT NULL AND p.applied_on <= %(waited)s
    AND (p.talked_on IS NULL OR p.talked_on > %(day)s) AND (p.ended_on IS NULL OR p.ended_on > %(day)s)"""

OPEN = f"""{ISSUES} AND i.kind = 'difficulty' AND v.date <= %(day)s AND (i.solved_on IS NULL OR i.solved_on > %(day)s)"""
SOLVED = f"{ISSUES} AND i.kind = 'difficulty' AND i.solved_on {YEAR}"
WITH_SECRETARY = """EXISTS (SELECT 1 FROM visits_visit_leaders j JOIN communities_leader l ON l.id = j.leader_id
    WHERE j.visit_id = v.id AND l.post = 'secretary' AND l.since <= v.date AND (l.until IS NULL OR l.until > v.date))"""
VISITS = f"FROM visits_visit v WHERE v.subdistrict_id = %(o)s AND v.date {YEAR}"
SPECIAL = f"{every('meetings_meeting')} AND k.kind = 'special' AND k.date {YEAR} AND k.chair_id IS NOT NULL {BY_OFFICE}"
RESOLVED_ANYHOW = f"FROM meetings_decision d WHERE d.subdistrict_id = %(o)s AND d.resolved_on {YEAR}"
STANDING_BRANCHES = """FROM members_partyorg g WHERE g.subdistrict_id = %(o)s AND g.sphere = 'community'
    AND g.kind IN ('branch', 'joint_branch') AND g.since <= %(first)s AND (g.until IS NULL OR g.until > %(last)s)"""
PLANS = f"""{every("meetings_trainingplan")} AND k.year = %(year)s
    AND CASE k.month {" ".join(f"WHEN {m} THEN %(m{m + 1})s" for m in range(1, 13))} END <= %(tomorrow)s"""

# 三会一课: the stretches of a year, each from the first of a month up to the first of a later one
STRETCHES = [
    *(("month", month, month + 1) for month in range(1, 13)),
    *(("quarter", month, month + 3) for month in (1, 4, 7, 10)),
    ("half", 1, 7),
    ("half", 7, 13),
    ("year", 1, 13),
]
ASKS = """(r.who IN ('every', 'secretary')
    OR (r.who = 'committee' AND g.id IN (SELECT p.org_id FROM members_postholder p WHERE p.post <> 'secretary'
        AND (p.since IS NULL OR p.since <= %(day)s) AND (p.until IS NULL OR p.until > %(day)s)))
    OR (r.who = 'groups' AND g.id IN (SELECT m.org_id FROM meetings_meeting m WHERE m.kind = 'group' AND m.date <= %(day)s)))"""
BY_ITS_SECRETARY = """(r.who <> 'secretary' OR (m.lecturer_name <> '' AND (m.lecturer_name = g.secretary AND NOT EXISTS (
    SELECT 1 FROM members_postholder p WHERE p.org_id = g.id AND p.post = 'secretary') OR EXISTS (
    SELECT 1 FROM members_postholder p WHERE p.org_id = g.id AND p.post = 'secretary' AND p.name = m.lecturer_name
    AND (p.since IS NULL OR p.since <= m.date) AND (p.until IS NULL OR p.until > m.date)))))"""


def stretch(what: str, per: str, first: int, after: int) -> str:
    """What the rules of one stretch come to for the branch g."""
    return f"""(SELECT COALESCE(SUM({what.format(first=first, after=after)}), 0) FROM meetings_orgliferule r
        WHERE r.subdistrict_id = g.subdistrict_id AND r.per = '{per}' AND {ASKS}
        AND r.valid_from <= %(m{first})s AND (r.valid_until IS NULL OR r.valid_until >= %(m{after})s)
        AND g.since <= %(m{first})s AND (g.until IS NULL OR g.until >= %(m{after})s) AND %(m{after})s <= %(tomorrow)s)"""


def of_year(what: str) -> str:
    return "(" + " + ".join(stretch(what, *span) for span in STRETCHES) + ")"


HELD_OF_RULE = f"""(SELECT COUNT(*) FROM meetings_meeting m WHERE m.org_id = g.id AND m.kind IN (r.kind, r.instead, r.instead_too)
    AND m.date >= %(m{{first}})s AND m.date < %(m{{after}})s AND {BY_ITS_SECRETARY})"""
ASKED_TIMES = of_year("r.times")
HELD_TIMES = of_year(f"CASE WHEN {HELD_OF_RULE} < r.times THEN {HELD_OF_RULE} ELSE r.times END")
ASKED_BRANCHES = f"""FROM members_partyorg g WHERE g.subdistrict_id = %(o)s AND g.sphere = 'community'
    AND g.kind IN ('branch', 'joint_branch') AND EXISTS (SELECT 1 FROM meetings_meeting m
    JOIN members_partyorg b ON b.id = m.org_id WHERE m.subdistrict_id = %(o)s AND b.kind IN ('branch', 'joint_branch')
    AND m.date {YEAR})"""


def rounds(kind: str) -> tuple[str, str]:
    base = f"""FROM duties_round k JOIN duties_scheme h ON h.id = k.scheme_id WHERE k.subdistrict_id = %(o)s
        AND k.kind = '{kind}' AND h.year = %(year)s AND k.begun_on <= %(day)s"""
    return f"SELECT COUNT(*) {base} AND k.closed_on {YEAR}", base


TO_MEND = f"""{every("duties_problem")} AND k.date <= %(day)s
    AND (k.date >= %(first)s OR k.done_on IS NULL OR k.done_on >= %(first)s)"""
VOTES = f"{every('duties_review')} AND k.year = %(year)s AND (k.held_on <= %(day)s OR %(day)s = %(last)s)"

THEN = "%(three_months_before)s"
SECRETARIES = "FROM members_postholder h WHERE h.subdistrict_id = %(o)s AND h.post = 'secretary'"
VACANT = f"""SELECT COUNT(*) FROM members_partyorg g WHERE g.subdistrict_id = %(o)s AND g.kind <> 'work_committee' AND {now("g")}
    AND g.since < {THEN} AND g.id NOT IN (SELECT h.org_id {SECRETARIES} AND (h.since IS NULL OR h.since <= %(day)s)
    AND (h.until IS NULL OR h.until > {THEN})) AND (g.id IN (SELECT h.org_id {SECRETARIES} AND (h.since IS NULL OR h.since <= %(day)s))
    OR (g.secretary = '' AND g.id NOT IN (SELECT h.org_id {SECRETARIES}))) AND EXISTS (SELECT 1 {SECRETARIES})
    AND (g.secretary = '' OR g.secretary IN (SELECT h.name {SECRETARIES} AND h.org_id = g.id))"""
HONOURS = f"{every('members_honour')} AND k.date {YEAR}"
LASTING_ORG = "(g.until IS NULL OR g.until > %(day)s)"
FLAGS = f"""FROM members_flagpost f JOIN members_member m ON m.id = f.member_id JOIN members_partyorg g ON g.id = m.org_id
    WHERE f.subdistrict_id = %(o)s AND {now("f")} AND (m.until IS NULL OR m.until > %(day)s) AND {LASTING_ORG}"""
HEIRS = """WITH RECURSIVE heirs(old, heir) AS (SELECT c.id, c.id FROM communities_community c UNION
    SELECT h.old, c.successor_id FROM heirs h JOIN communities_community c ON c.id = h.heir
    WHERE c.until <= %(day)s AND c.successor_id IS NOT NULL)"""
ABLE = f"{OWN} AND NOT m.elder_exempt AND EXISTS (SELECT 1 {every('members_flagpost')})"

# key → the statement of the amount, and where the base comes from
PLEDGES, REMEDIES = every("duties_pledge"), every("duties_remedy")
BY_THEN = "k.year <= %(year)s"
DUE = f"{every('duties_duty')} AND k.year = %(year)s AND k.due {YEAR}"
PLEDGING = f"""FROM communities_community k WHERE k.subdistrict_id = %(o)s AND {STOOD} AND EXISTS (
    SELECT 1 FROM duties_pledge p WHERE p.subdistrict_id = %(o)s AND p.year <= %(year)s)"""
SIGNED = """EXISTS (SELECT 1 FROM duties_pledge p JOIN members_postholder h ON h.id = p.holder_id
    JOIN members_partyorg g ON g.id = h.org_id
    WHERE g.community_id = k.id AND p.year = %(year)s AND p.signed_on <= %(day)s)"""
PLEDGED = """FROM duties_pledgeitem i JOIN duties_pledge p ON p.id = i.pledge_id
    WHERE p.subdistrict_id = %(o)s AND p.year = %(year)s AND p.closed_on <= %(today)s"""
TO_RECTIFY = f"""{every("duties_talk")} AND (k.due {YEAR}
    OR k.due < %(first)s AND (k.rectified_on IS NULL OR k.rectified_on >= %(first)s))"""
COUNTED: dict[str, tuple[str, str]] = {
    "meetings.special": held("special"),
    "meetings.study": held("study", CAMPAIGN),
    "meetings.secretary_lectures": held("lecture", BY_SECRETARY),
    "meetings.party_spirit": held("party_spirit"),
    "meetings.training": held("training"),
    "meetings.conduct_education": held("conduct"),
    "meetings.branch_secretary_training": held("branch_secretaries"),
    "meetings.decision_training": held("decision_training"),
    "meetings.decisions": (
        f"SELECT COUNT(*) FROM meetings_decision d WHERE d.subdistrict_id = %(o)s AND {RESOLVED}",
        A_STEP,
    ),
    "meetings.decision_opinions_adopted": (
        f"""SELECT COUNT(*) FROM meetings_decisionopinion x JOIN meetings_decision d ON d.id = x.decision_id
            WHERE d.subdistrict_id = %(o)s AND x.adopted AND {RESOLVED}""",
        A_STEP,
    ),
    "meetings.low_decision_communities": (f"SELECT COUNT(*) {SELDOM}", A_STEP),
    "meetings.low_decision_uses": (f"SELECT SUM({MATTERS}) {SELDOM}", A_STEP),
    "meetings.low_study_branches": (f"SELECT COUNT(*) {IDLE}", BRANCH_STUDY),
    "meetings.low_study_sessions": (f"SELECT SUM({STUDIES}) {IDLE}", BRANCH_STUDY),
    "meetings.org_life_behind": (
        f"SELECT COUNT(*) {ASKED_BRANCHES} AND {HELD_TIMES} < {ASKED_TIMES}",
        f"{ASKED_BRANCHES} AND {ASKED_TIMES} > 0",
    ),
    "meetings.two_new_activities": (
        f"""SELECT COUNT(*) FROM meetings_meeting m JOIN members_partyorg g ON g.id = m.org_id
            WHERE m.subdistrict_id = %(o)s AND g.sphere = 'two_new' AND m.date {YEAR}""",
        TWO_NEW_ORG,
    ),
    "meetings.two_new_idle_orgs": (
        f"""SELECT COUNT(*) {TWO_NEW_ORG} AND g.since < %(first)s AND {now("g")}
            AND NOT EXISTS (SELECT 1 FROM meetings_meeting m WHERE m.org_id = g.id AND m.date {YEAR})""",
        TWO_NEW_ORG,
    ),
    "visits.frontline": (
        f"SELECT COUNT(*) {TRIPS}",
        f"{every('visits_visit')} AND k.kind = 'community' AND k.date {YEAR}",
    ),
    "visits.households": (f"SELECT SUM(v.households) {DOORS}", DOORS),
    "visits.opinions": (
        f"SELECT COUNT(*) {ISSUES} AND i.kind = 'opinion' AND v.date {YEAR}",
        f"{every('visits_visit')} AND k.date {YEAR}",
    ),
    "visits.difficulties_solved": (
        f"SELECT COUNT(*) {ISSUES} AND i.kind = 'difficulty' AND i.solved_on {YEAR}",
        DIFFICULTIES,
    ),
    "visits.difficulties_open": (
        f"""SELECT COUNT(*) {ISSUES} AND i.kind = 'difficulty' AND v.date <= %(day)s
            AND (i.solved_on IS NULL OR i.solved_on > %(day)s)""",
        DIFFICULTIES,
    ),
    "visits.difficulties_earlier": (f"SELECT COUNT(*) {OPEN} AND v.date < %(first)s", DIFFICULTIES),
    "visits.difficulties_overdue": (f"SELECT COUNT(*) {OPEN} AND i.due < %(day)s", DIFFICULTIES),
    "visits.by_secretary": (
        f"SELECT COUNT(*) {VISITS} AND v.kind = 'community' AND {WITH_SECRETARY}",
        f"{VISITS} AND v.kind = 'community'",
    ),
    "visits.home_visits": (
        f"SELECT COUNT(*) {VISITS} AND v.kind = 'home' AND {WITH_SECRETARY}",
        f"{VISITS} AND v.kind = 'home'",
    ),
    "visits.secretary_difficulties": (f"SELECT COUNT(*) {SOLVED} AND {WITH_SECRETARY}", DIFFICULTIES),
    "meetings.chaired": (
        f"SELECT COUNT(*) {SPECIAL} {BY_SECRETARY.replace('lecturer_id', 'chair_id')}",
        SPECIAL,
    ),
    "meetings.decisions_incomplete": (
        f"SELECT COUNT(*) {RESOLVED_ANYHOW} AND d.id NOT IN (SELECT d.id FROM meetings_decision d WHERE {RESOLVED})",
        A_STEP,
    ),
    "communities.former_villages": (
        f"SELECT COUNT(*) {every('communities_community')} AND k.kind = 'former_village' AND {STOOD}",
        every("communities_community"),
    ),
    **{f"funding.{kind}": paid(kind) for kind in ("work", "party", "service", "premises")},
    "communities.elections_completed": (
        ELECTED,
        f"{every('communities_election')} AND (k.date {YEAR} OR k.completed_on {YEAR})",
    ),
    "communities.big_committees": spanned("big_committee_"),
    "communities.demonstration": spanned("demonstration_"),
    "communities.pilots": spanned("pilot_"),
    "communities.total": (
        f"SELECT COUNT(*) {every('communities_community')} AND {STOOD}",
        every("communities_community"),
    ),
    "communities.partner_units": standing("communities_partnerunit", "DISTINCT k.name"),
    "communities.part_time_members": standing(
        "communities_parttimemember", "DISTINCT k.name || '/' || k.unit"
    ),
    "communities.partner_units_joined": begun("communities_partnerunit", "DISTINCT k.name"),
    "communities.part_time_members_appointed": begun(
        "communities_parttimemember", "DISTINCT k.name || '/' || k.unit"
    ),
    "communities.low_satisfaction": (LOW, SATISFACTION),
    "members.activists": (f"SELECT COUNT(*) {APPLICANTS} AND p.activist_on {YEAR}", APPLICANTS),
    "members.candidates": (f"SELECT COUNT(*) {APPLICANTS} AND p.candidate_on {YEAR}", APPLICANTS),
    "members.admitted": (
        f"SELECT COUNT(*) {APPLICANTS} AND p.admitted_on {YEAR} AND p.approved_on IS NOT NULL",
        APPLICANTS,
    ),
    "members.two_new_activists": (
        f"SELECT COUNT(*) {APPLICANTS} AND p.activist_on {YEAR} AND p.unit_id IS NOT NULL",
        APPLICANTS,
    ),
    "members.waiting_applicants": (WAITING, APPLICANTS),
    "members.two_new_total": standing("members_twonewunit"),
    "members.two_new_party_orgs": (
        f"SELECT COUNT(*) {TWO_NEW_ORG} AND {now('g')}",
        every("members_twonewunit"),
    ),
    "members.two_new_founded": (
        f"SELECT COUNT(*) {TWO_NEW_ORG} AND {now('g')} AND g.since {YEAR}",
        every("members_twonewunit"),
    ),
    "members.two_new_ineligible": (
        f"SELECT COUNT(*) FROM members_twonewunit u WHERE u.subdistrict_id = %(o)s AND {now('u')} AND u.full_members < 3",
        every("members_twonewunit"),
    ),
    "members.instructors": standing("members_instructor", "DISTINCT k.name || '/' || k.work_unit"),
    "members.own": (f"SELECT COUNT(*) {OWN}", every("members_member")),
    "services.checked_in_members": (CHECKED_IN, every("services_checkin")),
    "services.good_deeds": (
        DEEDS,
        f"{every('services_checkin')} UNION ALL SELECT 1 {every('services_gooddeed')}",
    ),
    "services.brands": standing("services_brand"),
    "services.brands_begun": begun("services_brand"),
    "services.projects_claimed": (
        f"SELECT COUNT(*) {every('services_projectclaim')} AND k.date {YEAR}",
        f"{every('services_checkin')} UNION ALL SELECT 1 {every('services_projectclaim')} AND k.date {YEAR}",
    ),
    "services.volunteer_categories": standing("services_volunteerteam", "DISTINCT k.category_id"),
    "services.party_volunteers": (VOLUNTEERS, every("services_volunteerteam")),
    "duties.surveys": rounds("month"),
    "duties.supervisions": rounds("quarter"),
    "duties.half_reviews": rounds("half"),
    "duties.self_reviews": rounds("year"),
    "duties.problems_found": (
        f"SELECT COUNT(*) {every('duties_problem')} AND k.date {YEAR}",
        f"{every('duties_problem')} AND k.date {YEAR}",
    ),
    "members.secretaries": (
        f"""SELECT COUNT(*) FROM members_postholder h JOIN members_partyorg g ON g.id = h.org_id
            WHERE h.subdistrict_id = %(o)s AND h.post = 'secretary' AND (h.since IS NULL OR h.since <= %(day)s)
            AND (h.until IS NULL OR h.until > %(day)s) AND {LASTING_ORG}""",
        SECRETARIES,
    ),
    "members.vacant_orgs": (VACANT, SECRETARIES),
    "members.honours": (
        f"SELECT COUNT(*) {HONOURS} AND (k.member_id IS NOT NULL OR k.name <> '')",
        HONOURS,
    ),
    "members.honoured_orgs": (
        f"SELECT COUNT(DISTINCT k.org_id) {HONOURS} AND k.member_id IS NULL AND k.name = ''",
        HONOURS,
    ),
    "members.flag_members": (f"SELECT COUNT(DISTINCT f.member_id) {FLAGS}", every("members_flagpost")),
    "members.flag_communities": (
        f"""{HEIRS} SELECT COUNT(DISTINCT h.heir) FROM heirs h JOIN communities_community k ON k.id = h.heir
            WHERE {STOOD} AND h.old IN (SELECT g.community_id {FLAGS})""",
        every("members_flagpost"),
    ),
    "duties.duties": (
        f"SELECT COUNT(*) {every('duties_duty')} AND k.year = %(year)s",
        f"{every('duties_duty')} AND {BY_THEN}",
    ),
    "duties.pledges": (f"SELECT COUNT(*) {PLEDGES} AND k.signed_on {YEAR}", PLEDGES),
    "duties.talks": (f"SELECT COUNT(*) {every('duties_talk')} AND k.date {YEAR}", every("duties_talk")),
    "duties.remedies": (f"SELECT COUNT(*) {REMEDIES} AND k.year = %(year)s", f"{REMEDIES} AND {BY_THEN}"),
}
RATES: dict[str, tuple[str, str]] = {
    "visits.home_visit_households": (f"SELECT SUM(v.households) {HOME}", f"SELECT COUNT(*) {HOME}"),
    "communities.satisfaction_before": (
        f"SELECT {SHEETS} {BEFORE_PAIR}",
        f"SELECT SUM(s.valid) {BEFORE_PAIR}",
    ),
    "communities.satisfaction_after": (
        f"SELECT {SHEETS.replace('s.', 'a.')} {AFTER_PAIR}",
        f"SELECT SUM(a.valid) {AFTER_PAIR}",
    ),
    "communities.rectified_satisfaction": (f"SELECT {SHEETS} {UNDER}", f"SELECT SUM(s.valid) {UNDER}"),
    "communities.decision_awareness": (
        f"SELECT {SHEETS} {SURVEYS} AND s.date {YEAR} AND s.kind = 'awareness'",
        f"SELECT SUM(s.valid) {SURVEYS} AND s.date {YEAR} AND s.kind = 'awareness'",
    ),
    "meetings.study_attendance": (f"SELECT SUM(m.present) {ATTENDED}", f"SELECT SUM(m.expected) {ATTENDED}"),
    "members.elderly_share": (
        f"SELECT COUNT(*) {OWN_BORN} AND m.birth_date <= %(sixty)s",
        f"SELECT COUNT(*) {OWN_BORN}",
    ),
    "members.young_share": (
        f"SELECT COUNT(*) {OWN_BORN} AND m.birth_date > %(thirty_five)s",
        f"SELECT COUNT(*) {OWN_BORN}",
    ),
    "members.flag_share": (
        f"""SELECT COUNT(*) {ABLE} AND m.id IN (SELECT f.member_id FROM members_flagpost f
            WHERE f.subdistrict_id = %(o)s AND {now("f")})""",
        f"SELECT COUNT(*) {ABLE}",
    ),
    "meetings.branch_study_mean": (
        f"SELECT SUM({STUDIES}) {STANDING_BRANCHES}",
        f"SELECT COUNT(*) {STANDING_BRANCHES}",
    ),
    "meetings.org_life_rate": (
        f"SELECT SUM({HELD_TIMES}) {ASKED_BRANCHES}",
        f"SELECT SUM({ASKED_TIMES}) {ASKED_BRANCHES}",
    ),
    "meetings.plan_done": (
        f"SELECT COUNT(*) {PLANS} AND k.id IN (SELECT m.plan_id FROM meetings_meeting m WHERE m.date <= %(day)s)",
        f"SELECT COUNT(*) {PLANS}",
    ),
    "communities.satisfaction": (f"SELECT {SHEETS} {SATISFACTION}", f"SELECT SUM(s.valid) {SATISFACTION}"),
    "members.two_new_coverage": (
        f"SELECT COUNT(*) {OBLIGED} AND EXISTS (SELECT 1 FROM members_partyorg g WHERE g.id = u.org_id AND {now('g')})",
        f"SELECT COUNT(*) {OBLIGED}",
    ),
    "services.proxy_share": (f"SELECT COUNT(*) {CASES_DONE} AND c.by_proxy", f"SELECT COUNT(*) {CASES_DONE}"),
    "services.deeds_per_member": (DEEDS, CHECKED_IN),
    "duties.problems_closed": (
        f"SELECT COUNT(*) {TO_MEND} AND k.done_on <= %(day)s",
        f"SELECT COUNT(*) {TO_MEND}",
    ),
    "duties.review_good_share": (f"SELECT SUM(k.good) {VOTES}", f"SELECT SUM(k.valid) {VOTES}"),
    "duties.duties_done": (f"SELECT COUNT(*) {DUE} AND k.done_on <= %(day)s", f"SELECT COUNT(*) {DUE}"),
    "duties.pledge_coverage": (f"SELECT COUNT(*) {PLEDGING} AND {SIGNED}", f"SELECT COUNT(*) {PLEDGING}"),
    "duties.pledge_items_kept": (
        f"SELECT COUNT(*) {PLEDGED} AND i.outcome = 'kept'",
        f"SELECT COUNT(*) {PLEDGED} AND i.outcome IN ('kept', 'broken')",
    ),
    "duties.talks_rectified": (
        f"SELECT COUNT(*) {TO_RECTIFY} AND k.rectified_on <= %(day)s",
        f"SELECT COUNT(*) {TO_RECTIFY}",
    ),
    "duties.remedies_done": (
        f"SELECT COUNT(*) {REMEDIES} AND k.year = %(year)s AND k.done_on <= %(day)s",
        f"SELECT COUNT(*) {REMEDIES} AND k.year = %(year)s",
    ),
    "mediation.success_rate": (
        f"SELECT COUNT(*) {SETTLED} = 'success'",
        f"SELECT COUNT(*) {SETTLED} IN ('success', 'failure')",
    ),
}
# The days at which each began and ended, of which the lower median of the difference is told.
DURATIONS: dict[str, str] = {
    "visits.days_to_solve": f"SELECT v.date, i.solved_on {SOLVED}",
    "mediation.days_to_close": f"SELECT c.date, c.closed_on {SETTLED} IN ('success', 'failure')",
    "services.days_to_finish": f"SELECT c.date, c.finished_on {CASES_DONE}",
}
