"""Good files with bytes changed, cut out or doubled: each is refused by name or imported as its preview said, never in part."""

import random

import pytest

from imports import jobs
from imports.models import Batch
from tests.factories import YEAR, LeaderFactory
from tests.imports import files as f
from tests.imports.support import confirm, uploaded
from tests.reliability.support import runs
from visits.models import Visit, VisitIssue

pytestmark = pytest.mark.django_db
State = Batch.State
HEADS = ["走访日期", "社区", "走访类型", "走访户数", "班子成员", "走访内容"]


def good(number: int) -> dict[str, str | bytes]:
    """One of twenty small workbooks of visits: more or fewer rows, columns, titles, formulas, numbers as text."""
    chance = random.Random(number)
    heads = [*HEADS[:3], *chance.sample(HEADS[3:], number % 4)]
    rows, line = [], 1
    if number % 3 == 0:
        rows, line = [f'<row r="1">{f.cell("A1", "锦河街道走访台账", "inlineStr")}</row>'], 2
    rows.append(_row(line, heads))
    for day in range(1, 4 + number):
        values = {
            "走访日期": f"{YEAR}-{number % 12 + 1}-{day}",
            "社区": "清泉社区",
            "走访类型": "入户",
            "班子成员": "孙桂英",
        }
        values |= {"走访户数": str(day), "走访内容": f"第 {day} 次"}
        rows.append(_row(line + day, [values[head] for head in heads], formula=number % 5 == 0))
    return f.parts(sheet=f.sheet("".join(rows), '<dimension ref="A1"/>' if number % 2 else ""))


def _row(number: int, values: list[str], formula: bool = False) -> str:
    places = [f"{chr(65 + index)}{number}" for index in range(len(values))]
    calculated = '<c r="{}"><f>{}+0</f><v>{}</v></c>'
    cells = [
        calculated.format(place, value, value)
        if formula and value.isdigit()
        else f.cell(place, value, "inlineStr")
        for place, value in zip(places, values, strict=True)
    ]
    return f'<row r="{number}">{"".join(cells)}</row>'


def mutated(chance: random.Random) -> bytes:
    members = good(chance.randrange(20))
    if chance.random() < 0.3:
        return _spoiled(f.zipped(members), chance)
    name = chance.choice([*members, *["xl/worksheets/sheet1.xml"] * 5])
    members[name] = _spoiled(str(members[name]).encode(), chance)
    return f.zipped(members)


def _spoiled(content: bytes, chance: random.Random) -> bytes:
    data = bytearray(content)
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(data)) if data else 0
        way = chance.random()
        if way < 0.5 and data:
            data[at] = chance.randrange(256)
        elif way < 0.75:
            del data[at : at + chance.randint(1, 40)]
        else:
            data[at:at] = data[at : at + chance.randint(1, 40)]
    return bytes(data)


@pytest.mark.parametrize("number", range(20))
def test_the_good_files_are_good(number, clerk, office, qingquan):
    LeaderFactory(subdistrict=office, name="孙桂英")
    batch = uploaded(clerk, f.zipped(good(number)))
    assert (batch.state, batch.counts["new"], batch.counts["error"]) == (State.READY, 3 + number, 0)


@pytest.mark.parametrize("count", runs(1000))
def test_mutated_they_are_refused_or_imported_as_previewed(count, clerk, office, qingquan):
    LeaderFactory(subdistrict=office, name="孙桂英")
    chance, outcomes = random.Random(count), set()
    for step in range(count):
        Visit.objects.all().delete()
        batch = confirm(uploaded(clerk, mutated(chance)))
        outcomes.add(batch.state)
        assert batch.state in (State.REFUSED, State.MAPPING, State.READY, State.DONE), step
        assert batch.reason != jobs.BROKEN, step
        written = batch.counts["new"] if batch.state == State.DONE else 0
        assert (Visit.objects.count(), VisitIssue.objects.count()) == (written, 0), step
    assert outcomes == {State.REFUSED, State.MAPPING, State.READY, State.DONE}
