"""Entering, changing and copying: the same promise for every kind of record."""

import re
import uuid

import pytest
from lxml import html

from communities.models import Community, Election, Rectification, Survey
from duties.models import Pledge, Review, Round, Scheme, Score
from funding.models import Payment
from meetings.models import Meeting, OrgLifeRule
from members.models import Honour
from records.personal import EncryptedField
from records.presentation import column, label
from reports.models import ZeroStatement
from tests.factories import CriterionFactory
from tests.records.browser import as_shown, errors, text
from tests.records.support import (
    ENTERED,
    change,
    each,
    each_shape,
    enter,
    fill,
    fresh,
    make,
    make_children,
    shown,
    text_fields,
    typed,
)
from visits.models import Visit

pytestmark = pytest.mark.django_db
# what tells a copy from its source, where that is more than a text
ANOTHER = {
    Community: {"code": "99", "name": "新社区"},
    Election: {"round_year": "2021"},
    Rectification: {"since": "2024-02-01"},
    Survey: {"date": "2024-02-01"},
    Meeting: {"date": "2024-02-01"},
    Payment: {"date": "2024-02-01", "doc_no": ""},
    Visit: {"date": "2024-02-01"},
    Honour: {"date": "2024-02-01"},
    Pledge: {"year": "2024"},
    Review: {"year": "2024"},
    Scheme: {"year": "2001"},
    Round: {"kind": "quarter", "number": "4"},
    Score: lambda score: {"criterion": str(CriterionFactory(scheme=score.criterion.scheme).pk)},
    OrgLifeRule: {"who": "secretary"},
    ZeroStatement: {"year": "2024"},
}
# what follows from the row that `fresh` fills in
FOLLOWS = {Meeting: {"expected": "1", "present": "1"}}


@pytest.fixture
def client(as_user, clerk):
    return as_user(clerk)


def held(pages, record, reader):
    """What the record's form would show, as typed."""
    return typed(pages.form_class()(instance=record, reader=reader))


@each(ENTERED)
def test_form_makes_the_record_that_was_typed(pages, client, clerk, qingquan):
    data = fresh(pages, qingquan, clerk)
    record = enter(client, pages, data)
    assert held(pages, record, clerk) == {
        name: value for name, value in data.items() if name in pages.fields()
    } | FOLLOWS.get(pages.model, {})
    assert [kind.of(record).count() for kind in pages.children] == [1] * len(pages.children)


@each_shape(ENTERED)
def test_saving_leads_to_the_record_and_says_so(pages, client, clerk, qingquan):
    response = client.post(pages.url("create"), fresh(pages, qingquan, clerk), follow=True)
    assert re.fullmatch(rf"{pages.url('list')}\d+/", response.redirect_chain[-1][0])
    assert "已保存" in text(response)


@each(ENTERED)
def test_detail_shows_every_field_and_row(pages, client, qingquan):
    record = make(pages.model, qingquan)
    children = make_children(pages, record)
    record = fill(pages, record, qingquan)
    page = text(client.get(pages.url("detail", record.pk)))
    for name in pages.fields():
        assert label(pages.model, name) in page
        assert shown(record, name) in page, name
    for kind, row in children.items():
        assert kind.title in page
        for name in kind.fields:
            assert shown(row, name) in page


@each_shape(ENTERED)
def test_form_sent_back_unchanged_writes_no_version(pages, client, qingquan):
    record = make(pages.model, qingquan)
    make_children(pages, record)
    written = pages.model.history.count()
    response = client.post(
        pages.url("edit", record.pk), as_shown(client.get(pages.url("edit", record.pk))), follow=True
    )
    assert "没有改动" in text(response), errors(response)
    assert pages.model.history.count() == written
    record.refresh_from_db()
    assert record.version == 1


@each(ENTERED)
def test_edit_changes_what_was_changed_and_nothing_else(pages, client, clerk, qingquan):
    record = make(pages.model, qingquan)
    before = held(pages, record, clerk)
    data = as_shown(client.get(pages.url("edit", record.pk)))
    name, value = change(pages, data)
    response = client.post(pages.url("edit", record.pk), data)
    assert response.status_code == 302, errors(response)
    record = pages.model.objects.get(pk=record.pk)
    assert held(pages, record, clerk) == {**before, name: value}
    assert record.version == 2


@each(ENTERED)
def test_copy_starts_from_the_record_without_its_personal_data(pages, client, clerk, qingquan):
    source = make(pages.model, qingquan)
    data = as_shown(client.get(pages.url("copy", source.pk)))
    secret = {name for name in pages.fields() if isinstance(column(pages.model, name), EncryptedField)}
    kept = {name: value for name, value in held(pages, source, clerk).items() if name not in secret}
    assert {name: value[0] for name, value in data.items() if name in kept} == kept
    assert not [name for name in secret if data[name] != [""]]
    if pages.model in ANOTHER:
        other = ANOTHER[pages.model]
        data |= other(source) if callable(other) else other
    else:
        change(pages, data)
    assert enter(client, pages, data).pk != source.pk
    source.refresh_from_db()
    assert source.version == 1


@each([pages for pages in ENTERED if pages.keep])
def test_save_and_new_keeps_the_declared_fields(pages, client, clerk, qingquan):
    data = fresh(pages, qingquan, clerk)
    response = client.post(pages.url("create"), {**data, "again": "1"}, follow=True)
    assert response.redirect_chain[-1][0].startswith(pages.url("create"))
    following = as_shown(response)
    assert {name: following.get(name) for name in pages.keep} == {
        name: [data[name]] if name in data else following.get(name) for name in pages.keep
    }
    assert following["submission"] != [data["submission"]]


@each(ENTERED)
def test_missing_fields_are_named_in_chinese_and_nothing_typed_is_lost(pages, client, clerk, qingquan):
    data = fresh(pages, qingquan, clerk)
    form = pages.form_class()(reader=clerk)
    required = [
        name
        for name, field in form.fields.items()
        if field.required and not (field.initial or name in form.initial)
    ]
    optional = next((name for name in text_fields(pages) if name not in required), None)
    wrong = {name: value for name, value in data.items() if name not in required} | (
        {optional: "保留𬀩我"} if optional else {}
    )
    response = client.post(pages.url("create"), wrong)
    assert response.status_code == 422
    said = errors(response)
    for name in required:
        assert any(line.startswith(form.fields[name].label) for line in said), (name, said)
    assert not [line for line in said if re.search("[A-Za-z]{3,}", line)]
    kept = as_shown(response)
    assert {name: kept.get(name) for name in wrong if name != "submission"} == {
        name: value if isinstance(value, list) else [value]
        for name, value in wrong.items()
        if name != "submission"
    }


@each_shape(ENTERED)
def test_error_summary_leads_to_the_fields(pages, client, clerk, qingquan):
    response = client.post(pages.url("create"), {"submission": str(uuid.uuid4()), **managed(pages)})
    page = html.fromstring(response.content)
    targets = [link.removeprefix("#") for link in page.xpath("//div[@class='errors']//a/@href")]
    assert targets
    assert [target for target in targets if not page.xpath("//*[@id=$target]", target=target)] == []


def managed(pages):
    return {
        f"{kind.prefix}-{part}": "0" for kind in pages.children for part in ("TOTAL_FORMS", "INITIAL_FORMS")
    }
