"""A database of before the year's rules, with two years of records and both signed, migrates and still says the same.

Kept is what that state itself said (`state.json`); what the new rules say otherwise is listed here, each with its reason.
"""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from django.db import connection

from tests.migration.placing import HERE, place_in_sqlite
from tests.postgres import empty_database
from tests.reliability.support import ROOT, environment, manage, rows

KEYS = "state before"  # of personal data, as when the state was made
YEARS = ("2024", "2025")


# ── One migrated database for all ───────────────────────────────────────────
@pytest.fixture(scope="module")
def before() -> dict[str, Any]:
    """What the state said itself."""
    return json.loads((HERE / "state.json").read_text(encoding="utf-8"))


class Migrated(NamedTuple):
    """What processes need to work on the database, and what it held before."""

    env: dict[str, str]
    leaves: list[list[str]]
    person_keys: list[list[Any]]


@pytest.fixture(scope="module")
def migrated(tmp_path_factory) -> Iterator[Migrated]:
    """The state at the present migrations, on the kind of database that the tests run on."""
    source = tmp_path_factory.mktemp("state") / "state.sqlite3"
    place_in_sqlite(source)
    leaves = rows(source, "SELECT app, max(name) FROM django_migrations GROUP BY app")
    keys = rows(source, "SELECT id, person_key FROM services_checkin ORDER BY id")
    with upgraded(source) as env:
        yield Migrated(env, [list(leaf) for leaf in leaves], [list(key) for key in keys])


@pytest.fixture(scope="module")
def after(migrated) -> dict[str, Any]:
    """What the migrated database says."""
    return json.loads(run(migrated.env, "-m", "tests.migration.asking"))


@contextmanager
def upgraded(source: Path) -> Iterator[dict[str, str]]:
    """The environment of a process that works on the state: migrated on PostgreSQL, on SQLite restored from a backup of it."""
    env = environment(source, PERSONAL_DATA_KEYS=KEYS)
    if connection.vendor == "sqlite":
        yield restored(source, env)
        return
    with empty_database() as url:
        env |= {"DATABASE_URL": url}
        run(env, "-m", "tests.migration.placing", str(source))
        run(env, "manage.py", "migrate", "--verbosity", "0")
        yield env


def restored(source: Path, env: dict[str, str]) -> dict[str, str]:
    """Back the state up as it is and restore it beside: it is migrated on the way."""
    beside = source.parent / "beside"
    beside.mkdir()
    run(env, "manage.py", "backup", str(source.parent / "backups"))
    (backup,) = (source.parent / "backups").glob("dangjian-*")
    database = beside / "restored.sqlite3"
    run(
        env,
        "manage.py",
        "restore",
        str(backup),
        "--into",
        f"sqlite:///{database}",
        "--files",
        str(beside / "files"),
    )
    return environment(database, PERSONAL_DATA_KEYS=KEYS)


def run(env: dict[str, str], *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, *arguments], env=env, cwd=ROOT, capture_output=True, text=True, timeout=600
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


# ── Nothing is lost ─────────────────────────────────────────────────────────
def test_every_table_has_the_rows_it_had_and_the_versions_that_migrations_wrote(before, after):
    added = {
        name: after["counts"][name] - count
        for name, count in before["counts"].items()
        if after["counts"][name] != count
    }
    assert added == ADDED
    new = {
        name: count
        for name, count in after["counts"].items()
        if name not in before["counts"] and "shelf" not in name
    }
    of_kinds = {name: 0 for name in new if KINDS_SINCE.match(name)}
    assert new == BEGUN_SINCE | of_kinds
    assert len(of_kinds) == 36


def test_child_rows_and_their_versions_have_the_office_of_what_they_are_below(after):
    below = (
        "visits_{}visitissue",
        "meetings_{}attendance",
        "meetings_{}decisionopinion",
        "mediation_{}mediationparty",
        "mediation_{}heartnote",
        "services_{}mediareport",
        "duties_{}pledgeitem",
        "duties_{}criterion",
        "duties_{}score",
    )
    tables = [name.format(kind) for name in below for kind in ("", "historical")]
    assert after["without owner"] == dict.fromkeys(tables, 0)


def test_wrong_keys_are_refused_before_anything_is_migrated(tmp_path):
    source = tmp_path / "state.sqlite3"
    place_in_sqlite(source)
    before = rows(source, "SELECT count(*) FROM django_migrations")
    done = manage(source, "migrate", PERSONAL_DATA_KEYS="another key than that of the state before")
    assert (done.returncode, "没有一把是这个数据库的密钥" in done.stderr, "Traceback" in done.stderr) == (
        2,
        True,
        False,
    )
    assert rows(source, "SELECT count(*) FROM django_migrations") == before


# Each unchanged passage and cause got a version more, in which it follows the default. Sixteen more causes are offered since,
# and two of the first changed.
ADDED = {"reports_cause": 16, "reports_historicalcause": 16 + 12, "reports_historicalpassage": 137}
# Tables that there were none of, with their rows.
BEGUN_SINCE = {
    "audit_entry": 0,
    "imports_delivery": 0,
    "imports_learnt": 0,
    "meetings_orgliferule": 7,  # the usual ones, which ask nobody until a day is given
    "meetings_historicalorgliferule": 7,
    "operations_backup": 0,
    "records_formdraft": 0,
    "records_keysentinel": 1,
    "tasks_heartbeat": 0,
}
# Kinds of record that there were none of: whoever upgrades has none of them.
KINDS_SINCE = re.compile(
    r"duties_|communities_(historical)?worker|members_(historical)?(postholder|honour|flagpost)"
    r"|meetings_(historical)?(attendance|trainingplan)|visits_(historical)?visit_secretaries"
)


# Figures that count kinds of record that there were none of.
OF_KINDS_SINCE = re.compile(
    r"duties\.|members\.(secretaries|vacant_orgs|honour|flag_)|meetings\.(org_life_|plan_|hours_)"
)


# ── Figures of closed years ─────────────────────────────────────────────────
# A member left in a dissolved 党组织 is a gap and no 自管党员; two registrations by name and unit are one person, and one
# that could be either of two by name and unit is nobody more; a meeting of the 党工委 is the 街道's, counted once.
CORRECTIONS: dict[tuple[str, str], dict[str, Any]] = {
    ("2024", "members.own"): {"text": "1355", "rows": {"1": "149"}},
    ("2024", "services.checked_in_members"): {"text": "1794"},
    ("2024", "services.deeds_per_member"): {"denominator": "1794"},
    ("2025", "members.own"): {"text": "1429", "rows": {"1": "151"}},
    ("2025", "services.checked_in_members"): {"text": "1885"},
    ("2025", "services.deeds_per_member"): {"denominator": "1885"},
    ("2025", "meetings.training"): {"text": "17", "rows": {"": "17"}},
}


@pytest.mark.parametrize("year", YEARS)
def test_figures_of_a_closed_year_are_as_they_were_but_for_what_the_rules_correct(before, after, year):
    expected = before["figures"][year]
    for (when, key), correction in CORRECTIONS.items():
        if when == year:
            expected[key] |= {**correction, "rows": expected[key]["rows"] | correction.get("rows", {})}
    assert {key: figure for key, figure in after["figures"][year].items() if key in expected} == expected


@pytest.mark.parametrize("year", YEARS)
def test_figures_of_kinds_that_came_since_are_missing(after, year):
    texts = {
        key: figure["text"] for key, figure in after["figures"][year].items() if OF_KINDS_SINCE.match(key)
    }
    assert set(texts.values()) <= {"X"}


# ── Signed editions ─────────────────────────────────────────────────────────
@pytest.mark.parametrize("year", YEARS)
def test_an_edition_prints_every_file_to_the_byte(before, after, year):
    signed, now = before["editions"][year], after["pages"][year]
    assert signed["files"].keys() == {"clean", "review", "spoken", "data"}
    assert (now["fingerprint"], now["intact"], now["files"]) == (signed["fingerprint"], True, signed["files"])


@pytest.mark.parametrize("year", YEARS)
def test_an_edition_opens_and_compares_with_the_present(before, after, year):
    moved = [key for when, key in CORRECTIONS if when == year]
    pages = after["pages"][year]
    assert before["editions"][year]["fingerprint"] in pages["page"]
    assert f"现在再算会不同的数字 {len(moved)} 项" in pages["page"]
    assert f"数字 {len(moved)} 项不同" in pages["compared"]


# ── The text ────────────────────────────────────────────────────────────────
OPENING = "我代表{office}党工委，报告{year}年抓基层党建工作的情况，请予评议。"
ADDED_POINT = "带出一批骨干。让年轻人在一线长本事。"
REWORDED = {
    "2024": {"opening": OPENING, "measures.teams.models": "树出榜样。2025年把身边党员的事迹讲给更多人听。"},
    "2025": {
        "opening": OPENING,
        "highlights.teams.own1": ADDED_POINT,
        "measures.teams.models": "树出榜样。{next_year}年把身边党员的事迹讲给更多人听。",
    },
    "2026": {
        "opening": OPENING,
        "highlights.teams.own1": ADDED_POINT,
        "measures.aim": "总体思路：把今年定下的事一件一件办完。",
        "measures.teams.models": "树出榜样。{next_year}年把身边党员的事迹讲给更多人听。",
    },
}


def test_what_nobody_reworded_follows_the_default_also_where_a_name_in_it_was_renewed(after):
    typed = {
        year: {key: text for key, text in passages.items() if text is not None}
        for year, passages in after["passages"].items()
    }
    assert typed == REWORDED
    assert {year: len(passages) for year, passages in after["passages"].items()} == {
        "2024": 48,
        "2025": 49,
        "2026": 49,
    }


def test_promises_judged_by_their_mean_stay_so(after):
    assert after["means"] == ["targets.deeds_per_member", "targets.home_visit_households"]


# ── Accounts ────────────────────────────────────────────────────────────────
def test_a_clerk_with_ticked_communities_is_limited_to_them_and_listed_until_confirmed(after):
    accounts = after["accounts"]
    home = accounts.pop("home of the 管理员")
    assert accounts == {
        "reach": "communities",
        "confirmed": ["admin", "lixiulan", "second", "zhaoxiuzhi", "zhoumingyuan"],
        "communities": ["文昌社区"],
        "payments of": ["文昌社区"],
    }
    assert "何文静（torn） 文昌社区" in home


# ── What was on record twice ────────────────────────────────────────────────
def test_meetings_with_the_committee_and_without_are_listed_and_not_joined(after):
    meetings = after["meetings"]
    assert meetings["pairs"] == [
        ["2024-04-09", "", True, False],
        ["2024-04-09", "锦河街道党工委", True, True],
        ["2025-04-09", "", True, False],
        ["2025-04-09", "锦河街道党工委", True, True],
    ]
    assert meetings["in doubt"] == 2
    assert "找到 2 条" in meetings["listed"]


def test_registrations_are_grouped_by_person(after):
    assert after["persons"] == [
        ["方志明", 0, False],
        ["方志明", 0, False],
        ["许晓梅", 2, False],
        ["许晓梅", 2, False],
        ["郭建平", 4, False],
        ["郭建平", 5, False],
        ["郭建平", 4, True],
    ]


def test_the_admitted_is_tied_to_the_member_of_his_name_in_the_same_organisation(after):
    assert after["applicants"] == ["邹若兰"]


# ── Numbers, versions, migrations ───────────────────────────────────────────
def test_every_record_has_a_lasting_number(after):
    assert after["without number"] == {}


def test_the_last_version_of_every_record_is_the_record(after):
    assert after["untrue versions"] == {}


def test_models_and_migrations_agree_and_a_second_migrate_does_nothing(after):
    assert "No changes detected" in after["unchanged models"]
    assert "No migrations to apply" in after["second migrate"]


def test_an_import_of_before_can_still_be_taken_back(after):
    assert after["undone"] == ["undone", [], 2, 0]


@pytest.mark.soak
def test_the_migrations_can_be_taken_back(before, after, migrated):
    """Asked last, for it is another state afterwards: an office can return to the version before."""
    back = json.loads(run(migrated.env, "-m", "tests.migration.going_back", json.dumps(migrated.leaves)))
    assert back["person keys"] == migrated.person_keys
    assert {name for name in back["counts"] if "shelf" not in name} == {*before["counts"], *BEGUN_SINCE}
