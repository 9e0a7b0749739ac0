"""The same file again adds nothing: for every kind, every column left empty in some row, with and without 记录编号."""

from copy import deepcopy
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.db import models
from django.utils import timezone

from imports.apply.writing import Writing
from imports.plan import Plan
from imports.preview import echoes
from mediation.models import MediationCase
from mediation.pages import MediationCasePages
from members.models import Member
from members.pages import MemberPages
from records.columns.number import YearField
from records.exports import columns
from records.layout import LASTING, Layout
from records.models import Event, Record
from records.presentation import column
from services.pages import ServiceCasePages
from spreadsheets.reading import Grid
from tests.factories import DAY, MediationCaseFactory, MediationPartyFactory, MemberFactory, UserFactory
from tests.imports import support
from tests.imports.cells import ID_NO, MEMBER, SERVICE
from tests.imports.support import actions, said
from tests.imports.test_comes_back import KINDS
from tests.records.support import each, fill, forget, is_text, make, make_children, set_value

# What other cells a row has where one column is filled in or emptied, by the rules of its kind; `...` is what the full record has,
# and a function is asked of it.
TOGETHER: dict[str, dict[str, Any]] = {
    "communities.community.big_committee_until": {"big_committee_since": date(2024, 1, 5)},
    "communities.community.demonstration_until": {"demonstration_since": date(2024, 1, 5)},
    "communities.community.pilot_until": {"pilot_since": date(2024, 1, 5)},
    "communities.rectification.result": {"accepted_on": DAY, "until": DAY},
    "mediation.mediationcase.closed_on": {"result": "进行中"},
    "meetings.decision.deliberated_on": {"deliberated_on": date(2025, 2, 25)},
    "members.applicant.birth_date": {"birth_date": date(1990, 5, 4)},
    "members.member.birth_date": {"birth_date": date(1970, 5, 4)},
    "members.member.id_no": {"gender": "女"},
    "members.member.until": {"exit_reason": "转出"},
    "members.partyorg.community": {"sphere": "机关"},
    "members.twonewunit.org": {"org": "科创联合党支部"},
    "visits.visit.community": {"kind": "接访"},
    "communities.survey.rectification": {"phase": "整顿前"},
    "communities.survey.returned": {"returned": 100},
    "duties.criterion.key": {"way": "按指标计算", "best": 12, "nothing": 0},
    "duties.duty.holder": {"leader": ...},
    "duties.duty.leader": {"holder": None},
    "duties.pledge.holder": {"leader": ..., "year": 2024, "signed_on": date(2024, 5, 20)},
    "duties.pledge.leader": {"holder": None},
    "duties.pledge.number": {"holder": ...},
    "duties.pledgeitem.key": {"target": ...},
    "duties.pledgeitem.target": {"key": ...},
    "duties.remedy.done_on": {"result": ...},
    "duties.review.grade": {"holder": ...},
    "duties.review.remarks": {"holder": ..., "year": 2024, "held_on": date(2024, 5, 20)},
    "duties.round.note": {"kind": "季督导", "number": 4},
    "duties.score.reason": {"round": ..., "criterion": ..., "points": 10},
    "duties.talk.holder": {"name": None},
    "duties.talk.leader": {"name": None},
    "duties.talk.name": {"leader": ...},
    "meetings.attendance.reason": {"member": ..., "state": "请假"},
    "meetings.meeting.plan": {"kind": "以会代训", "org": lambda record: str(record.plan.org)},
    "meetings.orgliferule.instead": {"kind": "学习研讨", "who": "设支委会的支部"},
    "meetings.orgliferule.instead_too": {
        "kind": "学习研讨",
        "who": "设党小组的支部",
        "instead": "党风政风教育",
    },
    "meetings.orgliferule.source": {"who": "每个支部，由书记主讲"},
    "meetings.orgliferule.valid_from": {"valid_until": date(2030, 1, 1)},
    "members.flagpost.promise": {"place": "9号楼"},
    "members.honour.member": {"name": None},
    "members.honour.name": {"member": ...},
    "members.postholder.member": {"name": "孙梅"},
    "services.projectclaim.claimant": {"check_in": ...},
    "services.servicecase.finished_on": {"result": "办理中"},
}
STEPS = {
    "activist_on": date(2023, 7, 5),
    "candidate_on": date(2024, 7, 8),
    "admitted_on": date(2024, 9, 2),
    "approved_on": date(2024, 10, 9),
    "full_on": date(2025, 9, 5),
}
TOGETHER["members.applicant.talked_on"] = {"talked_on": date(2023, 1, 20)}
TOGETHER["members.applicant.extended_to"] = {**STEPS, "full_on": None, "extended_to": date(2026, 3, 2)}
for last in list(STEPS)[1:]:
    names = list(STEPS)[: list(STEPS).index(last) + 1]
    TOGETHER[f"members.applicant.{last}"] = {name: STEPS[name] for name in names}


@pytest.fixture
def keeper(office):
    return UserFactory(subdistrict=office, may_view_personal_data=True)


def cells_of(sheet: Any, record: Any) -> dict[str, Any]:
    """A record as the cells of its row, numbers in full."""
    return {
        field.attribute: empty(field.export(record))
        for field in columns(sheet.model, sheet.fields, full=True)
    }


def empty(value: Any) -> Any:
    """A cell as it is read: None where it holds no text."""
    return None if value == "" else value


def toggled(
    sheet: Any, bare: dict[str, Any], full: dict[str, Any], required: set[str], record: Any
) -> dict[str, dict[str, Any]]:
    """The bare row again and again, each time with one column filled in, or emptied where the bare one has it."""
    found = {}
    for name in sheet.fields:
        if name in required:
            continue
        value = full[name] if bare[name] is None else None
        if value != bare[name]:
            others = TOGETHER.get(f"{sheet.model._meta.label_lower}.{name}", {})
            found[name] = {
                **bare,
                name: value,
                **{other: cell(there, full.get(other), record) for other, there in others.items()},
            }
    return found


def cell(there: Any, of_full: Any, record: Any) -> Any:
    if callable(there):
        return there(record)
    return of_full if there is ... else there


def rows_of(sheet: Any, form: Any, bare: Any, filled: Any) -> dict[str, dict[str, Any]]:
    required = {name for name, field in form.fields.items() if field.required}
    row = cells_of(sheet, bare)
    return {"": row, **toggled(sheet, row, cells_of(sheet, filled), required, filled)}


def grids_of(layout: Layout, rows: dict[Any, dict[str, dict[str, Any]]]) -> list[Grid]:
    """Each row of the main sheet numbered; all child rows below the first one."""
    grids = []
    for sheet in layout:
        numbered = enumerate(rows[sheet].values(), start=1)
        cells = [
            [number if sheet is layout.main else 1, *(row[name] for name in sheet.fields)]
            for number, row in numbered
        ]
        grids.append(Grid(sheet.title, [sheet.headings[:-1], *cells]))
    return grids


def varied(sheet: Any, row: dict[str, Any], number: int) -> dict[str, Any]:
    """The row as that of another record: its days and texts are others."""
    changed = dict(row)
    for name, value in row.items():
        found = column(sheet.model, name)
        if isinstance(value, date):
            changed[name] = value - timedelta(days=number)
        elif isinstance(value, str) and is_text(found):
            changed[name] = f"{value}{number}"
        elif isinstance(found, YearField) and value:
            changed[name] = value - number
        elif isinstance(found, models.PositiveSmallIntegerField) and value:
            changed[name] = value + number
    return changed


def valid(
    pages: Any, reader: Any, layout: Layout, rows: dict[Any, dict[str, dict[str, Any]]]
) -> dict[Any, dict[str, dict[str, Any]]]:
    """The rows that may all be on record together: those that clash are varied, those that break a rule left out."""
    found = deepcopy(rows)
    for change in ("vary", "drop"):
        plan = Plan(pages, reader, grids_of(layout, found))
        for sheet in layout:
            wrong = {problem.row for problem in plan.problems if problem.sheet == sheet.title}
            for number, name in enumerate(list(found[sheet]), start=2):
                if number in wrong and change == "vary":
                    found[sheet][name] = varied(sheet, found[sheet][name], number)
                elif number in wrong:
                    del found[sheet][name]
    return found


def written_out(pages: Any, reader: Any, *, full: bool = True) -> list[Grid]:
    layout = Layout.of(pages)
    owners = list(pages.queryset(reader).order_by("pk"))
    grids = []
    for sheet in layout:
        fields = columns(sheet.model, sheet.fields, full=full)
        rows = owners
        if sheet.link:
            rows = sheet.model.objects.filter(**{f"{sheet.link}__in": owners}, **dict(sheet.fixed)).order_by(
                "pk"
            )
        places = {owner.pk: place for place, owner in enumerate(owners, start=1)}
        cells = [
            [
                places[getattr(row, f"{sheet.link}_id") if sheet.link else row.pk],
                *(empty(field.export(row)) for field in fields),
                str(row.submission),
            ]
            for row in rows
        ]
        grids.append(Grid(sheet.title, [sheet.headings, *cells]))
    return grids


def without_numbers(grids: list[Grid]) -> list[Grid]:
    return [Grid(grid.title, [row[:-1] for row in grid.rows]) for grid in grids]


def versions() -> dict[str, int]:
    return {
        model._meta.label: model.history.count() for model in apps.get_models() if issubclass(model, Record)
    }


def bring_in(pages: Any, reader: Any, grids: list[Grid]) -> Plan:
    plan = Plan(pages, reader, grids)
    assert said(plan) == []
    plan.take_alike()
    Writing(reader, timezone.now(), "导入").carry_out(plan)
    return plan


def adds_nothing(pages: Any, reader: Any, grids: list[Grid]) -> None:
    before = versions()
    plan = bring_in(pages, reader, grids)
    assert set(actions(plan)) <= {"unchanged", "duplicate"}
    assert not [child for line in plan.lines for child in line.children if child.writes]
    assert versions() == before


@each(KINDS)
def test_the_same_file_again_adds_nothing(town, keeper, pages):
    layout = Layout.of(pages)
    bare, filled = (
        make(pages.model, town.qingquan, town.office),
        make(pages.model, town.wenchang, town.office),
    )
    for record in (bare, filled):
        if isinstance(
            record, Event
        ):  # its factory's day goes round the year, and rows below it may not be older
            set_value(record, "date", DAY)
    below, below_filled = make_children(pages, bare), make_children(pages, filled)
    form = pages.form_class()(reader=keeper)
    rows = {layout.main: rows_of(layout.main, form, bare, fill(pages, filled, town.qingquan))}
    for sheet, kind in zip(layout.children, pages.children, strict=True):
        kind_form = kind.formset(pages.model).form(reader=keeper)
        there = fill(
            SimpleNamespace(fields=lambda kind=kind: kind.fields, model=kind.model),
            below_filled[kind],
            town.qingquan,
        )
        rows[sheet] = rows_of(sheet, kind_form, below[kind], there)
    forget(filled, below_filled)
    forget(bare, below)
    good = valid(pages, keeper, layout, rows)
    left_out = {
        f"{sheet.title}.{name}" for sheet in layout for name in rows[sheet] if name not in good[sheet]
    }
    assert left_out == set()
    grids = grids_of(layout, good)
    first = bring_in(pages, keeper, grids)
    assert set(actions(first)) <= {"new", "duplicate"}
    adds_nothing(pages, keeper, grids)
    adds_nothing(pages, keeper, written_out(pages, keeper))
    adds_nothing(pages, keeper, without_numbers(written_out(pages, keeper)))
    adds_nothing(pages, keeper, written_out(pages, keeper, full=False))


# ── One by one ──────────────────────────────────────────────────────────────
def test_an_empty_number_beside_a_filled_one_adds_nothing(town, keeper):
    rows = [support.row(SERVICE, {"联系电话": phone}) for phone in ("13800138000", None, None)]
    grids = [support.sheet("代办件", *rows)]
    assert actions(bring_in(ServiceCasePages, keeper, grids)) == {"new": 2, "duplicate": 1}
    adds_nothing(ServiceCasePages, keeper, grids)


def test_a_day_of_birth_that_the_id_number_tells_is_said_and_stays(town, keeper):
    cells = support.row(
        MEMBER, {"身份证号": ID_NO, "出生日期": None, "离开日期": "2024-3-1", "离开原因": "转出"}
    )
    plan = bring_in(MemberPages, keeper, [support.sheet("党员", cells)])
    assert {"column": "出生日期", "written": "（空）", "understood": "1949-12-31", "times": 1} in echoes(plan)
    adds_nothing(MemberPages, keeper, [support.sheet("党员", cells)])
    masked = {
        **cells,
        "身份证号": "**************002X",
        LASTING: str(Member.objects.get(id_no_digest__isnull=False).submission),
    }
    adds_nothing(MemberPages, keeper, [support.sheet("党员", masked)])


def test_two_records_that_say_the_same_keep_each_its_child_rows(town, keeper):
    for name in ("王丽", "赵强"):
        MediationPartyFactory(case=MediationCaseFactory(community=town.qingquan), name=name)
    adds_nothing(MediationCasePages, keeper, without_numbers(written_out(MediationCasePages, keeper)))
    assert sorted(case.parties.get().name for case in MediationCase.objects.all()) == ["王丽", "赵强"]


def test_a_change_beside_what_stays_is_the_only_one(town, keeper):
    there = MemberFactory(
        org=town.first,
        name="孙丽",
        gender="female",
        id_no=ID_NO,
        birth_date=date(1949, 12, 31),
        since=date(2019, 7, 1),
    )
    cells = {"姓名": "孙莉", "身份证号": None, "出生日期": None, LASTING: str(there.submission)}
    plan = Plan(MemberPages, keeper, [support.sheet("党员", support.row(MEMBER, cells))])
    assert (actions(plan), plan.lines[0].changes) == ({"updated": 1}, [("姓名", "孙丽", "孙莉")])
