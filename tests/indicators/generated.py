"""A year made up by dice: every kind of record, in and out of the year, right and not quite right."""

from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from communities.models import Community, Election, Leader, Rectification, SubDistrict, Survey
from duties.models import Round
from funding.models import Payment
from indicators.catalogue import CATALOGUE
from mediation.models import MediationCase
from meetings.models import Decision, Meeting
from members.models import PartyOrg
from services.models import ServiceCase
from tests import factories as F
from tests.factories import YEAR
from tests.indicators.generated_posts import make_posts
from tests.indicators.generated_study import make_study
from visits.models import Visit, VisitIssue

EDGES = [date(YEAR - 1, 12, 31), date(YEAR, 1, 1), date(YEAR, 12, 31), date(YEAR + 1, 1, 1)]
ORG, SPHERE = PartyOrg.Kind, PartyOrg.Sphere


class Generated:
    """Records of one 街道. Where `gaps`, some communities have hardly any, and whole kinds are left out."""

    def __init__(self, seed: int, gaps: bool = False, times: int = 1) -> None:
        self.dice, self.gaps, self.times = Random(seed), gaps, times
        self.office: SubDistrict = F.SubDistrictFactory()
        self.places = [self.community(n) for n in range(7)]
        self.busy = self.places[:4] if gaps else self.places
        for make in (
            self.people,
            self.meetings,
            self.decisions,
            self.visits,
            self.surveys,
            self.money,
            self.services,
            self.plans,
            self.assessments,
        ):
            make()
        make_posts(self.orgs, self.members, seed)
        if not gaps:
            self.certain()
            self.accountability()
            make_study(self.office)

    # what the dice say

    def day(self, first: int = YEAR - 1, last: int = YEAR + 1) -> date:
        """Any day of those years, every fifth an edge of the year."""
        if self.dice.random() < 0.2:
            return self.dice.choice(EDGES)
        return date(first, 1, 1) + timedelta(days=self.dice.randrange(365 * (last - first + 1)))

    def maybe(self, value: Any, chance: float = 0.5) -> Any:
        return value if self.dice.random() < chance else None

    def place(self) -> Community:
        return self.dice.choice(self.busy)

    def several(self, number: int) -> range:
        return range(number * self.times)

    def span(self, prefix: str = "", always: bool = True) -> dict[str, Any]:
        since = self.day(YEAR - 2, YEAR) if always or self.dice.random() < 0.6 else None
        until = since and self.maybe(since + timedelta(days=self.dice.randrange(900)), 0.4)
        return {f"{prefix}since": since, f"{prefix}until": until}

    def community(self, number: int) -> Community:
        kind = Community.Kind.FORMER_VILLAGE if number % 3 == 2 else Community.Kind.URBAN
        spans = (
            self.span("big_committee_", False)
            | self.span("demonstration_", False)
            | self.span("pilot_", False)
        )
        return F.CommunityFactory(
            subdistrict=self.office,
            code=f"{number}",
            name=f"第{number}社区",
            kind=kind,
            order=number,
            **spans,
        )

    # the records

    def people(self) -> None:
        dice, office = self.dice, self.office
        self.orgs = [
            F.PartyOrgFactory(
                community=self.place(),
                kind=dice.choice(ORG.values),
                sphere=dice.choice(SPHERE.values),
                **self.span(),
            )
            for _ in self.several(25)
        ]
        self.orgs += [F.PartyOrgFactory(community=self.place()) for _ in range(8)]
        firms_orgs = [org for org in self.orgs if org.sphere == SPHERE.TWO_NEW]
        for _ in self.several(25):
            given = {
                "full_members": dice.choice([None, 0, 2, 3, 3, 9]),
                "org": self.maybe(dice.choice(firms_orgs)),
                **self.span(),
            }
            F.TwoNewUnitFactory(community=self.place(), **given)
        self.firm = F.TwoNewUnitFactory(community=self.busy[0])
        self.members = [
            F.MemberFactory(org=dice.choice(self.orgs), birth_date=self.born(), **self.span())
            for _ in self.several(40)
        ]
        for number in self.several(4):  # left behind in branches dissolved before, in and after the year
            until = [EDGES[0], F.DAY, EDGES[2], EDGES[3]][number % 4]
            branch = F.PartyOrgFactory(community=self.place(), until=until)
            self.members += [F.MemberFactory(org=branch, birth_date=self.born()) for _ in range(3)]
        for _ in self.several(30):
            self.applicant()
        for number in self.several(8):
            F.InstructorFactory(
                subdistrict=office,
                name=f"指导员{number % 3}",
                work_unit=dice.choice("甲乙"),
                **self.ended(number),
            )
        for number in self.several(20):
            F.PartnerUnitFactory(community=self.place(), name=f"单位{number % 6}", **self.ended(number))
            F.PartTimeMemberFactory(
                community=self.place(),
                name=f"委员{number % 5}",
                unit=dice.choice("甲乙"),
                **self.ended(number),
            )

    def born(self) -> date | None:
        """About sixty years ago, or not known."""
        return self.maybe(date(YEAR - 61, 7, 1) + timedelta(days=self.dice.randrange(900)), 0.8)

    def ended(self, number: int) -> dict[str, date]:
        """A span with an end: names may come again then."""
        since = self.day(YEAR - 2, YEAR)
        return {"since": since, "until": since + timedelta(days=200 + number * 40)}

    def applicant(self) -> None:
        dice = self.dice
        stages = ["talked_on", "activist_on", "candidate_on", "admitted_on", "approved_on"][
            : dice.randrange(6)
        ]
        given = {stage: self.day() for stage in stages}
        unit = self.maybe(self.firm)
        applied = dice.choice([date(YEAR, 11, 30), date(YEAR, 12, 1), self.day(YEAR - 1, YEAR)])
        given |= {"unit": unit, "ended_on": self.maybe(self.day(), 0.2), "applied_on": applied}
        F.ApplicantFactory(org=dice.choice(self.orgs), **given)

    def meetings(self) -> None:
        dice, office = self.dice, self.office
        posts = [Leader.Post.SECRETARY, Leader.Post.DIRECTOR]
        self.leaders = [
            F.LeaderFactory(subdistrict=office, post=dice.choice(posts), **self.span()) for _ in range(6)
        ]
        campaigns = [
            F.CampaignFactory(subdistrict=office, first_year=YEAR - n, last_year=YEAR - n) for n in range(2)
        ]
        kinds = [kind for kind in Meeting.Kind.values if not (self.gaps and kind in ("training", "conduct"))]
        for _ in self.several(150):
            given = {
                "lecturer": self.maybe(dice.choice(self.leaders)),
                "campaign": self.maybe(dice.choice(campaigns)),
            }
            given |= {"expected": self.maybe(40), "present": self.maybe(dice.randrange(40))}
            org = self.maybe(dice.choice(self.orgs))
            F.MeetingFactory(subdistrict=office, org=org, date=self.day(), kind=dice.choice(kinds), **given)

    def decisions(self) -> None:
        dice = self.dice
        for _ in self.several(60):
            steps = {step: self.maybe(self.day(), 0.9) for step in Decision.ALL_STEPS}
            matter = F.DecisionFactory(
                community=self.place(), method=dice.choice(Decision.Method.values), **steps
            )
            for _ in range(dice.randrange(3)):
                F.DecisionOpinionFactory(decision=matter, adopted=dice.random() < 0.6)

    def visits(self) -> None:
        dice = self.dice
        for number in self.several(80):
            leaders = dice.sample(self.leaders, dice.randrange(4))
            given = {
                "kind": dice.choice(Visit.Kind.values),
                "households": self.maybe(dice.randrange(20), 0.8),
            }
            day = EDGES[number] if number < 4 else self.day()
            community = self.places[number % len(self.busy)]
            if Visit.objects.filter(community=community, date=day, kind=given["kind"]).exists():
                continue
            visit = F.VisitFactory(community=community, date=day, leaders=leaders, **given)
            for _ in range(dice.randrange(3)):
                kind = dice.choice(VisitIssue.Kind.values)
                F.VisitIssueFactory(
                    visit=visit, kind=kind, solved_on=self.maybe(day + timedelta(days=dice.randrange(400)))
                )

    def surveys(self) -> None:
        dice = self.dice
        for community in self.busy:
            for body in Election.Body.values:
                day = self.day(YEAR - 1, YEAR)
                F.ElectionFactory(community=community, body=body, date=day, completed_on=self.maybe(day, 0.9))
        for number in range(12):
            since = date(YEAR - 2, 1, 1) + timedelta(days=50 * number)
            until = self.maybe(since + timedelta(days=dice.randrange(300)))
            unit = F.RectificationFactory(
                community=self.place(), kind=Rectification.Kind.WEAK, since=since, until=until
            )
            for phase in (Survey.Phase.BEFORE, Survey.Phase.AFTER):
                if dice.random() < 0.8:
                    self.survey(unit.community, phase=phase, rectification=unit)
        for _ in self.several(30):
            self.survey(self.place())

    def survey(self, community: Community, **given: Any) -> None:
        dice = self.dice
        parts = [dice.randrange(1, 40) for _ in range(4)]
        given |= dict(
            zip(("satisfied", "basically_satisfied", "dissatisfied", "unknown"), parts, strict=True)
        )
        given |= {"date": self.day(), "kind": dice.choice(Survey.Kind.values), "valid": sum(parts)}
        keys = {
            "kind": given["kind"],
            "phase": given.get("phase", Survey.Phase.ANNUAL),
            "date": given["date"],
        }
        if not Survey.objects.filter(community=community, **keys).exists():
            F.SurveyFactory(community=community, **given)

    def money(self) -> None:
        dice = self.dice
        kinds = [kind for kind in Payment.Kind.values if not (self.gaps and kind == "party")]
        for _ in self.several(60):
            amount = Decimal(dice.randrange(1, 10_000_000)) / 100
            given = {
                "date": self.day(),
                "kind": dice.choice(kinds),
                "amount": amount,
                "subdistrict": self.office,
            }
            F.PaymentFactory(community=self.maybe(self.place(), 0.9), **given)

    def services(self) -> None:
        dice, office = self.dice, self.office
        item = F.ServiceItemFactory(subdistrict=office)
        for _ in self.several(60):
            result = dice.choice(ServiceCase.Result.values)
            given = {
                "item": item,
                "finished_on": None if result == "ongoing" else self.day(),
                "by_proxy": dice.random() < 0.7,
            }
            F.ServiceCaseFactory(community=self.place(), result=result, **given)
            ended = dice.choice(MediationCase.Result.values)
            F.MediationCaseFactory(
                community=self.place(), result=ended, closed_on=None if ended == "ongoing" else self.day()
            )
            F.GoodDeedFactory(community=self.place(), date=self.day())
        for number in self.several(30):
            known = [
                {"id_no": f"id{number % 7}"},
                {"name": f"党员{number % 5}", "phone": "138"},
                {"name": f"党员{number % 5}", "unit": "甲"},
                {
                    "name": f"党员{number % 5}",
                    "unit": "甲",
                    "id_no": f"id{number % 7}",
                },  # and so some are in doubt
            ]
            F.CheckInFactory(community=self.place(), **self.ended(number), **dice.choice(known))
        if not self.gaps:
            for _ in self.several(12):
                F.ProjectClaimFactory(community=self.place(), date=self.day())
        categories = [F.VolunteerCategoryFactory(subdistrict=office) for _ in range(5)]
        for _ in self.several(12):
            members = dice.sample(self.members, 5)
            F.VolunteerTeamFactory(
                community=self.place(), category=dice.choice(categories), members=members, **self.span()
            )
        for _ in self.several(10):
            brand = F.BrandFactory(community=self.maybe(self.place(), 0.8), subdistrict=office, **self.span())
            if dice.random() < 0.6:
                F.MediaReportFactory(brand=brand, date=brand.since + timedelta(days=30))

    def plans(self) -> None:
        keys = [key for key in CATALOGUE if key.startswith("targets.")]
        for number, key in enumerate(keys[: 5 if self.gaps else None], start=3):
            F.TargetFactory(subdistrict=self.office, key=key, amount=Decimal(number))

    def assessments(self) -> None:
        """Rounds closed and open, problems put right or not, and votes; by dice of their own."""
        dice = Random("assessments")
        for year in (YEAR - 1, YEAR, YEAR + 1):
            scheme = F.SchemeFactory(subdistrict=self.office, year=year)
            kinds = Round.Kind.values[: 2 if self.gaps else None]
            for kind in kinds:
                for number in range(1, dice.randint(1, Round.MOST[kind]) + 1):
                    begun = date(year, dice.randint(1, 12), 28)
                    closed = begun + timedelta(days=3) if dice.random() < 0.7 else None
                    given = {"kind": kind, "number": number, "begun_on": begun, "closed_on": closed}
                    F.RoundFactory(subdistrict=self.office, scheme=scheme, **given)
        for _ in self.several(30):
            day = date(YEAR - 1, 1, 1) + timedelta(days=dice.randrange(365 * 3))
            done = day + timedelta(days=dice.randrange(200)) if dice.random() < 0.8 else None
            F.ProblemFactory(community=dice.choice(self.busy), date=day, done_on=done)
        for _ in range(0 if self.gaps else 6):
            holder = F.PostHolderFactory(org=dice.choice(self.orgs))
            good, fair = dice.randrange(30), dice.randrange(9)
            votes = {"good": good, "fair": fair, "plain": 2, "poor": 1, "valid": good + fair + 3}
            year = YEAR - dice.randrange(2)
            F.ReviewFactory(holder=holder, year=year, held_on=date(year + dice.randrange(2), 1, 9), **votes)

    def certain(self) -> None:
        """What the dice may have left out."""
        office, place, day = self.office, self.places[0], F.DAY
        secretary = F.LeaderFactory(subdistrict=office, post=Leader.Post.SECRETARY)
        campaign = F.CampaignFactory(subdistrict=office)
        for kind in Meeting.Kind.values:
            F.MeetingFactory(
                subdistrict=office,
                date=day,
                kind=kind,
                lecturer=secretary,
                chair=secretary,
                campaign=campaign,
            )
        F.MeetingFactory(
            subdistrict=office, date=day, kind=Meeting.Kind.THEME_DAY, org=F.PartyOrgFactory(community=place)
        )
        F.PartyOrgFactory(community=place, sphere=SPHERE.TWO_NEW, since=day)
        F.ApplicantFactory(org=self.orgs[0], admitted_on=day, approved_on=day)
        F.InstructorFactory(subdistrict=office)
        unit = F.RectificationFactory(community=self.community(7))
        for phase, good in ((Survey.Phase.BEFORE, 50), (Survey.Phase.AFTER, 90), (Survey.Phase.ANNUAL, 40)):
            sheets = {"satisfied": good, "basically_satisfied": 0, "dissatisfied": 100 - good}
            F.SurveyFactory(
                community=unit.community,
                phase=phase,
                rectification=unit if phase != "annual" else None,
                **sheets,
            )

    def accountability(self) -> None:
        """Duties, 责任书, 约谈 and 整改 of three years; everything is done, and two items were not kept."""
        holders = [F.PostHolderFactory(org=org) for org in self.orgs[:3]]
        for year in (YEAR - 1, YEAR, YEAR + 1):
            day = date(year, 5, 20)
            for number, holder in enumerate(holders):
                F.DutyFactory(holder=holder, year=year, due=day, done_on=day)
                closed_on = date(year, 12, 20) if year <= YEAR else None
                pledge = F.PledgeFactory(holder=holder, year=year, signed_on=day, closed_on=closed_on)
                F.PledgeItemFactory(pledge=pledge, outcome="kept" if number else "broken")
                community = holder.org.community
                source = "own" if number else "report"
                F.RemedyFactory(community=community, year=year, source=source, done_on=day, result="已改")
            F.TalkFactory(subdistrict=self.office, date=day, due=day, rectified_on=day)
