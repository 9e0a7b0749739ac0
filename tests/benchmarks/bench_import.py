"""10,000 members from a workbook, previewed and confirmed, with history and encryption.

Against django-import-export's default on the same model (goal: 12 times faster) and against the floor: the parse and one
`executemany` of the finished rows into both tables (goal: at most 12 times). Imported again: goal 5 times the parse, 10 statements.
"""

import gc
import random
import tempfile
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from ground import best, captured, demo, once, say, scale

COLUMNS = [
    "序号",
    "姓名",
    "性别",
    "所在党组织",
    "党员类别",
    "组织关系转入日期",
    "身份证号",
    "出生日期",
    "入党日期",
    "转正日期",
    "手机号",
]
COLUMNS += [
    "民族",
    "学历",
    "工作单位及职务",
    "年老体弱",
    "流动党员",
    "离开日期",
    "离开原因",
    "记录编号",
    "备注",
]
PLAIN = {
    "id": None, "subdistrict": None, "name": "姓名", "gender": "性别", "org": "所在党组织", "kind": "党员类别", "since": "组织关系转入日期",
    "id_no": "身份证号", "birth_date": "出生日期", "joined_on": "入党日期", "full_on": "转正日期", "phone": "手机号", "ethnicity": "民族",
    "education": "学历", "work_unit": "工作单位及职务", "elder_exempt": "年老体弱", "away": "流动党员",
}  # fmt: skip


def members(count: int, orgs: list[str]) -> list[dict[str, Any]]:
    from stdnum.cn import ric

    chance = random.Random(7)
    rows = []
    for number in range(1, count + 1):
        born = date(1950, 1, 1) + timedelta(days=chance.randrange(18_000))
        joined = born + timedelta(days=9_000)
        first = f"{410101 + number // 1000}{born:%Y%m%d}{number % 1000:03d}"
        row = {
            "序号": number,
            "姓名": f"党员{number}",
            "性别": "男" if number % 2 else "女",
            "所在党组织": chance.choice(orgs),
        }
        row |= {
            "党员类别": "正式党员",
            "组织关系转入日期": date(2020, 1, 1) + timedelta(days=chance.randrange(1500)),
        }
        row |= {"身份证号": first + ric.calc_check_digit(first + "0"), "出生日期": born, "入党日期": joined}
        row |= {"转正日期": joined + timedelta(days=365), "手机号": f"138{number:08d}", "民族": "汉族"}
        row |= {
            "学历": chance.choice(["大学本科", "大学专科", "普通高中"]),
            "工作单位及职务": f"单位{number % 300}",
        }
        rows.append(row | {"年老体弱": "否", "流动党员": "否"})
    return rows


def written(path: Path, heads: list[str], rows: list[list[Any]]) -> Path:
    import xlsxwriter

    with xlsxwriter.Workbook(path, {"constant_memory": True, "default_date_format": "yyyy-mm-dd"}) as book:
        sheet = book.add_worksheet("党员")
        for number, row in enumerate([heads, *rows]):
            sheet.write_row(number, 0, row)
    return path


def main(count: int, folder: Path) -> None:
    from django.db import connection, transaction
    from django.utils import timezone

    from accounts.models import User
    from imports.apply.writing import Writing
    from imports.kinds import KINDS
    from imports.plan import Plan
    from members.models import Member, PartyOrg
    from spreadsheets.reading import read

    gc.disable()  # as in the process that the portal starts for a large file; here for everybody
    pages = KINDS["members.member"]
    clerk = next(user for user in User.objects.filter(role="clerk") if user.record_reach.is_whole)
    orgs = dict(PartyOrg.objects.of(clerk.subdistrict_id).values_list("name", "pk"))
    Member.history.all().delete()
    people = members(count, sorted(orgs))
    file = written(folder / "ours.xlsx", COLUMNS, [[row.get(head) for head in COLUMNS] for row in people])

    def ours() -> None:
        Plan(pages, clerk, read(file))
        grids = read(file)
        with transaction.atomic():
            Writing(clerk, timezone.now(), "bench").carry_out(Plan(pages, clerk, grids))

    def rolled_back(work: Any) -> float:
        with transaction.atomic():
            took = once(work)
            transaction.set_rollback(True)
        return took

    tables = [Member._meta.db_table, Member.history.model._meta.db_table]
    said = [
        "name",
        "gender",
        "org_id",
        "kind",
        "since",
        "id_no_digest",
        "birth_date",
        "joined_on",
        "full_on",
        "phone_digest",
        "education",
    ]
    new = Member.objects.filter(name__startswith="党员").order_by("name")

    with transaction.atomic():
        mine = once(ours)
        ours_said, stored = (
            list(new.values_list(*said)),
            {table: _rows(table, "history" in table) for table in tables},
        )
        again, parse = best(lambda: Plan(pages, clerk, read(file)), 3), best(lambda: read(file), 3)
        with captured() as statements:
            plan = Plan(pages, clerk, read(file))
        assert plan.counts["unchanged"] == count, plan.counts
        transaction.set_rollback(True)
    mine = min(mine, *(rolled_back(ours) for _ in range(2)))
    floor = min(
        rolled_back(lambda: (read(file), [_insert(table, *stored[table]) for table in tables]))
        for _ in range(3)
    )
    say(f"import, {count} members, {connection.vendor}", ratio=mine / floor, seconds=mine, floor=floor)
    say(
        f"import again, {count} members, {connection.vendor}",
        ratio=again / parse,
        queries=len(statements),
        seconds=again,
        parse=parse,
    )

    theirs, theirs_said = _default(people, orgs, clerk, folder, lambda: list(new.values_list(*said)))
    assert sorted(ours_said) == sorted(theirs_said), "the two imports differ"
    say(f"import by django-import-export's default, {count} members", ratio=theirs / mine, seconds=theirs)


def _rows(table: str, history: bool) -> tuple[list[str], list[tuple]]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table} WHERE name LIKE '党员%'")
        return [column[0] for column in cursor.description], cursor.fetchall()


def _insert(table: str, columns: list[str], rows: list[tuple]) -> None:
    from django.db import connection

    marks = ", ".join(["%s"] * len(columns))
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", rows)


def _default(
    people: list[dict], orgs: dict[str, int], clerk: Any, folder: Path, result: Any
) -> tuple[float, list]:
    """The library's own way: a ModelResource as it makes one, a dry run, then the import."""
    import tablib
    from django.db import transaction
    from import_export.resources import modelresource_factory

    from members.models import Member

    stored = {
        head: {str(label): value for value, label in Member._meta.get_field(name).flatchoices}
        for name, head in PLAIN.items()
        if head
    }

    def value(row: dict, name: str, head: str | None) -> Any:
        if name == "subdistrict":
            return clerk.subdistrict_id
        if name in ("id", "submission"):
            return None
        found = row[head]
        if name == "org":
            return orgs[found]
        return {"是": 1, "否": 0}.get(found, stored[head].get(found, found))

    rows = [[value(row, name, head) for name, head in PLAIN.items()] for row in people]
    file = written(folder / "default.xlsx", list(PLAIN), rows)
    resource = modelresource_factory(Member)()

    def work() -> None:
        for dry_run in (True, False):
            dataset = tablib.Dataset().load(file.read_bytes(), format="xlsx")
            assert not resource.import_data(dataset, dry_run=dry_run).has_errors()

    with transaction.atomic():
        took = once(work)
        said = result()
        transaction.set_rollback(True)
    return took, said


if __name__ == "__main__":
    size = scale(10_000)
    with demo(1), tempfile.TemporaryDirectory() as made:
        main(size, Path(made))
