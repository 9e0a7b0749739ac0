"""The 社区工作者 and 网格员 of each 社区."""

from datetime import date
from random import Random

from communities.models import Community, Worker
from demo.days import between
from demo.organisations import numeral
from demo.world import World

WORKERS, GRIDS = 6, 4  # of a 社区
CERTIFICATES = ("", "", "助理社会工作师", "社会工作师")


def make_workers(world: World) -> None:
    dice = world.dice("workers")
    rows = []
    for community in world.communities:
        for number in range(1, WORKERS + GRIDS + 1):
            rows.append(_worker(world, dice, community, number))
    world.write.save(rows)


def _worker(world: World, dice: Random, community: Community, number: int) -> Worker:
    is_of_grid = number > WORKERS
    worker = Worker(
        subdistrict=world.subdistrict,
        community=community,
        name=world.people.name(),
        post=Worker.Post.GRID if is_of_grid else Worker.Post.WORKER,
        grid=f"第{numeral(number - WORKERS)}网格" if is_of_grid else "",
        certificates=dice.choice(CERTIFICATES),
        since=between(dice, date(world.year - 6, 1, 1), date(world.year - 1, 12, 31)),
    )
    if number == WORKERS and worker.since < world.first_day:
        worker.until = date(world.year, 6, 30)
    return worker
