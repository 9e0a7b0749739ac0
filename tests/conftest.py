"""The people and places most tests stand on: one 街道 with two 社区, and another 街道 beside it."""

import fcntl
import gc
from datetime import date
from pathlib import Path

import pytest
from django.test import Client
from hypothesis import HealthCheck, settings

from access.roles import Role
from accounts.models import User
from communities.actions import open_subdistrict
from communities.models import Community, SubDistrict
from indicators.catalogue import CATALOGUE
from indicators.compute import compute
from indicators.kinds import Value
from reports.context import ReportScope, scope_of
from tests.demo.loaded import share
from tests.factories import YEAR, CommunityFactory, UserFactory
from tests.reliability.support import manage

TESTS = Path(__file__).parent

# Hypothesis fails what takes longer than 200 ms, or is slow to draw: on a busy machine that is anything.
settings.register_profile(
    "any machine",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.load_profile("any machine")


LONG = (
    "migration",
    "operations",
    "reliability",
    "report",
    "access",
    "demo",
)  # these migrate, start processes, load the demo


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest, so that no core is without work at the end."""

    def turn(item: pytest.Item) -> int:
        folder = item.path.relative_to(TESTS).parts[0]
        return LONG.index(folder) if folder in LONG else len(LONG)

    items.sort(key=turn)


def pytest_collection_finish() -> None:
    """Leave what is loaded by now out of every later collection of garbage: it stays to the end."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def run_folder(tmp_path_factory, worker_id) -> Path:
    """A folder for what all workers of a run have in common."""
    folder = (
        tmp_path_factory.getbasetemp() if worker_id == "master" else tmp_path_factory.getbasetemp().parent
    )
    share(folder)
    return folder


@pytest.fixture(scope="session")
def migrated(run_folder) -> Path:
    """An empty SQLite database with all migrations applied, made once for all workers: copy it."""
    made = run_folder / "migrated.sqlite3"
    with (run_folder / "migrated.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            done = manage(run_folder / "draft.sqlite3", "migrate", "--verbosity", "0")
            assert done.returncode == 0, done.stderr
            (run_folder / "draft.sqlite3").rename(made)
    return made


@pytest.fixture
def office(db) -> SubDistrict:
    """A 街道 with its local lists."""
    return open_subdistrict(SubDistrict(code="JH", name="锦河街道", reporter="周明远"))


@pytest.fixture
def qingquan(office) -> Community:
    return CommunityFactory(subdistrict=office, code="01", name="清泉社区", order=1)


@pytest.fixture
def wenchang(office) -> Community:
    return CommunityFactory(subdistrict=office, code="02", name="文昌社区", order=2)


@pytest.fixture
def other_office(db) -> SubDistrict:
    return open_subdistrict(SubDistrict(code="LS", name="柳山街道"))


@pytest.fixture
def clerk(office) -> User:
    """A 录入员 of the whole 街道."""
    return UserFactory(username="clerk", subdistrict=office)


@pytest.fixture
def community_clerk(office, qingquan) -> User:
    """A 录入员 of 清泉社区 alone."""
    user = UserFactory(
        username="qingquan", display_name="赵秀芝", subdistrict=office, reach=User.Reach.COMMUNITIES
    )
    user.communities.add(qingquan)
    return user


@pytest.fixture
def secretary(office) -> User:
    return UserFactory(username="secretary", display_name="周明远", role=Role.SECRETARY, subdistrict=office)


@pytest.fixture
def admin(office) -> User:
    return UserFactory(
        username="admin", display_name="管理员", role=Role.ADMIN, subdistrict=office, is_staff=True
    )


@pytest.fixture
def as_user():
    """A client signed in as somebody: `as_user(clerk).get(…)`."""

    def signed_in(user: User) -> Client:
        client = Client()
        client.force_login(user, backend="accounts.backends.ReaderBackend")
        return client

    return signed_in


@pytest.fixture
def scope(office, qingquan, wenchang) -> ReportScope:
    """The 街道's year, looked at from the spring after."""
    return scope_of(office, YEAR, date(YEAR + 1, 3, 1))


@pytest.fixture
def figure(scope):
    """Compute one figure afresh: `figure("visits.frontline")`."""

    def computed(key: str) -> Value:
        fresh = scope_of(scope.subdistrict, scope.year, scope.today, scope.reach)
        return compute([CATALOGUE[key]], fresh)[key]

    return computed
