"""A 目标责任书: judged by the figures of its 社区 or of the 街道, closed, kept as it is, opened again with a reason."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from duties.models import Pledge, PledgeItem
from duties.models.responsibility import CLOSED
from records import store
from tests import factories as F
from tests.factories import YEAR
from tests.records.browser import as_shown, text

pytestmark = pytest.mark.django_db
KEPT, BROKEN, UNDECIDED = PledgeItem.Outcome.KEPT, PledgeItem.Outcome.BROKEN, PledgeItem.Outcome.UNDECIDED


@pytest.fixture
def pledge(qingquan):
    """With two items by figures and one by hand; of its 社区 there are three deeds and half of the cases by proxy."""
    holder = F.PostHolderFactory(org=F.PartyOrgFactory(community=qingquan))
    pledge = F.PledgeFactory(holder=holder)
    given = {"pledge": pledge, "content": "办实事", "key": "services.good_deeds"}
    F.PledgeItemFactory(**given, target=Decimal(3))
    F.PledgeItemFactory(pledge=pledge, content="代办", key="services.proxy_share", target=Decimal(60))
    F.PledgeItemFactory(pledge=pledge, content="开放活动室", outcome=KEPT)
    deeds_and_cases(qingquan, deeds=3)
    return pledge


def deeds_and_cases(community, deeds):
    F.GoodDeedFactory.create_batch(deeds, community=community, date=date(YEAR, 3, 1))
    for by_proxy in (True, False):
        given = {"result": "done", "finished_on": date(YEAR, 3, 9), "by_proxy": by_proxy}
        F.ServiceCaseFactory(community=community, date=date(YEAR, 3, 1), **given)


def press(client, name, pledge, **data):
    version = Pledge.objects.get(pk=pledge.pk).version
    return client.post(reverse(f"pledges:{name}", args=[pledge.pk]), {"version": version, **data})


def results(pledge):
    rows = PledgeItem.objects.filter(pledge=pledge).order_by("pk")
    return list(rows.values_list("outcome", "value", "numerator", "denominator"))


def test_closing_writes_what_the_figures_came_to_at_its_community(as_user, clerk, pledge, wenchang):
    deeds_and_cases(wenchang, deeds=20)
    assert press(as_user(clerk), "close", pledge).status_code == 302
    assert Pledge.objects.get(pk=pledge.pk).closed_on == timezone.localdate()
    assert results(pledge) == [(KEPT, "3件", None, None), (BROKEN, "50%", 1, 2), (KEPT, "", None, None)]


def test_a_pledge_of_the_leadership_is_judged_by_the_whole_office(as_user, clerk, pledge, office, wenchang):
    deeds_and_cases(wenchang, deeds=20)
    of_leader = F.PledgeFactory(holder=None, leader=F.LeaderFactory(subdistrict=office), subdistrict=office)
    F.PledgeItemFactory(pledge=of_leader, key="services.good_deeds", target=Decimal(24))
    assert press(as_user(clerk), "close", of_leader).status_code == 302
    assert results(of_leader) == [(BROKEN, "23件", None, None)]


def test_an_item_that_nobody_decided_refuses_and_is_named(as_user, clerk, pledge):
    F.PledgeItemFactory(pledge=pledge, content="报送台账")
    response = press(as_user(clerk), "close", pledge)
    assert response.status_code == 422
    assert "“报送台账”还没有选结果" in text(response)
    assert Pledge.objects.get(pk=pledge.pk).closed_on is None
    assert {value for _, value, *_ in results(pledge)} == {""}


def test_a_figure_without_records_is_no_zero(as_user, clerk, pledge):
    F.PledgeItemFactory(pledge=pledge, content="调解", key="mediation.success_rate", target=Decimal(90))
    response = press(as_user(clerk), "close", pledge)
    assert response.status_code == 422
    assert "“调解”：“矛盾调解成功率”没有记录" in text(response)


def test_one_that_was_changed_meanwhile_is_not_closed(as_user, clerk, pledge):
    address = reverse("pledges:close", args=[pledge.pk])
    assert as_user(clerk).post(address, {"version": 7}).status_code == 409
    assert Pledge.objects.get(pk=pledge.pk).closed_on is None


def test_a_closed_one_stays_as_it_is(as_user, clerk, pledge):
    client = as_user(clerk)
    press(client, "close", pledge)
    edit = reverse("duties:pledge-edit", args=[pledge.pk])
    for change in ({"number": "另一号"}, {"pledgeitem-0-content": "另一件"}, {"pledgeitem-0-DELETE": "on"}):
        data = {**as_shown(client.get(edit)), **change}
        response = client.post(edit, data)
        assert response.status_code == 422
        assert CLOSED in text(response)
    current = Pledge.objects.get(pk=pledge.pk)
    delete = reverse("duties:pledge-delete", args=[pledge.pk])
    response = client.post(delete, {"version": current.version}, follow=True)
    assert f"没有移走：{CLOSED}" in text(response)
    assert Pledge.objects.filter(pk=pledge.pk).exists()


def test_it_is_opened_again_with_a_reason_alone(as_user, clerk, pledge):
    client = as_user(clerk)
    press(client, "close", pledge)
    assert press(client, "reopen", pledge, reason=" ").status_code == 422
    assert press(client, "reopen", pledge, reason="漏了一条").status_code == 302
    assert Pledge.objects.get(pk=pledge.pk).closed_on is None
    assert results(pledge) == [
        (UNDECIDED, "", None, None),
        (UNDECIDED, "", None, None),
        (KEPT, "", None, None),
    ]
    assert Pledge.history.filter(id=pledge.pk).first().history_change_reason == "漏了一条"
    edit = reverse("duties:pledge-edit", args=[pledge.pk])
    assert client.post(edit, {**as_shown(client.get(edit)), "number": "另一号"}).status_code == 302


def test_a_clerk_of_a_community_judges_neither_his_own_nor_another(
    as_user, community_clerk, pledge, wenchang
):
    other = F.PledgeFactory(holder=F.PostHolderFactory(org=F.PartyOrgFactory(community=wenchang)))
    client = as_user(community_clerk)
    assert client.get(reverse("duties:pledge-detail", args=[pledge.pk])).status_code == 200
    for each in (pledge, other):
        assert press(client, "close", each).status_code == 403
        assert press(client, "reopen", each, reason="漏了一条").status_code == 403
    assert not Pledge.objects.filter(closed_on__isnull=False).exists()


@pytest.mark.parametrize(("most", "outcome"), [(3, KEPT), (2, BROKEN)])
def test_of_what_should_be_little_the_target_is_a_most(as_user, clerk, pledge, most, outcome):
    pledge.items.everywhere().filter(key="services.good_deeds").update(bound="most", target=Decimal(most))
    assert press(as_user(clerk), "close", pledge).status_code == 302
    assert results(pledge)[0] == (outcome, "3件", None, None)
    assert f"不多于 {most}" in text(as_user(clerk).get(reverse("duties:pledge-detail", args=[pledge.pk])))


def test_without_the_rule_a_closed_one_could_be_taken_away(pledge, clerk, monkeypatch):
    """The negative control of the protection above."""
    Pledge.objects.filter(pk=pledge.pk).update(closed_on=date(YEAR, 12, 20))
    current = Pledge.objects.get(pk=pledge.pk)
    monkeypatch.setattr(Pledge, "refuse_removal", lambda pledge: None)
    monkeypatch.setattr(PledgeItem, "refuse_removal", lambda item: None)
    current.items.all().delete()
    store.remove(current, by=clerk)
    assert not Pledge.objects.filter(pk=pledge.pk).exists()
