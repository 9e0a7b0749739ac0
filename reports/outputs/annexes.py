"""附件 of the Word file.

They are the main figures beside last year's, the promise and the limit; the problems; the main figures by
community with their chart; the promises; and how it all was made.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass

from common.periods import day_in_words
from documents.blocks import DASH, Chart, Piece, Series, Table
from duties.models import Remedy
from indicators.amounts import text_of, wan_text
from indicators.catalogue import CATALOGUE
from indicators.compute import compute
from indicators.kinds import Value
from reports.context import ReportScope
from reports.document import Annex, Note
from reports.facts import Facts
from reports.models import Passage, Remark
from reports.outline import tokens
from reports.outline.problems import ANSWERS, MISSED, OF_KEY
from reports.outputs.main_figures import KEY_FIGURES, MAIN, RULES
from reports.text import names
from reports.text.phrasing import MYSELF
from reports.text.writer import Writer

CHARTED = "visits.frontline"
WHOLE, OWN = "全街道", "街道本级"
PROBLEM_LIST = "问题清单"
NUMBERED = re.compile("^[一二三四五六七八九十]+是")


@dataclass(frozen=True)
class Problem:
    """A problem that is told: what it is called, its size, and what answers it."""

    label: str
    text: str
    measure: str
    owner: str
    due: str


def annexes(writer: Writer, problems: Iterable[Problem], remarks: Iterable[Remark]) -> tuple[Annex, ...]:
    """Return the annexes that the office wants, and 编制说明, which is always there."""
    facts = writer.facts
    report = facts.scope.report
    annexes = []
    if report.with_figures:
        annexes.append(key_figures(facts))
    problems = tuple(problems)
    if report.with_problems and problems:
        annexes.append(problem_list(problems))
    remedies = list(facts.remedies) if report.with_remedies else []
    if remedies:
        annexes.append(three_lists(remedies))
    if report.with_table:
        annexes.append(by_community(facts))
    if report.with_promises and facts.promises:
        annexes.append(promise_table(facts))
    annexes.append(Annex("编制说明", tuple(explanations(facts, remarks))))
    return tuple(annexes)


# ── Main figures ────────────────────────────────────────────────────────────
def key_figures(facts: Facts) -> Annex:
    """Make a row of each figure that is known: this year's, last year's, the promise and the limit."""
    head = ("指标", "今年", facts.scope.last_year, "上年承诺", "门槛")
    rows = []
    for key in KEY_FIGURES:
        value = facts.values[key]
        if not value.missing:
            last, promise, rule = _last(facts, value), promise_of(facts, key), rule_of(facts, key)
            rows.append((_label_with_unit(value), value.text, last, promise, rule))
    title = f"{facts.scope.year}年重点指标完成情况{up_to(facts.scope)}"
    return Annex(title, table=Table(head, tuple(rows)))


def _label_with_unit(value: Value) -> str:
    label, unit = value.indicator.label, value.indicator.unit
    if unit in ("", "%"):
        return label
    return f"{label}（{unit}）"


def _last(facts: Facts, value: Value) -> str:
    return names.name(facts, f"was.{value.key}") or DASH


def promise_of(facts: Facts, key: str) -> str:
    """Say what was promised of a figure, 每月32次, or — where nothing was."""
    for promise in facts.promises:
        if promise.actual.key == key and not promise.figure.of_communities:
            return f"{promise.per}{promise.promised}"
    return DASH


def rule_of(facts: Facts, key: str) -> str:
    """Say from which number on a figure is a problem, or — where there is no limit."""
    if key not in RULES:
        return DASH
    column, sentence = RULES[key]
    return sentence.format(text_of(getattr(facts.scope.report, column), 1))


# ── Problems ────────────────────────────────────────────────────────────────
def problems_of(writer: Writer, pieces: Mapping[str, Piece]) -> Iterator[Problem]:
    """Find the problems that are printed, each with the measure that answers it.

    Promises that were missed come first where they are told before the problems.
    """
    if writer.told_before():
        size = writer.phrasing.name("missed_as_done") or DASH
        yield _problem(writer, pieces, MISSED, OF_KEY[MISSED].label, size)
    for passage in writer.of(Passage.Part.PROBLEMS):
        if passage.introduces or passage.key not in pieces:
            continue
        opener, _, text = pieces[passage.key].text.partition("。")
        yield _problem(writer, pieces, passage.finding, opener.partition("）")[2], text or DASH)


def _problem(writer: Writer, pieces: Mapping[str, Piece], finding: str, label: str, text: str) -> Problem:
    measure = DASH
    answer = pieces.get(f"{ANSWERS}{finding}")
    if answer:
        measure = behind_its_opener(answer.text)
    owner = writer.phrasing.name(f"owner.{finding}") or ""
    if owner == MYSELF:
        owner = writer.facts.scope.reporter or owner
    due = writer.phrasing.name(f"due.{finding}") or ""
    return Problem(label, text, measure, owner, due)


def behind_its_opener(text: str) -> str:
    """Return a measure without 二是 and its opener; what is one sentence alone stays whole."""
    rest = text.partition("。")[2]
    return rest or NUMBERED.sub("", text)


def problem_list(problems: Iterable[Problem]) -> Annex:
    """Make 问题清单."""
    head = ("问题", "情况", "措施", "负责人", "期限")
    return Annex(PROBLEM_LIST, table=Table(head, tuple(map(astuple, problems))))


# ── 整改 ────────────────────────────────────────────────────────────────────
def three_lists(remedies: Iterable[Remedy]) -> Annex:
    """Make 三张清单: 问题, 责任 and 整改 of a problem in one row."""
    head = ("问题", "来源", "责任人", "期限", "整改措施", "整改结果")
    rows = []
    for remedy in remedies:
        due = remedy.due.isoformat() if remedy.due else DASH
        rows.append(
            (
                remedy.problem,
                str(remedy.get_source_display()),
                remedy.owner or DASH,
                due,
                remedy.measure or DASH,
                remedy.outcome,
            )
        )
    return Annex("三张清单（问题、责任、整改）", table=Table(head, tuple(rows)))


# ── By community ────────────────────────────────────────────────────────────
def by_community(facts: Facts) -> Annex:
    """Make a row of each community in the office's order, one of the 街道's own, one of the whole."""
    scope = facts.scope
    headings = dict(MAIN)
    values = [facts.values[key] for key in headings]
    rows = []
    for pk, community in scope.communities.items():
        rows.append((community.name, *_cells(values, pk)))
    rows.append((OWN, *_cells(values, None)))
    rows.append((WHOLE, *(value.text for value in values)))
    table = Table(("社区", *headings.values()), tuple(rows), total=1)
    lines = (*scope.changes, *repetitions(values))
    what = "数字" if facts.running else "主要数字"  # with the day behind it the title fits in one line
    title = f"各社区{scope.year}年{what}{up_to(scope)}"
    return Annex(title, table=table, chart=chart(facts), lines=lines)


def up_to(scope: ReportScope) -> str:
    """Say up to which day a running year is told, behind the name of a table: （截至11月26日）."""
    return f"（截至{scope.until}）" if scope.running else ""


def _cells(values: Iterable[Value], community: int | None) -> list[str]:
    """Write what a community, or (None) the 街道 itself, counts."""
    return [value.at(community).write(wan_text) for value in values]


def repetitions(values: Iterable[Value]) -> Iterator[str]:
    """Say of which figures the communities add up to more than the whole."""
    for value in values:
        if value.surplus:
            label, more = value.indicator.label, text_of(value.surplus, 2)
            yield f"{label}：各社区相加多出{more}，是在几个社区重复的，全街道只算一次。"


def chart(facts: Facts) -> Chart:
    """Draw one figure of every community beside last year's."""
    figure, scope = CATALOGUE[CHARTED], facts.scope
    now = facts.values[CHARTED]
    before = compute([figure], scope.before)[CHARTED]  # not all of last year's figures for its sake
    years, series = [], []
    for year, value in ((f"{scope.year}年", now), (f"{scope.year - 1}年", before)):
        if not value.missing:
            years.append((year, value))
            bars = tuple(bar(value, pk) for pk in scope.communities)
            series.append(Series(f"{year}{up_to(scope)}", bars))
    places, marks = [], []
    for pk, community in scope.communities.items():
        places.append(community.name)
        marks.append(mark(years, pk))
    label = f"{figure.label}（{figure.unit}）"
    return Chart(label, figure.unit, tuple(places), tuple(series), tuple(marks))


def bar(value: Value, community: int) -> float | None:
    """Return how high a bar is; None where there is none."""
    amount = value.at(community).amount
    return None if amount is None else float(amount)


def mark(years: Sequence[tuple[str, Value]], community: int) -> str:
    """Say why a bar is not there: it must not look like a zero."""
    reasons = []
    for year, value in years:
        at = value.at(community)
        if at.amount is None:
            reasons.append(f"{year}{at.note or DASH}")
    return f"（{'、'.join(reasons)}）" if reasons else ""


# ── Promises, and how it was made ───────────────────────────────────────────
def promise_table(facts: Facts) -> Annex:
    """Make a row of each promise of last year's report, with what became of it."""
    rows = []
    for promise in facts.promises:
        pledge = f"{promise.per}{promise.promised}"
        rows.append((promise.figure.label, pledge, promise.result_in_full, str(promise.verdict)))
    year = "今年" if facts.running else f"{facts.scope.year}年"  # short beside the day behind it
    table = Table(("承诺事项", "上年承诺", "今年实际", "结果"), tuple(rows))
    return Annex(f"上年承诺与{year}实际{up_to(facts.scope)}", table=table)


def explanations(facts: Facts, remarks: Iterable[Remark]) -> Iterator[str]:
    """Say how the figures were made, and which warnings were passed with a reason."""
    scope = facts.scope
    day = day_in_words(scope.day)
    span = f"统计{scope.year}年全年，时点上的截至{day}"
    if scope.running:
        span = f"和时点上的都截至{day}，与上年比较的是上年同期"
    yield f"正文数字都由台账记录计算：当年发生的{span}；没有记录的印作X，不当作零。"
    if scope.running:
        yield f"民主决策、支部学习等次数门槛按一整年定：低于门槛的，是到{scope.until}还没有够数的。"
    if scope.today.year > scope.year:
        yield "两新组织正式党员数、党员所在党组织等没有日期的内容，按编制时的记录计算。"
    for remark in remarks:
        fault = remark.message.partition("；请")[0]  # without what it asks its reader to do
        yield f"{fault}：{remark.reason}"


# ── What stands behind a figure ─────────────────────────────────────────────
def notes(facts: Facts, keys: Iterable[str]) -> tuple[tuple[str, Note], ...]:
    """Return what stands behind each printed figure, by its key."""
    return tuple((key, note(facts, facts.values[key])) for key in keys)


def note(facts: Facts, value: Value) -> Note:
    """Return what stands behind a figure."""
    span = "当年发生" if value.indicator.of_year else "时点"
    return Note(
        value.indicator.label,
        value.text,
        value.indicator.definition,
        value.explanation,
        value.records,
        f"{span}，截至{day_in_words(facts.scope.day)}",
        tuple(_beside(facts, value)),
    )


def _beside(facts: Facts, value: Value) -> Iterator[str]:
    """Say what gives a number its meaning: last year's, the promise and the limit, if there are any."""
    token = f"change.{value.key}"
    if token in tokens.LABELS:
        change = names.name(facts, token)
        if change:
            yield f"{facts.scope.last_year}：{_last(facts, value)}，{change}"
    promise, rule = promise_of(facts, value.key), rule_of(facts, value.key)
    if promise != DASH:
        yield f"上年承诺：{promise}"
    if rule != DASH:
        yield f"门槛：{rule}"
