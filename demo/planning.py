"""What was decided about the reports: the year's settings, the plan for the next, a zero where it is true."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from accounts.models import User
from demo.world import World
from reports.context import scope_of
from reports.draft import Draft
from reports.models import AnnualReport, Target, ZeroStatement
from reports.signing import steps as signing
from services.models import Brand, MediaReport

KEYS = (
    "special_meetings",
    "monthly_visits",
    "home_visit_households",
    "party_funding",
    "party_spirit",
    "conduct_education",
    "branch_secretary_training",
    "rectification_funding",
    "satisfaction",
    "deeds_per_member",
    "new_partner_units",
    "new_part_time_members",
    "project_claims",
    "decision_training",
    "decision_awareness",
    "two_new_activists",
    "pilot_communities",
    "new_brands",
    "honours",
    "flag_members",
    "org_life_rate",
    "plan_done",
)
# In the order of KEYS, for the year told, the next, and the one after, whose plan is still being written.
PLANS: tuple[tuple[float | None, ...], ...] = (
    (1, 32, 5, 60, 10, 4, 4, 90, 76, 1.2, 6, 4, 50, 1, 75, 13, 5, 2, 14, 260, 60, 80),
    (1, 34, 5.5, 66, 12, 4, 4, 88, 78, 1.3, 8, 5, 54, 1, 81, 13, 5, 2, 18, 300, 65, 90),
    (1, 36, None, None, 12, 5, 4, None, 80, None, None, None, None, 1, 84, *(None,) * 7),
)
MEANT_AS_MEAN = ("home_visit_households", "deeds_per_member")
DEMONSTRATIONS = (("清泉",), ("河畔",), ())
CHOSEN = {-1: "杨庄互助仓", 0: "邻里食堂"}


def make_plans(world: World, secretary: User) -> None:
    """Set the targets of three years, each in the December before."""
    for offset, amounts in enumerate(PLANS):
        year = world.year + offset
        day = min(date(year - 1, 12, 22), world.today)
        world.write.save(_targets(world, year, amounts), by=secretary, on=day)
        names = DEMONSTRATIONS[offset]
        if names:
            key = "targets.demonstration_communities"
            target = Target(subdistrict=world.subdistrict, year=year, key=key)
            world.write.save([target], by=secretary, on=day)
            world.write.link(Target, "communities", [(target, world.by_name(name)) for name in names])


def _targets(world: World, year: int, amounts: tuple[float | None, ...]) -> Iterator[Target]:
    for key, amount in zip(KEYS, amounts, strict=True):
        if amount is not None:
            yield Target(
                subdistrict=world.subdistrict,
                year=year,
                key=f"targets.{key}",
                amount=Decimal(str(amount)),
                by_mean=key in MEANT_AS_MEAN,
            )


def make_reports(world: World, secretary: User) -> None:
    """Decide about the reports of the two full years: the brand that each tells of, and who reports."""
    brands = {brand.name: brand for brand in Brand.objects.of(world.subdistrict.pk)}
    for offset, name in CHOSEN.items():
        year, brand = world.year + offset, brands[name]
        report = AnnualReport(
            subdistrict=world.subdistrict,
            year=year,
            brand=brand,
            media_report=_latest(brand, year),
            report_date=date(year, 12, 28),
            reporter=world.subdistrict.reporter,
            reporter_post=world.subdistrict.reporter_post,
            salutation=world.subdistrict.salutation,
            signature=world.subdistrict.signature,
        )
        world.write.save([report], by=secretary, on=date(year, 12, 20))


def sign_report(world: World, secretary: User) -> None:
    """Have the year's report signed, by the checks that every report has to pass."""
    for step in (signing.submit, signing.sign):
        step(Draft(scope_of(world.subdistrict, world.year)), secretary)


def _latest(brand: Brand, year: int) -> MediaReport | None:
    return MediaReport.objects.filter(brand=brand, date__year__lte=year).order_by("-date").first()


def make_zero_statements(world: World) -> None:
    """State that the year before had no 换届 at all, and that one community decided nothing in it."""
    year = world.year - 1
    no_elections = ZeroStatement(
        subdistrict=world.subdistrict,
        year=year,
        key="communities.elections_completed",
        note=f"{year}年没有换届任务",
    )
    no_decisions = ZeroStatement(
        subdistrict=world.subdistrict,
        community=world.by_name("机床厂"),
        year=year,
        key="meetings.decisions",
        note="全年没有应由居民表决的事项",
    )
    world.write.save([no_elections, no_decisions], on=date(year, 12, 25))
