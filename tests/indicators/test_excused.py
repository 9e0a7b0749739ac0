"""A figure that need not be known, because the year had nothing of it, is no gap on any page, and no X."""

import pytest
from django.urls import reverse

from indicators.catalogue import CATALOGUE
from indicators.compute import compute
from reports.context import scope_of
from reports.facts import Facts
from reports.figures.gaps import missing
from reports.figures.ledger import BESIDE, ORG_LIFE, ledger
from reports.outputs.workbook import figures
from tests.factories import YEAR

EXCUSES = {"communities.elections_completed": "本年无换届"}
OF_OTHERS = {*BESIDE, *ORG_LIFE}  # they give others their meaning, and nobody has to record them


@pytest.fixture
def scope(office, qingquan):
    return scope_of(office, YEAR)


def test_these_and_no_others_need_not_be_known(scope):
    values = compute(CATALOGUE.values(), scope)
    excused = {key: value.excuse for key, value in values.items() if value.excuse}
    assert {key: excuse for key, excuse in excused.items() if key not in OF_OTHERS} == EXCUSES
    assert excused.keys() - EXCUSES.keys() == OF_OTHERS - {"communities.former_villages"}  # there is a 社区
    assert {key for key, value in values.items() if value.missing and not value.is_gap} == excused.keys()


@pytest.mark.parametrize("key", EXCUSES)
def test_it_is_no_gap_in_any_count_and_no_x_on_any_page(scope, as_user, secretary, key):
    client = as_user(secretary)
    home = client.get(reverse("home"), {"year": YEAR})
    text = home.content.decode()
    gaps = missing(compute(CATALOGUE.values(), scope).values(), scope, secretary)
    assert key not in {gap.value.key for gap in gaps}
    known, excused, total = (home.context[name] for name in ("known", "excused", "total"))
    assert (excused, known + excused + len(home.context["missing"])) == (len(OF_OTHERS), total)
    assert sum(group.missing for group in ledger(Facts(scope))) == len(home.context["missing"])
    for page in (text, client.get(reverse("reports:ledger"), {"year": YEAR}).content.decode()):
        row = page.split(f"/figures/{key}/")[1].split("</dd>")[0]
        assert "—" in row
        assert f"{EXCUSES[key]}，不写" in row
        assert "is-missing" not in page.split(f"/figures/{key}/")[0].rpartition("<div")[2]

    page = client.get(reverse("reports:figure", args=[key]), {"year": YEAR}).content.decode()
    assert f"{EXCUSES[key]}，这一句不写" in page
    assert "缺数" not in page.partition('id="main"')[2].partition("没有记录时")[0]
    [row] = [row for row in figures(Facts(scope))[0].rows if row[2] == key]
    assert "X" not in row
    assert f"{EXCUSES[key]}，不写" in row
