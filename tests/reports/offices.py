"""Eight kinds of office over three years, each told as far as its secretary would sign it.

Everything that a report counts is on record, stated to be zero, or switched off where no rate can be computed.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from django.utils import timezone

from communities.models import Community, Leader, PartnerUnit, PartTimeMember, SubDistrict
from documents.json import as_json
from funding.models import Payment
from meetings.models import Meeting
from members.models import Instructor, Member, PartyOrg
from reports.context import scope_of
from reports.draft import Draft
from reports.models import AnnualReport, Edition, Target, ZeroStatement
from reports.models.plans import figure_choices
from reports.text import wordings
from reports.text.passages import as_data
from services.models import GoodDeed, ServiceCase
from tests import factories as F
from tests.factories import LONG_AGO, YEAR
from visits.models import Visit, VisitIssue

K = Meeting.Kind
YEARS = (YEAR - 2, YEAR - 1, YEAR)


@dataclass(frozen=True)
class Amounts:
    """What happens in a year. Of what is per 社区 the first are the busy ones."""

    special: tuple[int, ...] = (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12)  # the months of党建专题会议
    trips: int = 24  # of the 班子 to each 社区
    own: int = 8  # of those, with the secretary
    home: int = 10
    opinions: int = 60
    raised: int = 40
    solved: int = 34
    party: int = 30  # 万元
    work: int = 80
    service: int = 120
    premises: int = 40
    low: int = 1  # 社区 under the limit of 满意率
    study: int = 8
    lectures: int = 4
    spirit: int = 8
    training: int = 8
    conduct: int = 4
    secretaries: int = 3
    training_months: int = 12
    activists: int = 16
    candidates: int = 9
    admitted: int = 6
    waiting: int = 3
    decided: int = 6  # matters of each urban 社区 but the last
    seldom: int = 1
    settled: int = 36
    failed: int = 2
    finished: int = 80
    by_proxy: int = 56
    deeds: int = 120
    founded: int = 1
    quiet: int = 1  # 两新 orgs without activities
    lazy: int = 1  # branches that hardly study


@dataclass(frozen=True)
class Kind:
    """An office: how large it is, what happens in each of three years, and when each year is told."""

    name: str
    amounts: tuple[Amounts, Amounts, Amounts]
    urban: int = 5
    villages: int = 2
    members: int = 120
    told_on: tuple[int, int] = (12, 31)
    small: bool = False
    promised: Callable[[Amounts], Amounts] = field(default=lambda amounts: amounts)


def scaled(amounts: Amounts, share: float, **others: Any) -> Amounts:
    numbers = {name: round(value * share) for name, value in vars(amounts).items() if isinstance(value, int)}
    return replace(amounts, **{**numbers, **others})


USUAL = Amounts()
RICH = replace(
    scaled(USUAL, 2.4),
    special=(1, 3, 4, 5, 7, 8, 9, 11, 11, 12),
    training_months=12,
    low=2,
    seldom=2,
    quiet=2,
)
POOR = Amounts(
    special=(3, 9), trips=2, own=1, home=1, opinions=2, raised=2, solved=1, party=2, work=5, service=4, premises=1, low=0, study=1,
    lectures=1, spirit=1, training=1, conduct=1, secretaries=1, training_months=2, activists=2, candidates=1, admitted=1, waiting=1,
    decided=1, seldom=0, settled=2, failed=1, finished=3, by_proxy=2, deeds=2, founded=0, quiet=0, lazy=0,
)  # fmt: skip
KEPT = replace(
    USUAL,
    low=0,
    waiting=4,
    seldom=0,
    quiet=0,
    lazy=0,
    raised=30,
    solved=30,
    failed=0,
    special=(*range(1, 13), 6, 9),
    trips=36,
    deeds=200,
)
KINDS = (
    Kind("rich", (scaled(RICH, 0.8), scaled(RICH, 0.9), RICH), urban=9, villages=3, members=300),
    Kind(
        "poor",
        (POOR, replace(POOR, trips=3, finished=4), replace(POOR, deeds=3)),
        urban=2,
        villages=0,
        members=20,
        small=True,
    ),
    Kind(
        "falling",
        (
            scaled(USUAL, 1.3, low=1),
            USUAL,
            scaled(USUAL, 0.7, low=2, special=(2, 5, 8, 11), waiting=5, seldom=2),
        ),
    ),
    Kind(
        "level",
        (replace(USUAL, special=(1, 2, 4, 5, 6, 8, 9, 10, 12)),) * 3,
        urban=6,
        villages=1,
        members=150,
    ),
    Kind(
        "first_year",
        (scaled(USUAL, 0.9), scaled(USUAL, 1.1, lazy=2), scaled(USUAL, 1.2, lazy=2, low=2)),
        urban=4,
        villages=3,
    ),
    Kind(
        "one_community",
        (scaled(USUAL, 0.4, low=0), scaled(USUAL, 0.5, low=1), scaled(USUAL, 0.6, low=1)),
        urban=1,
        villages=0,
        members=60,
    ),
    Kind("running", (USUAL, scaled(USUAL, 1.1), scaled(USUAL, 1.2)), urban=7, villages=2, told_on=(10, 20)),
    Kind("everything_kept", (KEPT, KEPT, scaled(KEPT, 1.1, special=KEPT.special)), urban=6, villages=2),
)


class Office:
    """The records of one kind of office, all three years."""

    def __init__(self, kind: Kind) -> None:
        self.kind, self.dice = kind, Random(kind.name)
        self.office: SubDistrict = F.SubDistrictFactory(
            code=f"K-{kind.name}", name=f"{kind.name}街道", reporter="周明远"
        )
        self.secretary = F.LeaderFactory(
            subdistrict=self.office, name="周明远", post=Leader.Post.SECRETARY, since=LONG_AGO
        )
        self.other = F.LeaderFactory(subdistrict=self.office, post=Leader.Post.DIRECTOR, since=LONG_AGO)
        self.places = [self.place(number) for number in range(kind.urban + kind.villages)]
        self.urban = [place for place in self.places if place.kind == Community.Kind.URBAN]
        self.stand()
        for year, amounts in zip(YEARS, kind.amounts, strict=True):
            self.happen(year, amounts)
        for year in YEARS:
            self.plan(year)

    # ── What stands ─────────────────────────────────────────────────────────
    def place(self, number: int) -> Community:
        kind = Community.Kind.FORMER_VILLAGE if number >= self.kind.urban else Community.Kind.URBAN
        name = f"{'甲乙丙丁戊己庚辛壬癸子丑'[number]}{self.kind.name[0]}社区"
        big = date(YEAR - 4, 3, 1) if number % 3 != 2 else None
        return F.CommunityFactory(
            subdistrict=self.office,
            code=f"{number:02}",
            name=name,
            kind=kind,
            order=number,
            big_committee_since=big,
            pilot_since=big,
        )

    def stand(self) -> None:
        self.branches = [
            self.branch(place, number)
            for place in self.places
            for number in range(1 if self.kind.small else 2)
        ]
        self.two_new = [
            self.branch(self.places[0], number, PartyOrg.Sphere.TWO_NEW)
            for number in range(1 if self.kind.small else 4)
        ]
        self.firms = [
            F.TwoNewUnitFactory(community=self.places[0], full_members=5, org=org) for org in self.two_new
        ]
        self.firms += [
            F.TwoNewUnitFactory(community=self.places[-1], full_members=full)
            for full in (4, 1, 1, 0)[: 1 if self.kind.small else 4]
        ]
        born = [date(YEAR - age, 3, 3) for age in (28, 40, 52, 66, 71)]
        Member.objects.bulk_create(
            self.member(number, born[number % 5]) for number in range(self.kind.members)
        )
        self.item, self.category = (
            F.ServiceItemFactory(subdistrict=self.office),
            F.VolunteerCategoryFactory(subdistrict=self.office),
        )
        members = list(Member.objects.of(self.office.pk))
        for number, place in enumerate(self.places[:3]):
            F.VolunteerTeamFactory(
                community=place,
                category=self.category,
                members=members[number::4],
                since=date(YEAR - 3 + number, 2, 1),
            )
        brand = F.BrandFactory(community=self.places[0], since=date(YEAR - 3, 4, 1))
        F.MediaReportFactory(brand=brand, date=date(YEAR - 3, 6, 1))

    def branch(self, place: Community, number: int, sphere: str = PartyOrg.Sphere.COMMUNITY) -> PartyOrg:
        what = "两新" if sphere == PartyOrg.Sphere.TWO_NEW else "第"
        return F.PartyOrgFactory(
            community=place, sphere=sphere, name=f"{place.name}{what}{number}支部", since=LONG_AGO
        )

    def member(self, number: int, born: date) -> Member:
        org = self.branches[number % len(self.branches)]
        return Member(
            subdistrict=self.office,
            org=org,
            name=f"党员{number}",
            gender="male",
            birth_date=born,
            since=LONG_AGO,
            joined_on=LONG_AGO,
        )

    # ── What happens ────────────────────────────────────────────────────────
    def days(self, year: int, number: int) -> list[date]:
        """So many different days, spread over the year."""
        step = 360 / max(1, number)
        return [
            date(year, 1, 2) + timedelta(days=int(place * step) + self.dice.randrange(max(1, int(step))))
            for place in range(number)
        ]

    def happen(self, year: int, amounts: Amounts) -> None:
        for make in (
            self.meetings,
            self.branch_meetings,
            self.trips,
            self.money,
            self.surveys,
            self.people,
            self.cases,
            self.partners,
        ):
            make(year, amounts)

    def meetings(self, year: int, a: Amounts) -> None:
        campaign = F.CampaignFactory(
            subdistrict=self.office, name=f"{self.kind.name}{year}", first_year=year, last_year=year
        )
        made = [
            self.meeting(date(year, month, 5 + number), K.SPECIAL, chair=self.secretary)
            for number, month in enumerate(a.special)
        ]
        made += [self.meeting(day, K.STUDY, campaign=campaign) for day in self.days(year, a.study)]
        made += [self.meeting(day, K.LECTURE, lecturer=self.secretary) for day in self.days(year, a.lectures)]
        for kind, number in (
            (K.PARTY_SPIRIT, a.spirit),
            (K.TRAINING, a.training),
            (K.CONDUCT, a.conduct),
            (K.BRANCH_SECRETARIES, a.secretaries),
        ):
            made += [self.meeting(day, kind) for day in self.days(year, number)]
        made += [
            self.meeting(date(year, month, 9), K.DECISION_TRAINING)
            for month in range(1, min(12, a.training_months) + 1)
        ]
        Meeting.objects.bulk_create(made)

    def meeting(self, day: date, kind: str, org: PartyOrg | None = None, **given: Any) -> Meeting:
        return Meeting(
            subdistrict=self.office,
            date=day,
            kind=kind,
            org=org,
            of_office=org is None,
            topic=f"{day}{org or ''}",
            **given,
        )

    def branch_meetings(self, year: int, a: Amounts) -> None:
        made = []
        for number, org in enumerate(self.branches):
            times = 2 if number < a.lazy else 10
            made += [
                self.meeting(day, K.THEME_DAY, org, expected=20, present=17) for day in self.days(year, times)
            ]
        for number, org in enumerate(self.two_new):
            made += [
                self.meeting(day, K.ASSEMBLY, org) for day in self.days(year, 0 if number < a.quiet else 6)
            ]
        Meeting.objects.bulk_create(made)

    def trips(self, year: int, a: Amounts) -> None:
        made = []
        for place in self.places:
            number = a.trips // 2 if place in self.places[: a.low] else a.trips
            made += [
                Visit(subdistrict=self.office, community=place, date=day, kind="community", households=6)
                for day in self.days(year, number)
            ]
        home = [
            Visit(
                subdistrict=self.office,
                community=self.places[number % len(self.places)],
                date=day,
                kind="home",
                households=4,
            )
            for number, day in enumerate(self.days(year, a.home))
        ]
        visits = Visit.objects.bulk_create([*made, *home])
        through = Visit.leaders.through
        own = set(self.dice.sample(range(len(made)), min(len(made), a.own * len(self.places) // 2)))
        through.objects.bulk_create(
            through(
                visit=visit, leader=self.secretary if number in own or number >= len(made) else self.other
            )
            for number, visit in enumerate(visits)
        )
        self.issues(visits, year, a)

    def issues(self, visits: list[Visit], year: int, a: Amounts) -> None:
        made = [
            VisitIssue(visit=visits[n % len(visits)], kind="opinion", content=f"意见{n}")
            for n in range(a.opinions)
        ]
        for number in range(a.raised):
            visit = visits[(number * 7) % len(visits)]
            solved = (
                min(visit.date + timedelta(days=5 + number % 20), date(year, 12, 31))
                if number < a.solved
                else None
            )
            due = visit.date + timedelta(days=20)
            made.append(
                VisitIssue(
                    visit=visit,
                    kind="difficulty",
                    content=f"困难{number}",
                    category="housing",
                    due=due,
                    solved_on=solved,
                    reply="已办",
                )
            )
        VisitIssue.objects.bulk_create(made)

    def money(self, year: int, a: Amounts) -> None:
        Payment.objects.bulk_create(
            Payment(
                subdistrict=self.office,
                community=place,
                date=date(year, 3, 10),
                kind=kind,
                amount=Decimal(amount * 10_000) / len(self.places),
            )
            for kind, amount in (
                ("party", a.party),
                ("work", a.work),
                ("service", a.service),
                ("premises", a.premises),
            )
            for place in self.places
        )

    def surveys(self, year: int, a: Amounts) -> None:
        for number, place in enumerate(self.places):
            good = 52 - number if number < a.low else 78 + number
            F.SurveyFactory(
                community=place,
                date=date(year, 9, 1),
                valid=100,
                satisfied=good,
                basically_satisfied=0,
                dissatisfied=100 - good,
            )
        good = 70 + (year - YEAR) * 3
        sheets = {"valid": 100, "basically_satisfied": 0}
        F.SurveyFactory(
            community=self.places[0],
            date=date(year, 9, 2),
            kind="awareness",
            satisfied=good,
            dissatisfied=100 - good,
            **sheets,
        )
        unit = F.RectificationFactory(community=self.places[0], since=date(year, 1, 10), until=None)
        for phase, good in (("before", 50), ("after", 82)):
            given = {"phase": phase, "rectification": unit, "satisfied": good, "dissatisfied": 100 - good}
            F.SurveyFactory(
                community=self.places[0],
                date=date(year, 2 if phase == "before" else 10, 1),
                **given,
                **sheets,
            )

    def people(self, year: int, a: Amounts) -> None:
        org, firm = self.branches[0], self.firms[0]
        for number, day in enumerate(self.days(year, a.activists)):
            stages = {"talked_on": day, "activist_on": day}
            if number < a.candidates:
                stages["candidate_on"] = day
            if number < a.admitted:
                stages |= {"admitted_on": day + timedelta(days=1), "approved_on": day + timedelta(days=2)}
            applied = day - timedelta(days=20)
            F.ApplicantFactory(org=org, unit=firm if number % 3 == 0 else None, applied_on=applied, **stages)
        for _ in range(a.waiting):
            F.ApplicantFactory(
                org=org, unit=firm, applied_on=date(year, 8, 1), talked_on=None, ended_on=date(year + 1, 2, 1)
            )
        for number in range(a.founded):
            late = self.branch(self.places[0], 100 * (year - 2000) + number, PartyOrg.Sphere.TWO_NEW)
            PartyOrg.objects.filter(pk=late.pk).update(since=date(year, 5, 1))
            Meeting.objects.bulk_create(
                self.meeting(date(y, 6, 1), K.ASSEMBLY, late) for y in range(year, YEAR + 1)
            )

    def cases(self, year: int, a: Amounts) -> None:
        for number, place in enumerate(self.urban):
            times = 2 if number >= len(self.urban) - a.seldom else a.decided
            for day in self.days(year, times):
                steps = {"solicited_on": day, "proposed_on": day, "consulted_on": day, "resolved_on": day}
                F.DecisionOpinionFactory(
                    decision=F.DecisionFactory(community=place, topic=f"{day}{self.dice.random()}", **steps),
                    adopted=True,
                )
        for number, day in enumerate(self.days(year, a.settled)):
            result = "failure" if number < a.failed else "success"
            F.MediationCaseFactory(
                community=self.places[0],
                date=day,
                closed_on=min(day + timedelta(days=9), date(year, 12, 31)),
                result=result,
            )
        ServiceCase.objects.bulk_create(
            ServiceCase(
                subdistrict=self.office,
                community=self.places[number % len(self.places)],
                item=self.item,
                applicant="王某",
                date=day,
                finished_on=day,
                result="done",
                by_proxy=number < a.by_proxy,
            )
            for number, day in enumerate(self.days(year, a.finished))
        )
        GoodDeed.objects.bulk_create(
            GoodDeed(
                subdistrict=self.office,
                community=self.places[number % len(self.places)],
                date=day,
                content=f"实事{number}",
            )
            for number, day in enumerate(self.days(year, a.deeds))
        )

    def partners(self, year: int, a: Amounts) -> None:
        since = date(year, 2, 1)
        for number, place in enumerate(self.places[:3]):
            given = {"subdistrict": self.office, "community": place, "since": since}
            PartnerUnit.objects.bulk_create([PartnerUnit(name=f"{year}单位{number}", **given)])
            PartTimeMember.objects.bulk_create(
                [PartTimeMember(name=f"{year}委员{number}", unit="单位", **given)]
            )
            F.CheckInFactory(community=place, name=f"{year}报到{number}", since=since, unit=f"{year}")
        Instructor.objects.bulk_create(
            [Instructor(subdistrict=self.office, name=f"{year}指导员", work_unit="街道", since=since)]
        )
        if year == YEARS[0]:
            for place in self.places:
                F.CheckInFactory.create_batch(2, community=place, since=LONG_AGO)
        F.ProjectClaimFactory.create_batch(a.study, community=self.places[0], date=date(year, 7, 1))

    # ── What is planned and stated ──────────────────────────────────────────
    def plan(self, year: int) -> None:
        """Targets for the year after, a little above what the year came to; all of them kept by whoever keeps everything."""
        draft = Draft(scope_of(self.office, year, date(year + 1, 3, 1)))
        values = draft.facts.values
        kept = self.kind.name == "everything_kept"
        more = Decimal("1.00") if kept else Decimal("1.10")
        goals: dict[str, Any] = {"special_meetings": 1, "decision_training": 1}
        for key, figure in (
            ("party_funding", "funding.party"),
            ("rectification_funding", "funding.premises"),
            ("party_spirit", "meetings.party_spirit"),
            ("conduct_education", "meetings.conduct_education"),
            ("branch_secretary_training", "meetings.branch_secretary_training"),
            ("new_partner_units", "communities.partner_units_joined"),
            ("new_part_time_members", "communities.part_time_members_appointed"),
            ("project_claims", "services.projects_claimed"),
            ("two_new_activists", "members.two_new_activists"),
            ("pilot_communities", "communities.pilots"),
            ("new_brands", "services.brands_begun"),
            ("satisfaction", "communities.rectified_satisfaction"),
            ("decision_awareness", "communities.decision_awareness"),
        ):
            now = values[figure].value or 0
            step = (
                now
                if kept and now
                else min(Decimal(100), now + 1)
                if values[figure].text.endswith("%")
                else (Decimal(now) * more).to_integral_value() or 1
            )
            goals[key] = max(step, Decimal(60)) if key == "satisfaction" else step
        for key, figure in (
            ("org_life_rate", "meetings.org_life_rate"),
            ("plan_done", "meetings.plan_done"),
        ):
            if not values[figure].missing:
                goals[key] = min(Decimal(100), Decimal(values[figure].value) + (0 if kept else 1))
        goals["monthly_visits"] = max(1, int(values["visits.frontline"].value or 0) // 14)
        goals["home_visit_households"] = 4
        goals["deeds_per_member"] = (values["services.deeds_per_member"].value or 0) + (
            0 if kept else Decimal("0.1")
        )
        for key, amount in goals.items():
            F.TargetFactory(
                subdistrict=self.office,
                year=year + 1,
                key=f"targets.{key}",
                amount=Decimal(str(amount)),
                by_mean=key == "deeds_per_member",
            )
        chosen = Target.objects.create(
            subdistrict=self.office, year=year + 1, key="targets.demonstration_communities"
        )
        chosen.communities.set(self.places[-1:])

    def told(self, year: int) -> date:
        """The day on which the year is told."""
        return date(year, *self.kind.told_on) if self.kind.told_on != (12, 31) else date(year + 1, 1, 20)

    def draft(self, year: int, layout: str = "four") -> Draft:
        AnnualReport.objects.update_or_create(
            subdistrict=self.office,
            year=year,
            defaults={"layout": layout, "reporter": "周明远", "reporter_post": "党工委书记"},
        )
        draft = Draft(scope_of(self.office, year, self.told(year)))
        self.state_zeros(draft)
        draft = Draft(scope_of(self.office, year, self.told(year)))
        places = draft.document.places()
        off = {places[key] for key in draft.document.gaps}
        passages = draft.passages
        for passage in passages:
            passage.written = passage.key not in off
        fresh = Draft(draft.scope, draft.facts.values, passages)
        fresh.facts = draft.facts
        return fresh

    def state_zeros(self, draft: Draft) -> None:
        """Everything that is not on record and may be zero, is."""
        may_be = {key for key, _ in figure_choices()}
        silent = [
            key
            for key, value in draft.facts.values.items()
            if key in may_be and (value.missing or value.incomplete)
        ]
        rows = [ZeroStatement(subdistrict=self.office, year=draft.scope.year, key=key) for key in silent]
        ZeroStatement.objects.bulk_create(rows, ignore_conflicts=True)

    def sign(self, draft: Draft) -> None:
        """As the edition of that year is kept, as far as later years look at it."""
        user = F.UserFactory(subdistrict=self.office, role="secretary")
        now = timezone.now()
        edition = Edition(
            report=AnnualReport.objects.get(pk=draft.scope.report.pk),
            number=1,
            submitted_by=user,
            signed_by=user,
        )
        edition.submitted_at = edition.signed_at = now
        edition.freeze(
            {
                "passages": as_data(draft.passages),
                wordings.KEPT: wordings.as_data(draft.passages),
                "document": as_json(draft.document),
                "spoken": as_json(draft.speech),
            }
        )
        edition.save()
