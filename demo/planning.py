"""What was decided about the reports: the year's own settings, the plan for the next, a zero where it is true."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

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
)
# One column for the year told, the next, and the one after that, whose plan is still being written. In the order of KEYS.
PLANS: tuple[tuple[Any, ...], ...] = (
    (1, 32, 5, 60, 10, 4, 4, 90, 76, 1.2, 6, 4, 50, 1, 75, 13, 5, 2),
    (1, 34, 5.5, 66, 12, 4, 4, 88, 78, 1.3, 8, 5, 54, 1, 81, 13, 5, 2),
    (1, 36, None, None, 12, 5, 4, None, 80, None, None, None, None, 1, 84, None, None, None),
)
MEANT_AS_MEAN = ("home_visit_households", "deeds_per_member")
DEMONSTRATIONS = (("清泉",), ("河畔",), ())
CHOSEN = {-1: "杨庄互助仓", 0: "邻里食堂"}


def make_plans(world: World, secretary: Any) -> None:
    for offset, amounts in enumerate(PLANS):
        year, decided = world.year + offset, date(world.year + offset - 1, 12, 22)
        world.write.save(_targets(world, year, amounts), by=secretary, on=min(decided, world.today))
        if names := DEMONSTRATIONS[offset]:
            chosen = Target(subdistrict=world.subdistrict, year=year, key="targets.demonstration_communities")
            world.write.save([chosen], by=secretary, on=min(decided, world.today))
            world.write.link(Target, "communities", [(chosen, world.by_name(name)) for name in names])


def _targets(world: World, year: int, amounts: tuple[Any, ...]) -> Iterator[Target]:
    for key, amount in zip(KEYS, amounts, strict=True):
        if amount is not None:
            meant = {"amount": Decimal(str(amount)), "by_mean": key in MEANT_AS_MEAN}
            yield Target(subdistrict=world.subdistrict, year=year, key=f"targets.{key}", **meant)


def make_reports(world: World, secretary: Any) -> None:
    brands = {brand.name: brand for brand in Brand.objects.of(world.subdistrict.pk)}
    for offset, name in CHOSEN.items():
        year, brand = world.year + offset, brands[name]
        report = AnnualReport(
            subdistrict=world.subdistrict,
            year=year,
            brand=brand,
            media_report=_latest(brand, year),
            report_date=date(year, 12, 28),
            **{
                field: getattr(world.subdistrict, field)
                for field in ("reporter", "reporter_post", "salutation", "signature")
            },
        )
        world.write.save([report], by=secretary, on=date(year, 12, 20))


def sign_report(year: int, secretary: Any) -> None:
    """The year's report goes its way to the signature, by the checks that every report has to pass."""
    signing.submit(Draft(scope_of(secretary.subdistrict, year)), secretary)
    signing.sign(Draft(scope_of(secretary.subdistrict, year)), secretary)


def _latest(brand: Brand, year: int) -> MediaReport | None:
    return MediaReport.objects.filter(brand=brand, date__year__lte=year).order_by("-date").first()


def make_zero_statements(world: World) -> None:
    """The year before had no 换届 at all, and one community decided nothing in it."""
    year = world.year - 1
    rows = [
        ZeroStatement(
            subdistrict=world.subdistrict,
            year=year,
            key="communities.elections_completed",
            note=f"{year}年没有换届任务",
        ),
        ZeroStatement(
            subdistrict=world.subdistrict,
            community=world.by_name("机床厂"),
            year=year,
            key="meetings.decisions",
            note="全年没有应由居民表决的事项",
        ),
    ]
    world.write.save(rows, on=date(year, 12, 25))
