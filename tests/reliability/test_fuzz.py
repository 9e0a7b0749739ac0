"""Whatever is sent to a form: an answer in words, never an error, and nobody else's record is touched."""

import pytest

from records.children import ChildFormSet
from tests import factories
from tests.reliability.fuzz import NUMBERS, TEXTS, Hand
from tests.reliability.support import opinions, runs, some, visit
from visits.models import Visit, VisitIssue

SEED = 20261123


@pytest.fixture
def foreign(other_office, qingquan, wenchang) -> list[VisitIssue]:
    """Rows that the clerk of 清泉社区 may not touch: another 街道's, another 社区's."""
    elsewhere = factories.CommunityFactory(subdistrict=other_office)
    visits = [factories.VisitFactory(community=place, summary="别人的") for place in (elsewhere, wenchang)]
    return [
        factories.VisitIssueFactory(visit=visit, content="别人的意见", kind=kind)
        for visit in visits
        for kind in VisitIssue.Kind.values
    ]


@pytest.fixture
def own(qingquan, office) -> Visit:
    visit = factories.VisitFactory(community=qingquan, leaders=[factories.LeaderFactory(subdistrict=office)])
    factories.VisitIssueFactory(visit=visit)
    return visit


def kept(rows: list[VisitIssue]) -> list[dict]:
    """Everything the database holds of the rows and their visits, versions included."""
    issues = VisitIssue.objects.filter(pk__in=[row.pk for row in rows]).order_by("pk")
    visits = Visit.objects.filter(pk__in=[row.visit_id for row in rows]).order_by("pk")
    versions = [
        list(model.history.filter(id__in=found).values_list("history_id"))
        for model, found in ((Visit, visits.values("pk")),)
    ]
    return [*issues.values(), *visits.values(), *versions]


def sent(client, path: str, data: dict, seed: object):
    try:
        answer = client.post(path, data)
    except Exception as error:
        error.add_note(f"seed {seed}: POST {path} {str(data)[:1500]}")
        raise
    assert answer.status_code in (200, 302, 400, 404, 409, 413, 422), (seed, answer.status_code)
    return answer


@pytest.mark.parametrize("count", runs(2000, 60))
def test_a_visits_form_takes_anything_without_an_error(
    count, as_user, community_clerk, qingquan, foreign, own
):
    client = as_user(community_clerk)
    client.get("/")
    before = kept(foreign)
    beside = VisitIssue.objects.get(
        visit=factories.VisitIssueFactory(visit__community=qingquan, content="另一次走访的").visit
    )
    ids = (
        [row.pk for row in foreign]
        + [row.visit_id for row in foreign]
        + [own.pk, own.issues.get().pk, beside.pk, qingquan.pk]
    )
    for step in range(count):
        hand = Hand(SEED + step, ids)
        path = hand.chance.choice(
            ["/visits/visit/new/", f"/visits/visit/{own.pk}/edit/", f"/visits/visit/{beside.visit_id}/copy/"]
        )
        version = Visit.objects.get(pk=own.pk).version
        data = hand.spoil(
            {
                **visit(qingquan.pk, f"2025-05-{step % 28 + 1:02}", version=version, summary="原样"),
                **opinions("甲"),
            }
        )
        sent(client, path, data, SEED + step)
    assert kept(foreign) == before
    beside.refresh_from_db()
    assert (beside.content, beside.version) == ("另一次走访的", 1)
    assert set(Visit.objects.visible_to(community_clerk).values_list("subdistrict", flat=True)) == {
        own.subdistrict_id
    }
    assert (
        not VisitIssue.objects.filter(visit__in=[row.visit_id for row in foreign])
        .exclude(pk__in=[row.pk for row in foreign])
        .exists()
    )
    for path in (
        "/visits/visit/",
        "/visits/visitissue/",
        "/visits/visit/export.xlsx",
        f"/visits/visit/{own.pk}/",
        "/",
    ):
        assert client.get(path).status_code == 200


def claiming(row: VisitIssue, mine: Visit) -> dict:
    """The form of my visit with somebody else's row as if it were on it."""
    prefix = f"visitissue-{row.kind}"
    rows = {
        f"{prefix}-TOTAL_FORMS": "1",
        f"{prefix}-INITIAL_FORMS": "1",
        f"{prefix}-0-id": row.pk,
        f"{prefix}-0-content": "抢来的",
    }
    return {
        **visit(
            mine.community_id, mine.date.isoformat(), kind=mine.kind, version=mine.version, summary="改过"
        ),
        **rows,
    }


def test_a_row_of_somebody_elses_is_not_taken(as_user, community_clerk, foreign, own):
    VisitIssue.objects.filter(visit=own).delete()
    before = kept(foreign)
    for row in foreign:
        sent(
            as_user(community_clerk),
            f"/visits/visit/{own.pk}/edit/",
            claiming(row, Visit.objects.get(pk=own.pk)),
            row,
        )
        sent(as_user(community_clerk), f"/visits/visit/{row.visit_id}/edit/", claiming(row, row.visit), row)
    assert kept(foreign) == before


def test_a_formset_that_trusted_the_ids_sent_would_take_it(
    as_user, community_clerk, foreign, own, monkeypatch
):
    VisitIssue.objects.filter(visit=own).delete()
    row = foreign[0]
    monkeypatch.setattr(
        ChildFormSet, "get_queryset", lambda formset: VisitIssue.objects.everywhere().filter(pk=row.pk)
    )
    sent(as_user(community_clerk), f"/visits/visit/{own.pk}/edit/", claiming(row, own), row)
    row.refresh_from_db()
    assert row.content == "抢来的"


LARGE = ["9" * 19, "9" * 40, "9" * 5000, "9" * 30 + "万", "0." + "0" * 40 + "1", "1" + "0" * 40, "1,000" * 3]


def answered(problems: list, call, *what) -> None:
    """Collect what does not answer."""
    try:
        status = call().status_code
    except Exception as error:
        status = f"{type(error).__name__}: {str(error)[:60]}"
    if status not in (200, 302, 422):
        problems.append((*what, status))


@pytest.mark.parametrize("listing", ["/funding/payment/", "/visits/visit/"])
def test_any_number_in_an_amount_or_a_count_gets_an_answer(listing, as_user, clerk, qingquan):
    client, problems = as_user(clerk), []
    for number, amount in enumerate([*LARGE, *NUMBERS]):
        data = {"kind": "work", "amount": amount} if "payment" in listing else visit(0, "", households=amount)
        data |= {"date": f"2025-05-{number + 1:02}", "community": qingquan.pk}
        answered(problems, lambda data=data: client.post(f"{listing}new/", data), amount[:40])
    for path in (listing, f"{listing}export.xlsx", "/"):
        answered(problems, lambda path=path: client.get(path), path)
    assert problems == []


QUERIES = {
    "/visits/visit/": ("q", "page", "per_page", "sort", "date_from", "community", "kind", "leaders"),
    "/visits/visit/new/": ("date", "community", "leaders", "households"),
    "/": ("year",),
    "/text-size/100/": ("next",),
}


WHOLE = pytest.mark.parametrize("whole", [False, pytest.param(True, marks=pytest.mark.soak)])


@WHOLE
@pytest.mark.parametrize("path", QUERIES)
def test_any_address_gets_an_answer(path, whole, as_user, clerk, qingquan, own):
    client, problems = as_user(clerk), []
    for name, value in some(QUERIES[path], [*NUMBERS, *TEXTS], whole):
        answered(problems, lambda name=name, value=value: client.get(path, {name: value}), name, value[:40])
    assert problems == []


@pytest.mark.parametrize(
    "path", ["/reports/annual/", "/reports/annual/word/", "/reports/targets/", "/reports/annual/settings/"]
)
def test_a_year_without_reports_is_not_there(path, as_user, secretary):
    client = as_user(secretary)
    odd = ("", "²", "-1", "９", "0", "9" * 5000, "\x00", "二〇二五")
    assert [client.get(path, {"year": value}).status_code for value in odd] == [404] * len(odd)


def test_a_version_that_is_none_never_overwrites(as_user, clerk, qingquan, own):
    client, problems = as_user(clerk), []
    Visit.objects.filter(pk=own.pk).update(version=8)
    path, data = f"/visits/visit/{own.pk}/edit/", visit(qingquan.pk, "2025-05-20", summary="乙")
    for version in NUMBERS:
        try:
            status = client.post(path, {**data, "version": version}).status_code
        except Exception as error:
            status = repr(error)[:80]
        if status != 409:
            problems.append((version[:40], status))
    assert problems == []
    assert Visit.objects.get(pk=own.pk).version == 8


@pytest.mark.parametrize("pk", ["0", "9" * 19, "9" * 40])
def test_a_number_that_is_no_record_is_not_found(pk, as_user, clerk):
    for page in ("", "edit/", "copy/", "delete/"):
        assert as_user(clerk).get(f"/visits/visit/{pk}/{page}").status_code == 404
    assert as_user(clerk).post(f"/visits/visit/removed/{pk}/").status_code == 404


def test_a_page_is_not_made_of_as_many_rows_as_somebody_claims(as_user, clerk, qingquan):
    """Thousands of rows drawn again take the server many seconds for one request."""
    data = visit(qingquan.pk, "2025-05-20", **{"visitissue-opinion-TOTAL_FORMS": "99999"})
    answer = sent(as_user(clerk), "/visits/visit/new/", data, "rows")
    assert len(answer.content) < 500_000


@WHOLE
def test_any_count_of_rows_and_any_id_of_a_row_gets_an_answer(whole, as_user, clerk, qingquan, own):
    client, problems = as_user(clerk), []
    data = {**visit(qingquan.pk, "2025-05-20", version=1), **opinions("甲")}
    paths = ("/visits/visit/new/", f"/visits/visit/{own.pk}/edit/")
    for place, (name, number) in enumerate(some(("TOTAL_FORMS", "INITIAL_FORMS", "0-id"), NUMBERS, whole)):
        for path in paths if whole else (paths[place % 2],):
            sending = {
                **data,
                "visitissue-opinion-INITIAL_FORMS": "0",
                f"visitissue-opinion-{name}": number,
                "date": "",
            }
            answered(
                problems,
                lambda path=path, sending=sending: client.post(path, sending),
                path,
                name,
                number[:40],
            )
    assert problems == []
