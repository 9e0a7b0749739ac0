"""Records from before 记录编号 had a default get one by migration: each its own, without a version, others keep theirs."""

from importlib import import_module
from types import SimpleNamespace

from django.apps import apps
from django.db import connection

from imports.kinds import ALL
from records.models import Record
from tests.records.support import each, make, make_children
from visits.models import Visit

KINDS = [pages for pages in ALL if not pages.parent]
migration = import_module("imports.migrations.0002_lasting_numbers")


def migrate() -> None:
    migration.number(apps, SimpleNamespace(connection=connection))


def models_of(pages) -> list:
    return [pages.model, *{kind.model for kind in pages.children}]


@each(KINDS)
def test_every_kind_and_its_child_rows_get_numbers(pages, qingquan, wenchang, office):
    record = make(pages.model, qingquan, office)
    make_children(pages, record)
    kept = make(pages.model, wenchang, office)
    for model in models_of(pages):
        model.objects.exclude(pk=kept.pk).update(submission=None)
    versions = {model: list(model.history.values()) for model in models_of(pages)}
    before = {model: list(model.objects.order_by("pk").values("pk", "version")) for model in models_of(pages)}
    migrate()
    for model in models_of(pages):
        numbers = list(model.objects.values_list("submission", flat=True))
        assert None not in numbers
        assert len(set(numbers)) == len(numbers)
        assert list(model.objects.order_by("pk").values("pk", "version")) == before[model]
        assert list(model.history.values()) == versions[model]
    assert pages.model.objects.get(pk=kept.pk).submission == kept.submission


def test_no_kind_of_record_is_forgotten(db):
    known = {
        model
        for model in apps.get_models()
        if any(field.name == "submission" for field in model._meta.fields)
    }
    assert known == {model for model in apps.get_models() if issubclass(model, Record)}


def test_as_many_statements_for_many_records(qingquan, office, django_assert_num_queries):
    Visit.objects.bulk_create(
        Visit(
            subdistrict=office,
            community=qingquan,
            date=f"{year}-01-{day:02}",
            kind="community",
            submission=None,
        )
        for year in range(1990, 2020)
        for day in range(1, 29)
    )
    kinds = sum(1 for model in apps.get_models() if issubclass(model, Record))
    with django_assert_num_queries(kinds + 1):
        migrate()
    assert not Visit.objects.filter(submission=None).exists()
