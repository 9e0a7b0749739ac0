"""Next year's targets: what is suggested for them, and whether every single one or the mean is meant."""

import re
from datetime import date
from decimal import Decimal
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.urls import reverse
from lxml import html

from communities.models import Community
from indicators.catalogue import CATALOGUE
from reports.context import scope_of
from reports.draft import Draft
from reports.models import Target
from reports.pledges.suggestions import advise
from reports.views.targets import TargetsForm
from tests import factories as F
from tests.factories import YEAR
from tests.records.browser import as_shown
from tests.reports.signed import to

pytestmark = pytest.mark.django_db
CLOSED = date(YEAR + 1, 3, 1)


def form(office: Any, today: date = CLOSED) -> TargetsForm:
    return TargetsForm(scope=scope_of(office, YEAR, today))


def advice(office: Any, key: str, today: date = CLOSED) -> tuple[Any, str]:
    made = form(office, today).advice[f"targets.{key}"]
    return made.amount, made.remark


def held(office: Any, *months: int, kind: str = "special") -> None:
    for month in months:
        F.MeetingFactory(subdistrict=office, date=date(YEAR, month, 5), kind=kind)


def test_a_count_is_suggested_whole_and_no_lower_than_this_years(office):
    held(office, *range(1, 11), kind="party_spirit")
    assert advice(office, "party_spirit") == (10, "")


def test_a_count_of_nothing_is_suggested_as_one(office):
    F.ZeroStatementFactory(subdistrict=office, year=YEAR, key="meetings.conduct_education")
    assert advice(office, "conduct_education") == (1, "")
    assert advice(office, "party_spirit") == (None, "")


def test_money_is_suggested_no_lower_than_this_years(office, qingquan):
    F.PaymentFactory(community=qingquan, kind="party", amount=873_100, date=date(YEAR, 3, 1))
    assert advice(office, "party_funding") == (Decimal("87.4"), "")


def test_per_month_the_weakest_month_is_suggested_and_never_less_than_the_rule(office):
    held(office, *[1, 1, 1, 2], *range(3, 13))
    assert advice(office, "special_meetings") == (1, "最少的一个月1次，平均每月1.2次，低于平均数")
    held(office, 1, kind="decision_training")
    assert advice(office, "decision_training") == (1, "")


def test_per_month_so_far_only_months_that_are_over_are_asked(office):
    held(office, 1, 1, 2, 2, 3, 3, 4)
    assert advice(office, "special_meetings", date(YEAR, 4, 20)) == (2, "")


def test_per_visit_the_weakest_visit_is_suggested(office, qingquan):
    for day, households in enumerate((3, 8), start=1):
        F.VisitFactory(community=qingquan, kind="home", date=date(YEAR, 1, day), households=households)
    assert advice(office, "home_visit_households") == (3, "最少的一次3户，平均每次5.5户，低于平均数")
    F.TargetFactory(
        subdistrict=office, year=YEAR, key="targets.home_visit_households", amount=5, by_mean=True
    )
    assert advice(office, "home_visit_households") == (6, "")


def test_what_stands_already_is_not_promised_again(office, qingquan, wenchang):
    assert advice(office, "pilot_communities")[0] in (None, 1)
    Community.objects.filter(pk=qingquan.pk).update(
        pilot_since=date(YEAR, 1, 1), demonstration_since=date(YEAR, 1, 1)
    )
    assert advice(office, "pilot_communities") == (2, "是年底的总数，含已有的")
    assert advice(office, "demonstration_communities") == (None, "已是示范社区的不再列出，不用再承诺")
    assert list(form(office).fields["targets.demonstration_communities"].queryset) == [wenchang]
    Community.objects.filter(pk=wenchang.pk).update(pilot_since=date(YEAR, 1, 1))
    assert advice(office, "pilot_communities") == (None, "各社区都已是试点，不用再承诺")


def test_what_was_chosen_before_it_stood_stays_to_be_seen(office, qingquan, wenchang):
    F.TargetFactory(
        subdistrict=office, year=YEAR + 1, key="targets.demonstration_communities"
    ).communities.set([qingquan])
    Community.objects.filter(pk=qingquan.pk).update(demonstration_since=date(YEAR, 1, 1))
    assert set(form(office).fields["targets.demonstration_communities"].queryset) == {qingquan, wenchang}


def test_every_suggestion_of_a_count_is_whole_and_at_least_one(year, values):
    for figure in (
        figure for figure in CATALOGUE.values() if figure.kind == "T" and figure.unit not in ("%", "万元")
    ):
        for by_mean in (False, True):
            amount = advise(figure, values[figure.measure], year, by_mean).amount
            assert amount is None or (amount >= 1 and amount == int(amount)), figure.key


# ── The switch ──────────────────────────────────────────────────────────────
def test_the_mean_is_meant_where_the_box_is_ticked(office, qingquan, as_user, secretary):
    client, page = as_user(secretary), to("targets", year=YEAR)
    key = "targets.deeds_per_member"
    box = f"//input[@name='{key}.by_mean']"
    assert html.fromstring(client.get(page).content.decode()).xpath(f"{box}/@checked") == []
    client.post(page, {key: "1.2", f"{key}.by_mean": "on"})
    assert list(Target.objects.of(office.pk).values_list("key", "amount", "by_mean", "version")) == [
        (key, Decimal("1.2"), True, 1)
    ]
    assert html.fromstring(client.get(page).content.decode()).xpath(f"boolean({box}/@checked)")
    client.post(page, {key: "2"})
    assert list(Target.objects.of(office.pk).values_list("amount", "by_mean", "version")) == [(2, False, 2)]


def test_a_box_beside_an_empty_target_sets_nothing(office, qingquan, as_user, secretary):
    as_user(secretary).post(to("targets", year=YEAR), {"targets.deeds_per_member.by_mean": "on"})
    assert not Target.objects.of(office.pk).exists()


def test_the_box_starts_as_this_years_target_was_meant(office):
    F.TargetFactory(
        subdistrict=office, year=YEAR, key="targets.home_visit_households", amount=5, by_mean=True
    )
    assert form(office).initial["targets.home_visit_households.by_mean"]
    assert not form(office).initial["targets.deeds_per_member.by_mean"]


def test_targets_judged_by_their_mean_so_far_keep_their_meaning(office):
    """In every version of them; the others are judged one by one."""
    keys = ("targets.home_visit_households", "targets.deeds_per_member", "targets.special_meetings")
    for key in keys:
        F.TargetFactory(subdistrict=office, year=YEAR, key=key, amount=5)
    import_module("reports.migrations.0009_targets_by_mean").keep_meaning(apps, None)
    meant = {key: key != keys[2] for key in keys}
    assert dict(Target.objects.of(office.pk).values_list("key", "by_mean")) == meant
    assert dict(Target.history.filter(subdistrict=office).values_list("key", "by_mean")) == meant


# ── Two at once ─────────────────────────────────────────────────────────────
MEETINGS, LECTURES = "targets.special_meetings", "targets.party_spirit"


def opened(client: Any) -> dict[str, Any]:
    """The form as a browser has it in front of somebody."""
    return as_shown(client.get(to("targets", year=YEAR)))


def amounts(office: Any) -> dict[str, Decimal]:
    return dict(Target.objects.of(office.pk).values_list("key", "amount"))


@pytest.fixture
def two_forms(office, as_user, secretary) -> tuple[Any, dict[str, Any]]:
    """A form that was opened before a colleague promised 3 instead of 2 special meetings."""
    client = as_user(secretary)
    client.post(to("targets", year=YEAR), {MEETINGS: "2", LECTURES: "4"})
    mine = opened(client)
    client.post(to("targets", year=YEAR), {**opened(client), MEETINGS: "3"})
    return client, mine


def test_what_was_left_alone_stays_as_a_colleague_set_it(office, two_forms):
    client, mine = two_forms
    assert client.post(to("targets", year=YEAR), {**mine, LECTURES: "6"}).status_code == 302
    assert amounts(office) == {MEETINGS: 3, LECTURES: 6}


def test_what_both_changed_is_asked_about_and_saved_by_a_second_press(office, two_forms):
    client, mine = two_forms
    page = client.post(to("targets", year=YEAR), {**mine, MEETINGS: "5", LECTURES: "6"})
    assert page.status_code == 422
    assert "打开这一页以后，同事已经改为 3；要用您填的，请核对以后再保存一次" in page.content.decode()
    assert amounts(office) == {MEETINGS: 3, LECTURES: 4}
    shown = as_shown(page)
    assert (shown[MEETINGS], shown[LECTURES]) == (["5"], ["6"])
    assert client.post(to("targets", year=YEAR), shown).status_code == 302
    assert amounts(office) == {MEETINGS: 5, LECTURES: 6}


def test_a_form_that_does_not_say_what_it_was_opened_with_takes_the_others_back(office, two_forms):
    client, mine = two_forms
    del mine["opened"]
    client.post(to("targets", year=YEAR), {**mine, LECTURES: "6"})
    assert amounts(office) == {MEETINGS: 2, LECTURES: 6}


@pytest.mark.parametrize("said", ["", "{", "[]", "7", '{"targets.party_spirit": 4}'])
def test_what_nobody_can_read_of_it_is_passed_over(office, two_forms, said):
    client, mine = two_forms
    assert client.post(to("targets", year=YEAR), {**mine, "opened": said, LECTURES: "6"}).status_code == 302
    assert amounts(office)[LECTURES] == 6


def test_a_colleague_between_the_look_and_the_writing_is_told_and_nothing_typed_is_lost(
    office, two_forms, monkeypatch
):
    client, mine = two_forms
    save = TargetsForm.save

    def overtaken(form: TargetsForm, *, by: Any) -> None:
        monkeypatch.setattr(TargetsForm, "save", save)
        client.post(to("targets", year=YEAR), {**opened(client), LECTURES: "9"})
        save(form, by=by)

    monkeypatch.setattr(TargetsForm, "save", overtaken)
    page = client.post(to("targets", year=YEAR), {**mine, LECTURES: "6"})
    assert page.status_code == 409
    assert "同事已经改为 9" in page.content.decode()
    assert as_shown(page)[LECTURES] == ["6"]
    assert amounts(office) == {MEETINGS: 3, LECTURES: 9}


# ── Who reports ─────────────────────────────────────────────────────────────
def test_who_reports_is_the_secretary_in_post_on_the_day(office):
    F.LeaderFactory(
        subdistrict=office, name="前任", post="secretary", since=date(YEAR - 3, 1, 1), until=date(YEAR, 6, 1)
    )
    F.LeaderFactory(
        subdistrict=office, name="现任", post="secretary", since=date(YEAR, 6, 1), until=date(YEAR + 1, 2, 1)
    )
    F.LeaderFactory(subdistrict=office, name="下任", post="secretary", since=date(YEAR + 1, 2, 1))
    type(office).objects.filter(pk=office.pk).update(reporter="")
    office.refresh_from_db()
    for day, name in ((date(YEAR, 5, 31), "前任"), (date(YEAR, 6, 1), "现任"), (CLOSED, "现任")):
        assert scope_of(office, YEAR, day).reporter == name
    office.reporter = "本人填写"
    assert scope_of(office, YEAR, CLOSED).reporter == "本人填写"


def test_the_plan_says_whether_every_single_one_or_the_mean_is_meant(office):
    for key, by_mean in (
        ("deeds_per_member", False),
        ("home_visit_households", True),
        ("monthly_visits", False),
    ):
        F.TargetFactory(subdistrict=office, year=YEAR + 1, key=f"targets.{key}", amount=5, by_mean=by_mean)
    text = Draft(scope_of(office, YEAR, CLOSED)).document.parts[-1].paragraphs
    printed = "".join(paragraph.text for paragraph in text)
    for said in ("每月[^；。]{0,12}5次", "平均每次[^；。]{0,8}5户", "每名[^；。]{0,14}5件"):
        assert re.search(said, printed), said


def test_the_page_of_a_target_says_what_it_is_per(office, as_user, secretary):
    for year, by_mean in ((YEAR, True), (YEAR + 1, False)):
        F.TargetFactory(
            subdistrict=office, year=year, key="targets.home_visit_households", amount=year, by_mean=by_mean
        )
    page = as_user(secretary).get(to("figure", "targets.home_visit_households", year=YEAR)).content.decode()
    assert f"<strong>每次{YEAR + 1} 户" in page
    assert f"<strong>平均每次{YEAR} 户" in page


# ── Nothing is no target ────────────────────────────────────────────────────
@pytest.mark.parametrize("amount", ["0", "0.00", "-1", "0.001"])
def test_a_target_of_nothing_is_refused(office, as_user, secretary, amount):
    page = as_user(secretary).post(to("targets", year=YEAR), {"targets.special_meetings": amount})
    assert page.status_code == 422
    assert not Target.objects.filter(subdistrict=office).exists()
    if Decimal(amount) in (0, -1):
        assert "目标要大于 0；这一项不定目标的，请留空" in page.content.decode()


def test_a_target_of_nothing_on_record_is_no_promise(office):
    held(office, *range(1, 11))
    for year in (YEAR, YEAR + 1):
        F.TargetFactory(subdistrict=office, year=year, key="targets.special_meetings", amount=0)
    draft = Draft(scope_of(office, YEAR, CLOSED))
    assert draft.facts.promises == []
    assert draft.facts.values["targets.special_meetings"].text == "0"


def test_target_that_stands_in_the_way_is_counted(as_user, admin, office, qingquan):
    """The link from a target would be gone without a word, so its 社区 is not deleted."""
    F.TargetFactory(subdistrict=office, year=2026, key="targets.demonstration_communities").communities.add(
        qingquan
    )
    address = reverse("admin:communities_community_delete", args=[qingquan.pk])
    client = as_user(admin)
    assert "下年目标 1 条" in client.get(address).content.decode()
    client.post(address, {"post": "yes"})
    assert Community.objects.filter(pk=qingquan.pk).exists()
