"""The last part's targets come back a year later in the promise table, each with its verdict and a sentence that prints true numbers."""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from lxml import html

from communities.actions import open_subdistrict
from communities.models import Community, SubDistrict
from funding.models import Payment
from indicators.catalogue import CATALOGUE
from reports.checks.words import contradicted_words
from reports.context import ReportScope, scope_of
from reports.models import AnnualReport, Passage, Target
from reports.outline import tokens
from reports.outline.words import Ground, in_clause
from reports.outputs import word
from reports.pledges import promises
from tests import factories as F
from tests.factories import YEAR as NOW
from tests.indicators.recount import COUNTED, RATES, now
from tests.reports import printed
from tests.reports.recounted import ask, expected, number
from tests.reports.signed import YEAR, Demo, taken_back, to
from tests.reports.support import draft_of

pytestmark = pytest.mark.django_db
TARGETS = {key: figure for key, figure in CATALOGUE.items() if figure.kind == "T"}
MONTHLY = ("targets.special_meetings", "targets.monthly_visits", "targets.decision_training")
PER = dict.fromkeys(MONTHLY, "每月") | {
    "targets.home_visit_households": "平均每次",
    "targets.deeds_per_member": "人均",
}


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker) -> Iterator[Demo]:
    with django_db_blocker.unblock(), taken_back():
        yield Demo()


@pytest.fixture
def demo(loaded, db) -> Demo:
    return loaded


@pytest.fixture
def office(db) -> SubDistrict:
    """Beside the demo's, whose name the usual one has."""
    return open_subdistrict(SubDistrict(code="JL", name="江柳街道"))


def rows(page: Any) -> dict[str, list[str]]:
    """The promise table on its page: what was promised, what was done, the verdict, and what may be written."""
    found = html.fromstring(page.content.decode()).xpath("//table/tbody/tr")
    return {
        row.xpath("./th")[0].text_content(): [
            " ".join(cell.text_content().split()) for cell in row.xpath("./td")
        ]
        for row in found
    }


def done(measure: str, scope: ReportScope) -> Decimal | None:
    """What was done, by plain SQL; a rate as it is printed."""
    text = expected(measure, scope)
    if text == "X":
        return None
    if measure in RATES:
        return Decimal(text.rstrip("%"))
    return number(COUNTED[measure][0], scope) / (10_000 if measure.startswith("funding.") else 1)


def by_month(measure: str, scope: ReportScope) -> list[Decimal]:
    """What was counted in each month, by plain SQL."""
    days = [
        (date(scope.year, month, 1), date(scope.year, month, monthrange(scope.year, month)[1]))
        for month in range(1, 13)
    ]
    return [number(COUNTED[measure][0], scope, first=f"{first}", last=f"{last}") for first, last in days]


def all_demonstrations(scope: ReportScope) -> bool:
    return not ask(
        f"""SELECT c.id FROM reports_target t JOIN reports_target_communities j ON j.target_id = t.id
        JOIN communities_community c ON c.id = j.community_id
        WHERE t.subdistrict_id = %(o)s AND t.year = %(year)s AND t.key = 'targets.demonstration_communities'
        AND NOT {now("c", "demonstration_")}""",
        scope,
    )


# ── The demo's two years ────────────────────────────────────────────────────
def test_what_the_first_year_printed_is_judged_in_the_second(demo):
    before = draft_of(demo.office, YEAR - 1)
    planned = {run.key: run.text for run in before.document.runs() if run.key in TARGETS}
    assert set(planned) == set(TARGETS)
    scope = scope_of(demo.office, YEAR)
    table = rows(demo.first.get(to("promises")))
    assert set(table) == {figure.label for figure in TARGETS.values()}
    for key, figure in TARGETS.items():
        said, did, verdict, _ = table[figure.label]
        per = PER.get(key, "")
        assert said.removeprefix(per).removesuffix(figure.unit) == planned[key].removesuffix(
            "%" if figure.unit == "%" else ""
        )
        assert said.startswith(per)
        assert did.split("；")[0].rstrip("人次户万元件家名个条") == expected(figure.measure, scope)
        [amount] = ask(
            "SELECT amount FROM reports_target WHERE subdistrict_id=%(o)s AND year=%(year)s AND key=%(key)s",
            scope,
            key=key,
        )
        if key == "targets.demonstration_communities":
            kept = all_demonstrations(scope)
        elif key in MONTHLY:
            kept = all(done >= Decimal(str(amount)) for done in by_month(figure.measure, scope))
        else:
            kept = done(figure.measure, scope) >= Decimal(str(amount))
        assert verdict == ("已兑现" if kept else "未兑现"), key
    assert {row[2] for row in table.values()} == {"已兑现", "未兑现"}


def test_nothing_but_the_years_own_targets_is_judged(demo):
    for offset in (-1, 1):
        Target.objects.filter(subdistrict=demo.office, year=YEAR + offset).update(amount=999_999)
    assert "999999" not in demo.first.get(to("promises")).content.decode()


def test_the_annex_prints_the_same_table(demo):
    AnnualReport.objects.filter(pk=demo.report.pk).update(
        with_promises=True, with_table=False, with_figures=False, with_problems=False, with_remedies=False
    )
    file = printed.opened(word.render(draft_of(demo.office, YEAR).document))
    table = rows(demo.first.get(to("promises")))
    assert printed.table_in_word(file) == [
        ["承诺事项", "上年承诺", "今年实际", "结果"],
        *([label, *(cells[0], cells[1], cells[2])] for label, cells in table.items()),
    ]


@pytest.mark.parametrize("kept", [True, False])
def test_each_proposed_sentence_added_through_the_page_prints_the_right_numbers(demo, kept):
    found = [promise for promise in draft_of(demo.office, YEAR).facts.promises if promise.is_kept is kept]
    assert found
    forms = html.fromstring(demo.first.get(to("promises")).content.decode()).xpath("//td/form")
    table = rows(demo.first.get(to("promises")))
    for promise in found:
        form = next(
            form
            for form in forms
            if form.getparent().getparent().xpath("./th")[0].text_content() == promise.figure.label
        )
        data = {
            field.name: field.value
            for field in form.xpath(".//input[@type='hidden'] | .//select")
            if field.name != "csrfmiddlewaretoken"
        }
        assert demo.first.post(form.action, data).status_code == 302
    draft = draft_of(demo.office, YEAR)
    said = {
        p.key: piece.text
        for p in draft.passages
        if ".own" in p.key and (piece := draft.document.pieces().get(p.key))
    }
    assert len(said) == len(found)
    for promise, text in zip(found, said.values(), strict=True):
        told, did = table[promise.figure.label][:2]
        for piece in told, *([] if promise.figure.of_communities else did.split("；")):
            assert piece in text, promise.figure.key
        assert ("兑现了" in text or "都已建成" in text) if kept else ("没有" in text)
    assert {key.split(".")[0] for key in said} == {"highlights" if kept else "problems"}
    assert table.keys() == {
        label for label, cells in rows(demo.first.get(to("promises"))).items() if len(cells) == 4
    }
    assert list(contradicted_words(draft)) == []


def test_no_word_of_a_label_makes_a_proposed_sentence_fall_back(demo):
    """Else 为零 would stand where the number is not."""
    ground = Ground(draft_of(demo.office, YEAR).facts.values)
    for figure in TARGETS.values():
        for verdict in set(promises.Verdict) - {promises.Verdict.UNKNOWN}:
            sentence = promises.Promise(figure, "1", ground.values[figure.measure], verdict).sentence
            assert list(in_clause(sentence.partition("／")[0], ground)) == []


# ── By hand ─────────────────────────────────────────────────────────────────
def promise(office, key, amount=None, communities=()):
    """The one promise of the year."""
    target = F.TargetFactory(subdistrict=office, year=NOW, key=key, amount=amount)
    target.communities.set(communities)
    return next(p for p in draft_of(office).facts.promises if p.figure.key == key)


@pytest.mark.parametrize(
    ("paid", "verdict", "did"),
    [
        ("599949.99", "未兑现", "59.99万元"),
        ("599999.99", "已兑现", "60万元"),
        ("600000.00", "已兑现", "60万元"),
        ("600000.01", "已兑现", "60万元"),
        ("594900", "未兑现", "59.49万元"),
    ],
)
def test_money_is_judged_as_it_is_printed(office, qingquan, paid, verdict, did):
    F.PaymentFactory(community=qingquan, kind=Payment.Kind.PARTY, amount=Decimal(paid))
    found = promise(office, "targets.party_funding", 60)
    assert (found.verdict, found.promised, found.result) == (verdict, "60万元", did)


@pytest.mark.parametrize(("aware", "verdict"), [(748, "未兑现"), (750, "已兑现"), (751, "已兑现")])
def test_a_percentage_is_kept_from_equality_on(office, qingquan, aware, verdict):
    sheets = {"valid": 1000, "satisfied": aware, "basically_satisfied": 0, "dissatisfied": 1000 - aware}
    F.SurveyFactory(community=qingquan, kind="awareness", **sheets)
    found = promise(office, "targets.decision_awareness", 75)
    assert (found.verdict, found.promised) == (verdict, "75%")
    assert found.result == f"{aware / 10:g}%"


def test_a_measure_without_records_is_缺数_and_proposes_nothing(office, qingquan, as_user, secretary):
    found = promise(office, "targets.satisfaction", 75)
    assert (found.verdict, found.is_kept, found.result) == ("缺数", None, "X")
    page = as_user(secretary).get(to("promises", year=NOW))
    assert rows(page)[found.figure.label][2:] == ["缺数", ""]
    assert "num--missing" in page.content.decode()


@pytest.mark.parametrize(
    ("since", "until", "verdict"),
    [
        (date(NOW, 12, 31), None, "已兑现"),
        (date(NOW + 1, 1, 1), None, "未兑现"),
        (date(NOW, 1, 1), date(NOW, 12, 31), "未兑现"),
        (date(NOW, 1, 1), date(NOW + 1, 1, 1), "已兑现"),
        (None, None, "未兑现"),
    ],
)
def test_chosen_communities_must_all_be_demonstrations_on_the_day(
    office, qingquan, wenchang, since, until, verdict
):
    Community.objects.filter(pk=qingquan.pk).update(demonstration_since=date(2020, 1, 1))
    Community.objects.filter(pk=wenchang.pk).update(demonstration_since=since, demonstration_until=until)
    found = promise(office, "targets.demonstration_communities", communities=[qingquan, wenchang])
    assert (found.verdict, found.promised) == (verdict, "清泉社区、文昌社区")


def test_a_target_left_empty_is_no_promise(office):
    F.TargetFactory(subdistrict=office, year=NOW, key="targets.party_spirit", amount=None)
    assert draft_of(office).facts.promises == []


def test_nothing_done_is_told_as_nothing_and_follows_the_figure(office, qingquan, as_user, secretary):
    """A true zero takes its number out of the text: what was promised must not stand there without a subject."""
    F.ZeroStatementFactory(subdistrict=office, key="meetings.conduct_education")
    F.TargetFactory(subdistrict=office, year=NOW, key="targets.conduct_education", amount=4)
    client = as_user(secretary)
    label = CATALOGUE["meetings.conduct_education"].label
    said = f"{label}为零，没有达到上年4次的承诺。"
    page = client.get(to("promises", year=NOW))
    assert rows(page)[CATALOGUE["targets.conduct_education"].label][3].startswith(said)
    found = draft_of(office).facts.promises[0]
    client.post(to("passage-add", year=NOW), {"part": "problems", "text": tokens.with_labels(found.passage)})
    key = Passage.objects.get(report__subdistrict=office, key__contains=".own").key
    assert draft_of(office).document.pieces()[key].text.endswith(said)
    F.MeetingFactory(subdistrict=office, kind="conduct")
    assert draft_of(office).document.pieces()[key].text.endswith(f"{label}1次，没有达到上年4次的承诺。")


def test_a_promise_told_as_kept_that_no_longer_is_is_pointed_out(office, qingquan):
    meetings = [F.MeetingFactory(subdistrict=office, date=date(NOW, month, 5)) for month in range(1, 13)]
    found = promise(office, "targets.special_meetings", 1)
    report = F.AnnualReportFactory(subdistrict=office)
    F.PassageFactory(report=report, text=found.passage)
    F.PassageFactory(report=report, key="highlights.foundations", section="", text="小标题。")
    assert list(contradicted_words(draft_of(office))) == []
    meetings[0].delete()
    [fault] = contradicted_words(draft_of(office))
    assert "兑现了" in fault.message
    assert "未兑现" in fault.message
