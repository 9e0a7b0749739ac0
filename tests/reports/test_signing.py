"""起草 → 审核 → 定稿: who may, and what stands in the way."""

from collections.abc import Iterator

import pytest
from django.core.exceptions import PermissionDenied
from django.db.models import ProtectedError
from django.urls import reverse
from django.utils import timezone

from mediation.models import MediationCase
from reports.models import AnnualReport, Edition, Passage, Remark
from tests import factories as F
from tests.reports.signed import YEAR, Demo, signed_in, step, taken_back, to

pytestmark = pytest.mark.django_db
POINT = "highlights.foundations.duty"


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker) -> Iterator[Demo]:
    with django_db_blocker.unblock(), taken_back():
        yield Demo()


@pytest.fixture
def demo(loaded, db) -> Demo:
    return loaded


def write(client, key, text):
    version = (
        Passage.objects.filter(key=key, report__year=YEAR).values_list("version", flat=True).first() or 1
    )
    return client.post(to("passage", key), {"text": text, "version": version})


# ── Steps ───────────────────────────────────────────────────────────────────
def test_each_step_keeps_who_and_when(demo):
    begun = timezone.now()
    assert step(demo.first, "submit") == []
    report = demo.report
    assert (report.stage, report.submitted_by) == ("review", demo.author)
    assert begun <= report.submitted_at <= timezone.now()
    assert "周明远" in demo.first.get(to("report")).content.decode()
    assert step(demo.second, "sign") == []
    [edition] = demo.editions
    assert (demo.report.stage, edition.number) == ("signed", 1)
    assert (edition.submitted_by, edition.submitted_at, edition.signed_by) == (
        demo.author,
        report.submitted_at,
        demo.signer,
    )
    assert report.submitted_at <= edition.signed_at <= timezone.now()
    rows = AnnualReport.history.filter(id=report.pk).order_by("history_id")
    assert [(row.history_change_reason, row.history_user) for row in rows][-2:] == [
        ("送审", demo.author),
        ("定稿", demo.signer),
    ]
    page = demo.first.get(reverse("reports:edition", args=[edition.pk])).content.decode()
    assert "周明远" in page
    assert "罗春梅" in page


def test_whoever_submitted_may_not_sign_while_another_can(demo):
    step(demo.first, "submit")
    assert "两个书记账号" in step(demo.first, "sign")[0]
    assert (demo.report.stage, demo.editions) == ("review", [])
    assert step(demo.second, "sign") == []
    assert len(demo.editions) == 1


@pytest.mark.parametrize("gone", [{"is_active": False}, {"role": "clerk"}, {"subdistrict": None}])
def test_a_secretary_alone_does_both(demo, gone):
    type(demo.signer).objects.filter(pk=demo.signer.pk).update(**gone)
    F.UserFactory(role="secretary")  # of another 街道
    assert step(demo.first, "submit") == []
    assert step(demo.first, "sign") == []
    assert demo.editions[0].signed_by == demo.author


def test_steps_are_taken_in_order_only(demo):
    for wrong in ("sign", "return", "reopen"):
        assert step(demo.second, wrong), wrong
    step(demo.first, "submit")
    for wrong in ("submit", "reopen"):
        assert step(demo.second, wrong), wrong
    step(demo.second, "sign")
    for wrong in ("submit", "return", "sign"):
        assert step(demo.second, wrong), wrong
    assert len(demo.editions) == 1
    assert demo.first.post(to("sign"), {"step": "no_such"}).status_code == 404


def test_sent_back_it_can_be_written_and_submitted_again(demo):
    step(demo.first, "submit")
    assert write(demo.first, POINT, "责任落实。").status_code == 409
    assert step(demo.second, "return") == []
    assert (demo.report.stage, demo.report.submitted_by, demo.report.submitted_at) == ("draft", None, None)
    assert write(demo.first, POINT, "责任落实。").status_code == 302
    assert step(demo.second, "submit") == []
    assert demo.report.submitted_by == demo.signer


def test_reopened_it_has_a_second_edition_and_the_first_stays(demo):
    first = demo.sign()
    kept = Edition.objects.filter(pk=first.pk).values().get()
    assert step(demo.first, "reopen") == []
    assert demo.report.open
    write(demo.first, POINT, "责任落实。第二稿的话。")
    second = demo.sign()
    assert [edition.number for edition in demo.editions] == [1, 2]
    assert Edition.objects.filter(pk=first.pk).values().get() == kept
    assert "第二稿的话" in demo.first.get(reverse("reports:edition", args=[second.pk])).content.decode()
    assert "第二稿的话" not in demo.first.get(reverse("reports:edition", args=[first.pk])).content.decode()
    listed = demo.first.get(to("report")).content.decode()
    assert all(reverse("reports:edition", args=[edition.pk]) in listed for edition in demo.editions)


def test_an_edition_refuses_to_be_saved_again_or_deleted(demo):
    edition = demo.sign()
    edition.number = 9
    with pytest.raises(PermissionDenied):
        edition.save()
    with pytest.raises(PermissionDenied):
        edition.delete()
    assert demo.editions[0].number == 1


def test_the_account_of_whoever_signed_stays(demo):
    demo.sign()
    with pytest.raises(ProtectedError):
        demo.signer.delete()
    assert demo.editions[0].signed_by == demo.signer


# ── What stands in the way ──────────────────────────────────────────────────
def mediations_gone(demo):
    MediationCase.objects.filter(subdistrict=demo.office).delete()


def phone_typed(demo):
    _typed(demo, "打电话13812345678。")


def year_typed(demo):
    """A warning: it may be so, and has to be passed."""
    _typed(demo, "从2009年起步。")


def neighbour_named(demo):
    """A warning that the records bring about: the text named her before she was in them."""
    _typed(demo, "楼长欧阳秀芝带头。")
    F.ServiceCaseFactory(community=demo.office.community_set.first(), applicant="欧阳秀芝")


def _typed(demo, text):
    """As if written before the report was locked."""
    Passage.objects.filter(report=demo.report, key=POINT).update(text=f"责任落实。{text}")


ARISING = (mediations_gone, phone_typed, year_typed, neighbour_named)


def test_faults_and_unpassed_warnings_refuse_to_submit_it(demo, subtests):
    write(demo.first, POINT, "责任落实。")
    for arises in ARISING:
        with subtests.test(msg=arises.__name__), taken_back():
            arises(demo)
            assert "没有通过" in step(demo.first, "submit")[0]
            assert demo.report.stage == "draft"


def test_those_that_arise_once_it_is_submitted_refuse_to_sign_it(demo, subtests):
    write(demo.first, POINT, "责任落实。")
    assert step(demo.first, "submit") == []
    for arises in ARISING:
        with subtests.test(msg=arises.__name__), taken_back():
            arises(demo)
            assert "没有通过" in step(demo.second, "sign")[0]
            assert (demo.report.stage, demo.editions) == ("review", [])


def test_a_passed_warning_lets_it_through_and_is_printed(demo):
    write(demo.first, POINT, "责任落实。从2009年起步。")
    assert (
        demo.first.post(to("pass"), {"check": "years", "subject": f"{POINT}:2009", "reason": ""}).status_code
        == 302
    )
    assert step(demo.first, "submit")
    demo.first.post(to("pass"), {"check": "years", "subject": f"{POINT}:2009", "reason": "说的是建队那一年"})
    edition = demo.sign()
    assert "说的是建队那一年" in str(edition.thaw()["document"]["annexes"])
    assert (
        "说的是建队那一年" in demo.first.get(reverse("reports:edition", args=[edition.pk])).content.decode()
    )


def test_a_blocking_fault_cannot_be_passed(demo):
    write(demo.first, POINT, "责任落实。打电话13812345678。")
    [fault] = [result.fault for result in demo.first.get(to("report")).context["blocking"]]
    demo.first.post(to("pass"), {"check": "numbers", "subject": fault.subject, "reason": "放行"})
    assert not Remark.objects.exists()
    assert step(demo.first, "submit")


@pytest.mark.parametrize("name", ["submit", "return", "sign", "reopen"])
def test_only_secretaries_of_the_office_take_a_step(demo, name):
    assert demo.entering.post(to("sign"), {"step": name}).status_code == 403
    foreign = signed_in(F.UserFactory(role="secretary"))
    step(demo.first, "submit")
    before = AnnualReport.objects.filter(pk=demo.report.pk).values().get()
    step(foreign, name)
    assert AnnualReport.objects.filter(pk=demo.report.pk).values().get() == before
