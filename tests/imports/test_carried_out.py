"""Plans that lean on themselves, carried out: superiors of the same file, and rows below a row said twice."""

from django.utils import timezone

from imports.apply.writing import Writing
from imports.plan import Plan
from imports.preview import echoes
from members.models import PartyOrg
from members.pages import PartyOrgPages
from tests.imports.cells import ORG, VISIT
from tests.imports.support import planned, row, sheet
from visits.models import Visit
from visits.pages import VisitPages


def carry_out(plan: Plan, user) -> None:
    Writing(user, timezone.now(), "导入第 1 批").carry_out(plan)


def test_superiors_are_written_before_those_below(town, clerk):
    names = {"甲支部": "乙党委", "乙党委": "丙党工委", "丙党工委": None}
    carry_out(
        planned(
            PartyOrgPages,
            clerk,
            *(row(ORG, {"党组织名称": name, "上级党组织": above}) for name, above in names.items()),
        ),
        clerk,
    )
    assert PartyOrg.objects.get(name="甲支部").parent.parent.name == "丙党工委"


def test_of_a_circle_and_of_a_wrong_superior_nothing_is_written(town, clerk):
    rows = [
        ("甲", "乙", {}),
        ("乙", "甲", {}),
        ("丙", "丁", {}),
        ("丁", None, {"社区": None}),
        ("戊", None, {}),
    ]
    plan = planned(
        PartyOrgPages,
        clerk,
        *(row(ORG, {"党组织名称": n, "上级党组织": above, **more}) for n, above, more in rows),
    )
    before = PartyOrg.objects.count()
    carry_out(plan, clerk)
    assert PartyOrg.objects.count() == before + 1
    assert PartyOrg.objects.filter(name="戊").exists()


def test_what_stands_below_a_row_said_twice_is_written_once(town, clerk):
    below = [{"序号": number, "内容": content} for number, content in ((1, "路灯不亮"), (2, "楼道堆物"))]
    plan = Plan(
        VisitPages,
        clerk,
        [sheet("走访", row(VISIT, {"序号": 1}), row(VISIT, {"序号": 2})), sheet("困难", *below)],
    )
    carry_out(plan, clerk)
    assert sorted(issue.content for issue in Visit.objects.get().issues.all()) == ["楼道堆物", "路灯不亮"]


def test_a_superior_of_the_same_file_is_understood_as_it_is_written(town, clerk):
    """The preview has nothing to say of it."""
    rows = [
        row(ORG, {"党组织名称": name, "上级党组织": above})
        for name, above in (("甲支部", "乙党委"), ("乙党委", None))
    ]
    assert echoes(planned(PartyOrgPages, clerk, *rows)) == []
