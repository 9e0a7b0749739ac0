"""Imports pressed by many at once, through real HTTP: one effect; and whoever saves meanwhile is not held up."""

from functools import partial

from tests.reliability.support import at_once, rows, visit

VISITS = "SELECT count(*) FROM visits_visit WHERE summary = '导入的'"


def block(count: int) -> str:
    lines = [f"2010-{n % 12 + 1}-{n % 28 + 1}\t清泉社区\t{kind}\t导入的" for n in range(count) for kind in ("入户",)]
    return "\n".join(["走访日期\t社区\t走访类型\t走访内容", *dict.fromkeys(lines)])


def uploaded(clerk, text: str) -> str:
    """The address of the batch."""
    answer = clerk.post("/imports/visits.visit/", {"text": text})
    assert answer.status == 302, answer.text
    return answer.location


def test_five_clicks_in_two_tabs_are_one_import(portal):
    clerk = portal.clerks[0]
    address = uploaded(clerk, block(20))
    answers = at_once([partial(clerk.post, f"{address}confirm/", {}) for _ in range(5)])
    assert {answer.status for answer in answers} == {302}
    assert rows(portal.database, VISITS) == [(20,)]
    assert rows(portal.database, "SELECT count(*) FROM visits_historicalvisit WHERE history_change_reason IS NOT NULL") == [(20,)]
    assert rows(portal.database, "SELECT state FROM imports_batch") == [("done",)]


def test_two_users_with_the_same_file_are_one_import(portal):
    addresses = [uploaded(clerk, block(20)) for clerk in portal.clerks]
    at_once([partial(clerk.post, f"{address}confirm/", {}) for clerk, address in zip(portal.clerks, addresses, strict=True)])
    assert rows(portal.database, VISITS) == [(20,)]
    states = rows(portal.database, "SELECT state, counts FROM imports_batch ORDER BY state")
    assert [state for state, _ in states] == ["done", "ready"]
    assert '"unchanged": 20' in states[1][1]


def test_a_save_is_not_held_up_while_a_large_file_is_read(portal):
    clerk, colleague = portal.clerks
    lines = [f"20{n // 336 % 20:02}-{n // 28 % 12 + 1}-{n % 28 + 1}\t清泉社区\t入户\t内容{n}" for n in range(8_000)]
    address = uploaded(clerk, "\n".join(["走访日期\t社区\t走访类型\t走访内容", *lines]))
    saved = colleague.post("/visits/visit/new/", visit(portal.communities[0], "2025-05-20", summary="同时录入"))
    state = rows(portal.database, "SELECT state FROM imports_batch")
    assert (saved.status, state) == (302, [("reading",)])
    assert "正在读取" in clerk.get(address).text
