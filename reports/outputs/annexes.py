"""附件 of the Word file: main figures beside last year, promise and rule, by community with their chart; problems; how it was made."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from documents.blocks import DASH, Chart, Piece, Series, Table
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
from reports.text import names
from reports.text.phrasing import MYSELF
from reports.text.writer import Writer

# Main figures that stand for every community, with a short heading each.
MAIN = (
    ("visits.frontline", "班子走访（次）"),
    ("visits.households", "走访户次（户）"),
    ("visits.opinions", "意见建议（条）"),
    ("funding.party", "党建经费（万元）"),
    ("members.own", "自管党员（名）"),
    ("communities.partner_units", "共建单位（家）"),
    ("services.checked_in_members", "报到党员（名）"),
    ("services.good_deeds", "实事好事（件）"),
    ("meetings.decisions", "民主决策（次）"),
)
CHARTED = "visits.frontline"
WHOLE, OWN = "全街道", "街道本级"
NUMBERED = re.compile("^[一二三四五六七八九十]+是")


# Figures that a reader asks for first, beside last year's, the promise and the limit.
KEY_FIGURES = (
    "meetings.special",
    "visits.frontline",
    "visits.households",
    "visits.difficulties_solved",
    "visits.difficulties_open",
    "funding.work",
    "funding.party",
    "funding.service",
    "funding.premises",
    "communities.satisfaction",
    "communities.low_satisfaction",
    "communities.rectified_satisfaction",
    "meetings.study",
    "meetings.secretary_lectures",
    "meetings.party_spirit",
    "meetings.conduct_education",
    "meetings.branch_secretary_training",
    "meetings.study_attendance",
    "meetings.low_study_branches",
    "members.activists",
    "members.admitted",
    "members.elderly_share",
    "members.two_new_party_orgs",
    "members.two_new_coverage",
    "meetings.two_new_idle_orgs",
    "members.waiting_applicants",
    "communities.partner_units",
    "services.checked_in_members",
    "services.good_deeds",
    "services.deeds_per_member",
    "services.brands",
    "meetings.decisions",
    "communities.decision_awareness",
    "meetings.low_decision_communities",
    "mediation.success_rate",
    "services.proxy_share",
)
# From which number on the settings call it a problem: the column, and how it is said.
RULES = {
    "visits.difficulties_open": ("most_open_difficulties", "不多于{}件"),
    "communities.satisfaction": ("low_satisfaction", "各社区不低于{}%"),
    "meetings.study_attendance": ("low_attendance", "不低于{}%"),
    "meetings.low_study_branches": ("low_study", "各支部不少于{}次"),
    "members.elderly_share": ("many_elderly", "不高于{}%"),
    "meetings.two_new_idle_orgs": ("most_idle_orgs", "不多于{}家"),
    "members.waiting_applicants": ("waiting_months", "{}个月内谈话"),
    "meetings.low_decision_communities": ("low_decisions", "各社区不少于{}次"),
}


@dataclass(frozen=True)
class Problem:
    """A problem that is told: what it is called, its size, and what answers it."""

    label: str
    text: str
    measure: str
    owner: str
    due: str


def annexes(writer: Writer, problems: Iterable[Problem], remarks: Iterable[Remark]) -> tuple[Annex, ...]:
    facts = writer.facts
    report = facts.scope.report
    found = []
    if report.with_figures:
        found.append(key_figures(facts))
    told = tuple(problems)
    if report.with_problems and told:
        found.append(listed(told))
    if report.with_table:
        found.append(by_community(facts))
    if report.with_promises and facts.promises:
        found.append(promised(facts))
    found.append(Annex("编制说明", tuple(explained(facts, remarks))))
    return tuple(found)


def key_figures(facts: Facts) -> Annex:
    """A row per figure that is known: this year's, last year's, the promise and the limit."""
    known = [facts.values[key] for key in KEY_FIGURES if not facts.values[key].missing]
    head = ("指标", "今年", facts.scope.last_year, "上年承诺", "门槛")
    rows = tuple(
        (
            _named(value),
            value.text,
            _last(facts, value),
            promise_of(facts, value.key),
            rule_of(facts, value.key),
        )
        for value in known
    )
    return Annex(f"{facts.scope.year}年重点指标完成情况{up_to(facts.scope)}", table=Table(head, rows))


def _named(value: Value) -> str:
    unit = value.indicator.unit
    return f"{value.indicator.label}（{unit}）" if unit and unit != "%" else value.indicator.label


def _last(facts: Facts, value: Value) -> str:
    return names.name(facts, f"was.{value.key}") or DASH


def promise_of(facts: Facts, key: str) -> str:
    """每月32次, or — where nothing was promised of it."""
    made = next(
        (
            promise
            for promise in facts.promises
            if promise.actual.key == key and not promise.figure.of_communities
        ),
        None,
    )
    return f"{made.per}{made.promised}" if made else DASH


def rule_of(facts: Facts, key: str) -> str:
    if key not in RULES:
        return DASH
    column, said = RULES[key]
    return said.format(text_of(getattr(facts.scope.report, column), 1))


def problems_of(writer: Writer, pieces: Mapping[str, Piece]) -> Iterator[Problem]:
    """The problems that are printed, each with the measure that answers it; first promises that were missed and are told before."""
    if writer.told_before():
        yield _problem(
            writer, pieces, MISSED, OF_KEY[MISSED].label, writer.phrasing.name("missed_as_done") or DASH
        )
    for passage in writer.of(Passage.Part.PROBLEMS):
        if passage.introduces or passage.key not in pieces:
            continue
        opener, _, text = pieces[passage.key].text.partition("。")
        yield _problem(writer, pieces, passage.finding, opener.partition("）")[2], text or DASH)


def _problem(writer: Writer, pieces: Mapping[str, Piece], finding: str, label: str, text: str) -> Problem:
    answer = pieces.get(f"{ANSWERS}{finding}")
    measure = _behind_its_opener(answer.text) if answer else DASH
    owner, due = (writer.phrasing.name(f"{room}.{finding}") or "" for room in ("owner", "due"))
    named = writer.facts.scope.reporter if owner == MYSELF else owner
    return Problem(label, text, measure, named or owner, due)


def _behind_its_opener(text: str) -> str:
    """Without 二是 and the opener; what is one sentence alone stays whole."""
    rest = text.partition("。")[2]
    return rest or NUMBERED.sub("", text)


def listed(problems: Iterable[Problem]) -> Annex:
    head = ("问题", "情况", "措施", "负责人", "期限")
    return Annex(
        "问题清单", table=Table(head, tuple((p.label, p.text, p.measure, p.owner, p.due) for p in problems))
    )


def by_community(facts: Facts) -> Annex:
    """A row per community in the office's order, one of the 街道's own, one of the whole."""
    values = [facts.values[key] for key, _ in MAIN]
    communities = facts.scope.communities.values()
    rows = [(community.name, *(cell(value, community.pk) for value in values)) for community in communities]
    rows.append((OWN, *(cell(value, None) for value in values)))
    rows.append((WHOLE, *(value.text for value in values)))
    table = Table(("社区", *(heading for _, heading in MAIN)), tuple(rows), total=1)
    lines = (*facts.scope.changes, *repeated(values))
    what = "数字" if facts.running else "主要数字"  # with the day behind it the title fits in one line
    return Annex(
        f"各社区{facts.scope.year}年{what}{up_to(facts.scope)}", table=table, chart=chart(facts), lines=lines
    )


def up_to(scope: ReportScope) -> str:
    """Behind the name of what tells of a running year: （截至11月26日）."""
    return f"（截至{scope.until}）" if scope.running else ""


def cell(value: Value, community: int | None) -> str:
    """What a community, or the 街道 itself, counts."""
    return value.at(community).write(wan_text)


def repeated(values: Iterable[Value]) -> Iterable[str]:
    for value in values:
        if more := value.surplus:
            yield f"{value.indicator.label}：各社区相加多出{text_of(more, 2)}，是在几个社区重复的，全街道只算一次。"


def chart(facts: Facts) -> Chart:
    figure, scope = CATALOGUE[CHARTED], facts.scope
    before = compute([figure], scope.before)  # one figure: not all of last year's for its sake
    years = ((f"{scope.year}年", facts.values[CHARTED]), (f"{scope.year - 1}年", before[CHARTED]))
    span = up_to(scope)  # of last year the same
    communities = scope.communities
    known = [(year, value) for year, value in years if not value.missing]
    series = tuple(
        Series(f"{year}{span}", tuple(bar(value, pk) for pk in communities)) for year, value in known
    )
    marks = tuple(mark(known, pk) for pk in communities)
    return Chart(
        f"{figure.label}（{figure.unit}）",
        figure.unit,
        tuple(c.name for c in communities.values()),
        series,
        marks,
    )


def bar(value: Value, community: int) -> float | None:
    amount = value.at(community).amount
    return None if amount is None else float(amount)


def mark(values: Iterable[tuple[str, Value]], community: int) -> str:
    """Why a bar is not there: it must not look like a zero."""
    told = [(year, value.at(community)) for year, value in values]
    without = [f"{year}{at.note or DASH}" for year, at in told if at.amount is None]
    return f"（{'、'.join(without)}）" if without else ""


def promised(facts: Facts) -> Annex:
    rows = tuple(
        (p.figure.label, f"{p.per}{p.promised}", p.result_in_full, str(p.verdict)) for p in facts.promises
    )
    year = "今年" if facts.running else f"{facts.scope.year}年"  # as above
    return Annex(
        f"上年承诺与{year}实际{up_to(facts.scope)}",
        table=Table(("承诺事项", "上年承诺", "今年实际", "结果"), rows),
    )


def explained(facts: Facts, remarks: Iterable[Remark]) -> Iterable[str]:
    """How the figures were made, and what was passed with a reason."""
    scope = facts.scope
    day = f"{scope.day.year}年{scope.day.month}月{scope.day.day}日"
    span = (
        f"统计{scope.year}年全年，时点上的截至{day}"
        if not scope.running
        else f"和时点上的都截至{day}，与上年比较的是上年同期"
    )
    yield f"正文数字都由台账记录计算：当年发生的{span}；没有记录的印作X，不当作零。"
    if scope.running:
        yield f"民主决策、支部学习等次数门槛按一整年定：低于门槛的，是到{scope.until}还没有够数的。"
    if scope.today.year > scope.year:
        yield "两新组织正式党员数、党员所在党组织等没有日期的内容，按编制时的记录计算。"
    for remark in remarks:
        yield f"{_told(remark.message)}：{remark.reason}"


def _told(message: str) -> str:
    """What a check found, without what it asks its reader to do."""
    return message.partition("；请")[0]


def notes(facts: Facts, keys: Iterable[str]) -> tuple[tuple[str, Note], ...]:
    """For each printed figure what stands behind it."""
    return tuple((key, note(facts, facts.values[key])) for key in keys)


def note(facts: Facts, value: Value) -> Note:
    day = facts.scope.day
    as_of = f"{'当年发生' if value.indicator.of_year else '时点'}，截至{day.year}年{day.month}月{day.day}日"
    return Note(
        value.indicator.label,
        value.text,
        value.indicator.definition,
        value.explanation,
        value.records,
        as_of,
        _beside(facts, value),
    )


def _beside(facts: Facts, value: Value) -> tuple[str, ...]:
    """What gives the number its meaning: last year's, the promise and the limit, as far as there are any."""
    change = names.name(facts, f"change.{value.key}") if f"change.{value.key}" in tokens.LABELS else None
    told = {
        facts.scope.last_year: f"{_last(facts, value)}，{change}" if change else DASH,
        "上年承诺": promise_of(facts, value.key),
        "门槛": rule_of(facts, value.key),
    }
    return tuple(f"{label}：{said}" for label, said in told.items() if said != DASH)
