""".xls, the format before 2007: read like any other, and whatever is wrong with it named."""

import random
import struct
from datetime import date
from pathlib import Path

import pytest

from imports.models import Batch
from spreadsheets.errors import UnreadableError
from spreadsheets.reading import Grid, old, read
from tests.imports.support import brought, upload
from tests.reliability.support import runs
from visits.models import Visit

HERE = Path(__file__).parent
# Two visits, their 社区 in cells that are merged, and a sheet that is hidden; written by LibreOffice.
VISITS = HERE / "old.xls"
# One cell in row 60,001; written by LibreOffice.
FAR = HERE / "far.xls"


def test_cells_days_merged_and_hidden_ones_are_read():
    visits, others = read(VISITS, "走访.xls")
    assert visits.rows[1][:3] == ["序号", "走访时间", "所属社区"]
    assert visits.rows[3] == [2, date(2025, 3, 6), "清泉社区", "入户", 4, "走访1"]
    assert visits.carried == {(4, 3)}
    assert (visits.is_hidden, others.title, others.is_hidden) == (False, "旧表", True)


@pytest.mark.django_db
def test_it_is_imported_from_upload_to_record(as_user, clerk, qingquan):
    brought(as_user(clerk), VISITS.read_bytes())
    assert list(Visit.objects.order_by("date").values_list("households", "community__name")) == [
        (3, "清泉社区"),
        (4, "清泉社区"),
    ]


@pytest.mark.django_db
def test_its_faults_come_back_marked(as_user, clerk, office):
    client = as_user(clerk)
    batch = upload(client, VISITS.read_bytes(), name="走访.xls")
    assert (batch.state, batch.counts["error"]) == (Batch.State.READY, 2)  # there is no such 社区
    answer = client.get(f"/imports/{batch.pk}/returned.xlsx")
    assert answer.status_code == 200
    assert "%E8%B5%B0%E8%AE%BF%EF%BC%88%E6%A0%87%E6%B3%A8" in answer["Content-Disposition"]


def test_what_lies_too_far_down_is_refused_as_in_any_other():
    with pytest.raises(UnreadableError, match="第 60001 行还有内容"):
        read(FAR, "x.xls")


def test_the_process_that_reads_it_has_only_so_much_memory(monkeypatch, tmp_path):
    greedy = tmp_path / "greedy.py"
    greedy.write_text(
        Path(old._READER)
        .read_text()
        .replace("limit_memory()\n    try", "limit_memory()\n    x = bytearray(3 * 2**30)\n    try")
    )
    monkeypatch.setattr(old, "_READER", greedy)
    with pytest.raises(UnreadableError, match="读不出来"):
        read(VISITS, "x.xls")


def test_without_the_limit_it_would_get_it(monkeypatch, tmp_path):
    source = Path(old._READER).read_text()
    unlimited = tmp_path / "unlimited.py"
    unlimited.write_text(
        source.replace("    limit_memory()\n    try", "    x = bytearray(2 * 2**30)\n    try").replace(
            "parents[2]", f"parents[0] / {str(HERE.parents[1])!r}"
        )
    )
    monkeypatch.setattr(old, "_READER", unlimited)
    assert isinstance(read(VISITS, "x.xls")[0], Grid)


@pytest.mark.parametrize("count", runs(600))
def test_mutated_it_is_read_or_refused(count, tmp_path):
    chance = random.Random(count)
    good = VISITS.read_bytes()
    path = tmp_path / "x.xls"
    outcomes = set()
    for _ in range(count):
        data = bytearray(good)
        for _ in range(chance.randint(1, 6)):
            place = chance.randrange(512, len(data) - 4)
            data[place : place + 4] = struct.pack(
                "<I", chance.choice((0, 1, 0xFFFF, 0xFFFFFFFF, chance.randrange(2**32)))
            )
        path.write_bytes(bytes(data))
        try:
            outcomes.add(type(read(path, "x.xls")[0]))
        except UnreadableError:
            outcomes.add(UnreadableError)
    assert outcomes == {Grid, UnreadableError}
