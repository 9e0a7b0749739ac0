"""Nobody's work is lost and nothing is written twice: the same promise for every kind of record."""

import uuid

import pytest

from tests.factories import CommunityFactory, UserFactory, VisitFactory, VisitIssueFactory
from tests.records.browser import as_shown, errors, text
from tests.records.support import (
    ENTERED,
    change,
    each,
    each_shape,
    enter,
    fresh,
    make,
    make_children,
    text_fields,
)
from tests.shelf.pages import LoanPages
from visits.models import Visit, VisitIssue
from visits.pages import VisitPages

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(as_user, clerk):
    return as_user(clerk)


@pytest.fixture
def colleague(as_user, office):
    return as_user(UserFactory(display_name="王小红", subdistrict=office))


@each_shape(ENTERED)
def test_form_sent_twice_makes_one_record(pages, client, clerk, qingquan):
    data = fresh(pages, qingquan, clerk)
    record = enter(client, pages, data)
    before = pages.model.objects.count()
    again = client.post(pages.url("create"), data)
    assert again.status_code == 302
    assert again.url == pages.url("detail", record.pk)
    assert pages.model.objects.count() == before
    for kind in pages.children:
        assert kind.of(record).count() == 1


@each_shape(ENTERED)
def test_second_writer_sees_both_and_keeps_what_was_typed(pages, client, colleague, qingquan):
    record = make(pages.model, qingquan)
    make_children(pages, record)
    address = pages.url("edit", record.pk)
    mine = as_shown(client.get(address))
    theirs = as_shown(colleague.get(address))
    name, their_word = change(pages, theirs, "同事写的")
    assert colleague.post(address, theirs).status_code == 302
    _, my_word = change(pages, mine, "我写的")
    conflict = client.post(address, mine)
    assert conflict.status_code == 409
    page = text(conflict)
    assert "王小红" in page
    assert their_word in page
    assert my_word in page
    assert str(getattr(pages.model.objects.get(pk=record.pk), name)) == their_word
    retry = as_shown(conflict)
    assert retry[name] == [my_word]
    response = client.post(address, retry)
    assert response.status_code == 302, errors(response)
    saved = pages.model.objects.get(pk=record.pk)
    assert (str(getattr(saved, name)), saved.version) == (my_word, 3)


@each_shape(ENTERED)
def test_forged_fields_change_nothing(pages, client, clerk, qingquan, other_office):
    forged = {
        "subdistrict": other_office.pk,
        "version": "77",
        "id": "1",
        "pk": "1",
        "id_no_digest": "x",
        "person": "1",
        "in_doubt": "on",
    }
    if "subdistrict" in pages.fields():
        del forged["subdistrict"]
    record = enter(client, pages, {**fresh(pages, qingquan, clerk), **forged})
    assert record.version == 1
    assert pages.model.objects.of(clerk.subdistrict_id).filter(pk=record.pk).exists()


@each([LoanPages, VisitPages])
def test_submission_of_another_record_does_not_swallow_a_change(pages, client, clerk, qingquan, wenchang):
    record = make(pages.model, qingquan)
    other = make(pages.model, wenchang, submission=uuid.uuid4())
    data = as_shown(client.get(pages.url("edit", record.pk)))
    name, value = change(pages, data)
    client.post(pages.url("edit", record.pk), {**data, "submission": str(other.submission)})
    record.refresh_from_db()
    assert str(getattr(record, name)) == value


@each_shape(ENTERED)
def test_submission_of_a_foreign_record_reveals_and_changes_nothing(
    pages, client, clerk, qingquan, other_office
):
    foreign = make(pages.model, CommunityFactory(subdistrict=other_office), submission=uuid.uuid4())
    response = client.post(
        pages.url("create"), {**fresh(pages, qingquan, clerk), "submission": str(foreign.submission)}
    )
    assert response.status_code == 422
    assert pages.url("detail", foreign.pk) not in response.content.decode()


@each_shape(ENTERED)
def test_change_without_a_known_version_is_not_written(pages, client, qingquan):
    record = make(pages.model, qingquan)
    data = as_shown(client.get(pages.url("edit", record.pk)))
    change(pages, data)
    for version in ("", "x", "-1", "0", "99999999999999999999"):
        assert client.post(pages.url("edit", record.pk), {**data, "version": version}).status_code == 409
    record.refresh_from_db()
    assert record.version == 1


class TestChildRows:
    """A visit with one difficulty, open in two browsers."""

    @pytest.fixture
    def visit(self, qingquan):
        visit = VisitFactory(community=qingquan)
        VisitIssueFactory(visit=visit, kind=VisitIssue.Kind.DIFFICULTY, content="水管漏水")
        return visit

    def row(self, data):
        return next(name for name, value in data.items() if value == ["水管漏水"]).removesuffix("-content")

    def test_row_is_changed_and_taken_away(self, client, visit):
        address = VisitPages.url("edit", visit.pk)
        data = as_shown(client.get(address))
        data[f"{self.row(data)}-content"] = ["水管又漏水"]
        assert client.post(address, data).status_code == 302
        issue = visit.issues.get()
        assert (issue.content, issue.version) == ("水管又漏水", 2)
        data = as_shown(client.get(address))
        data["visitissue-difficulty-0-DELETE"] = ["on"]
        assert client.post(address, data).status_code == 302
        assert not visit.issues.exists()

    def test_row_taken_away_meanwhile_is_a_conflict_too(self, client, colleague, visit):
        address = VisitPages.url("edit", visit.pk)
        mine, theirs = as_shown(client.get(address)), as_shown(colleague.get(address))
        theirs[f"{self.row(theirs)}-DELETE"] = ["on"]
        assert colleague.post(address, theirs).status_code == 302
        mine["companions"] = ["网格员小赵"]
        response = client.post(address, mine)
        assert response.status_code == 409
        assert "王小红" in text(response)
        assert as_shown(response)["companions"] == ["网格员小赵"]
        assert client.post(address, as_shown(response)).status_code == 302
        assert Visit.objects.get(pk=visit.pk).companions == "网格员小赵"

    def test_row_added_meanwhile_stays(self, client, colleague, visit):
        address = VisitPages.url("edit", visit.pk)
        mine, theirs = as_shown(client.get(address)), as_shown(colleague.get(address))
        theirs["visitissue-opinion-0-content"] = ["多装路灯"]
        assert colleague.post(address, theirs).status_code == 302
        mine["companions"] = ["网格员小赵"]
        response = client.post(address, mine)
        assert response.status_code == 409
        assert client.post(address, as_shown(response)).status_code == 302
        assert visit.issues.filter(content="多装路灯").exists()

    def test_row_of_another_visit_cannot_be_reached(self, client, visit, wenchang):
        other = VisitIssueFactory(
            visit=VisitFactory(community=wenchang), kind=VisitIssue.Kind.DIFFICULTY, content="别处的困难"
        )
        address = VisitPages.url("edit", visit.pk)
        data = as_shown(client.get(address))
        row = self.row(data)
        client.post(address, {**data, f"{row}-id": [str(other.pk)], f"{row}-content": ["夺来的"]})
        other.refresh_from_db()
        assert (other.content, other.visit.community) == ("别处的困难", wenchang)

    def test_wrong_row_is_named_and_kept(self, client, visit):
        address = VisitPages.url("edit", visit.pk)
        data = as_shown(client.get(address))
        row = self.row(data)
        response = client.post(
            address, {**data, f"{row}-content": ["停电"], f"{row}-solved_on": ["2025-13-45"]}
        )
        assert response.status_code == 422
        assert any(line.startswith("困难第 1 行，解决日期：") for line in errors(response))
        assert as_shown(response)[f"{row}-content"] == ["停电"]
        assert as_shown(response)[f"{row}-solved_on"] == ["2025-13-45"]

    def test_forged_management_form_is_refused_not_a_crash(self, client, visit):
        address = VisitPages.url("edit", visit.pk)
        data = as_shown(client.get(address))
        for value in ("", "x", "-1"):
            assert client.post(address, {**data, "visitissue-difficulty-TOTAL_FORMS": value}).status_code in (
                302,
                409,
                422,
            )


def test_record_removed_meanwhile_is_said_and_the_text_kept(client, colleague, qingquan):
    visit = VisitFactory(community=qingquan)
    data = as_shown(client.get(VisitPages.url("edit", visit.pk)))
    colleague.post(VisitPages.url("delete", visit.pk), {"version": "1"})
    response = client.post(
        VisitPages.url("edit", visit.pk), {**data, **dict.fromkeys(text_fields(VisitPages), "改")}
    )
    assert response.status_code == 409
    assert [as_shown(response)[name] for name in text_fields(VisitPages)] == [["改"]] * len(
        text_fields(VisitPages)
    )
