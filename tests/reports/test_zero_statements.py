"""零报告: refused while records stand against it, by form, desk and import; void and told once some do."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from reports.models import ZeroStatement
from reports.pages import ZeroStatementPages
from tests import factories as F
from tests.factories import YEAR
from tests.imports.support import upload

SAID = f"{YEAR}年已有 12 条党建专题会议的记录，不能作零报告"


@pytest.fixture
def meetings(office):
    return F.MeetingFactory.create_batch(12, subdistrict=office)


def stated(office, **given) -> ZeroStatement:
    return ZeroStatement(**{"subdistrict": office, "year": YEAR, "key": "meetings.special", **given})


def test_the_form_refuses_it_with_words_and_a_link_to_the_records(meetings, as_user, secretary):
    page = as_user(secretary).post(
        ZeroStatementPages.url("create"), {"year": YEAR, "key": "meetings.special", "community": ""}
    )
    assert page.context["form"].errors == {"key": [SAID]}
    assert (
        f'<a href="{reverse("reports:figure", args=["meetings.special"])}?year={YEAR}">看这项数字的记录</a>'
        in page.content.decode()
    )
    assert not ZeroStatement.objects.exists()


def test_the_rule_is_the_models_and_asked_of_what_a_save_changes(meetings, office):
    with pytest.raises(ValidationError, match=SAID):
        stated(office).full_clean()
    stated(office, year=YEAR - 1).full_clean()
    stated(office, key="meetings.training").full_clean()
    F.ZeroStatementFactory(subdistrict=office)
    on_record = ZeroStatement.objects.get()
    on_record.note = "先前作的"
    on_record.full_clean()


def test_of_a_community_only_its_own_records_are_asked(office, qingquan, wenchang):
    F.VisitFactory(community=qingquan)
    stated(office, key="visits.frontline", community=wenchang).full_clean()
    with pytest.raises(ValidationError, match="已有 1 条社区走访的记录"):
        stated(office, key="visits.frontline", community=qingquan).full_clean()


def test_one_that_records_contradict_is_void_in_the_list_and_told_at_home(office, as_user, secretary, clerk):
    F.ZeroStatementFactory(subdistrict=office)
    F.ZeroStatementFactory(subdistrict=office, key="meetings.training")

    def states(client) -> list[str]:
        page = client.get(ZeroStatementPages.url("list")).content.decode()
        return sorted(word for word in ("有效", "失效，已有记录") for _ in range(page.count(f">{word}<")))

    for reader in (secretary, clerk):
        assert states(as_user(reader)) == ["有效", "有效"]
        assert "零报告失效" not in as_user(reader).get("/", {"year": YEAR}).content.decode()
    F.MeetingFactory(subdistrict=office)
    for reader in (secretary, clerk):
        assert states(as_user(reader)) == ["失效，已有记录", "有效"]
        home = as_user(reader).get("/", {"year": YEAR}).content.decode()
        assert home.count("零报告失效：党建专题会议") == 1
    statement = ZeroStatement.objects.get(key="meetings.special")
    assert (
        "这份零报告已失效，请删去"
        in as_user(clerk).get(ZeroStatementPages.url("detail", statement.pk)).content.decode()
    )


def test_an_import_refuses_it_in_the_same_words(meetings, as_user, clerk, qingquan):
    client = as_user(clerk)
    batch = upload(
        client, f"年度\t数字\t社区\n{YEAR}\t党建专题会议\t\n{YEAR}\t以会代训\t\n", "reports.zerostatement"
    )
    assert batch.counts["new"] == 1
    assert SAID in client.get(f"/imports/{batch.pk}/").content.decode()
