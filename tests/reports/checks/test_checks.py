"""The checks: each finds its fault and nothing else, remarks pass warnings alone, and a good report raises none."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from documents.json import as_json
from reports.checks import CHECKS, run, stops
from reports.models import AnnualReport
from reports.outline.defaults import DEFAULTS
from tests import factories as F
from tests.reports.checks.cases import CASES, HOUSEHOLDS, NAMED, OWN, number, person, sign
from tests.reports.checks.conftest import YEAR, reworded

pytestmark = pytest.mark.django_db
OF_KEY = {check.key: check for check in CHECKS}
QUERIES = 21  # besides the figures of both years, the report and its text


@pytest.mark.parametrize("case", CASES, ids=str)
def test_check_finds_what_is_wrong_and_lets_stand_what_is_right(demo, case):
    draft = case.draft(demo)
    found = list(OF_KEY[case.check].find(draft))
    assert bool(found) == case.faulty
    keys = {passage.key for passage in draft.passages} | {""}
    for fault in found:
        assert fault.check == case.check
        assert 0 < len(fault.subject) <= 200
        assert 0 < len(fault.message) <= 300
        assert fault.passage in keys
        assert fault.figure in {*demo.values, ""}


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.key)
def test_every_check_has_an_example_of_either_kind(check):
    assert {case.faulty for case in CASES if case.check == check.key} == {True, False}
    assert check.rule.endswith("。")


def test_keys_and_labels_are_their_own():
    assert len({check.key for check in CHECKS}) == len({check.label for check in CHECKS}) == len(CHECKS)


def test_the_demos_report_raises_nothing(demo):
    assert run(demo.draft()) == []


def test_each_identity_has_a_message_of_its_own(demo):
    cases = [
        case for case in CASES if case.check == "identities" and case.faulty and case.given is CASES[0].given
    ]
    found = [fault for case in cases for fault in OF_KEY["identities"].find(case.draft(demo))]
    assert len({fault.message for fault in found}) >= len(cases)


# remarks


def changed(demo, amount: int):
    return demo.draft(number(HOUSEHOLDS, amount)(demo))


def remark(demo, result):
    report = AnnualReport.objects.of(demo.office.pk).get(year=YEAR)
    return F.RemarkFactory(
        report=report, check_key=result.check.key, subject=result.fault.subject, message=result.fault.message
    )


def test_a_warning_is_passed_with_a_reason_and_lapses_with_the_number(demo):
    before = [r for r in run(changed(demo, 9000)) if r.check.key == "change"]
    assert [r.stops for r in before] == [True]
    reason = remark(demo, before[0])
    after = [r for r in run(changed(demo, 9000)) if r.check.key == "change"]
    assert [(r.remark, r.stops) for r in after] == [(reason, False)]
    [told] = [
        line
        for annex in changed(demo, 9000).document.annexes
        for line in annex.lines
        if reason.reason in line
    ]
    assert told.endswith(f"变化超过一半：{reason.reason}")
    later = [r for r in run(changed(demo, 9001)) if r.check.key == "change"]
    assert [(r.remark, r.stops) for r in later] == [(None, True)]


def test_a_remark_never_passes_what_blocks(demo):
    def found():
        return run(demo.draft(passages=reworded(**{OWN: "电话13812345678。"})))

    [before] = found()
    assert before.check.blocking
    remark(demo, before)
    [after] = found()
    assert (after.remark, after.stops) == (None, True)
    assert stops([after]) == [after]


def test_a_remark_lapses_when_the_words_change(demo):
    person("王秀兰")(demo.office)
    [named] = run(demo.draft(passages=NAMED))
    remark(demo, named)
    assert stops(run(demo.draft(passages=NAMED))) == []
    person("王秀芳")(demo.office)
    assert len(stops(run(demo.draft(passages=reworded(**{OWN: "楼长王秀芳带头。"}))))) == 1


def copies(demo, **texts):
    found = run(demo.draft(passages=reworded(**texts)))
    return [result.fault.passage for result in found if result.check.key == "copied"]


def test_copied_speaks_of_what_a_person_wrote_and_never_of_the_default(demo):
    """Signed a year ago as this year's reads now."""
    own = "新开两个议事亭，每旬由网格长轮流坐班，居民把话说在前头、把事办在前头。"
    report = AnnualReport.objects.of(demo.office.pk).get(year=YEAR - 1)
    sign(report, {"document": as_json(demo.draft(passages=reworded(**{OWN: own})).document)})
    rounded = DEFAULTS["highlights.foundations.frontline"].replace(
        "{visits.households}", "{visits.households:余百}"
    )
    assert copies(demo) == []
    assert copies(demo, highlights__foundations__frontline=rounded) == []
    assert copies(demo, **{OWN: own}) == [OWN.replace("__", ".")]
    assert copies(demo, **{OWN: f"{DEFAULTS['measures.aim']}{own}"}) == [OWN.replace("__", ".")]


# cost and hardiness


def test_the_number_of_queries_is_constant(demo):
    def cost(draft) -> int:
        assert draft.document
        with CaptureQueriesContext(connection) as queries:
            run(draft)
        return len(queries)

    few = cost(demo.draft(passages=NAMED))
    for n in range(30):
        person(f"王秀{n}")(demo.office)
        F.LeaderFactory(subdistrict=demo.office)
    names = "".join(f"王秀{chr(0x4E00 + n)}、" for n in range(300))
    assert cost(demo.draft(passages=reworded(**{OWN: f"{names}带头。"}))) == few <= QUERIES


ODD = st.text(
    st.sampled_from("王秀兰{}【】“”《》（）／｜、，；。：·\n ,.'\"0123456789１年个名%余近仅X𬀩"), max_size=60
)
TOKENS = st.sampled_from(
    [
        "{meetings.special}",
        "{meetings.special:余十}",
        "{count}",
        "{no.such}",
        "{missed_targets}",
        "【党建专题会议】",
    ]
)
WORDING = st.lists(st.one_of(ODD, TOKENS, st.text(max_size=20)), max_size=6).map("".join)


def no_check_fails(demo, lead, point, problem, opening):
    said = {"highlights__teams": lead, OWN: point, "problems__uneven": problem, "opening": opening}
    for result in run(demo.draft(passages=reworded(**said))):
        assert len(result.fault.subject) <= 200
        assert len(result.fault.message) <= 300


FOUR = dict.fromkeys(("lead", "point", "problem", "opening"), WORDING)


@settings(max_examples=15)
@given(**FOUR)
def test_no_text_makes_them_fail(demo, lead, point, problem, opening):
    no_check_fails(demo, lead, point, problem, opening)


@pytest.mark.soak
@settings(max_examples=150)
@given(**FOUR)
def test_no_text_of_many_makes_them_fail(demo, lead, point, problem, opening):
    no_check_fails(demo, lead, point, problem, opening)
