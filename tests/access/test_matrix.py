"""Every address of the site against `matrix.py`, for every role, by GET and by POST."""

from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import connection, transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from access.roles import Role
from accounts.models import User
from communities.actions import open_subdistrict
from communities.models import Community, SubDistrict
from duties.models import Pledge, Round
from meetings.models import Meeting
from records import store
from tests.access.matrix import MATRIX, ROLES
from tests.factories import BatchFactory, CommunityFactory, DeliveryFactory, UserFactory
from tests.records.support import ALL_PAGES, FACTORIES, make
from tests.reports.support import edition_of

pytestmark = pytest.mark.django_db
PAGES = {f"{pages.model._meta.app_label}:{pages.model._meta.model_name}": pages for pages in ALL_PAGES}
SITE_MODELS = {model: model._meta.label_lower.replace(".", "_") for model in admin.site._registry}


def walk(patterns, space=""):
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from walk(
                pattern.url_patterns, f"{space}{pattern.namespace}:" if pattern.namespace else space
            )
        elif isinstance(pattern, URLPattern):
            yield (
                f"{space}{pattern.name}"
                if pattern.name
                else f"{space}{'catch-all' if 'url' in str(pattern.pattern) else 'redirect'}"
            )


NAMES = sorted(set(walk(get_resolver().url_patterns)) - {"admin:redirect"})  # /<id>/ leads to /<id>/change/


def test_every_address_is_in_the_matrix():
    assert sorted(set(NAMES) ^ set(MATRIX)) == []


@pytest.fixture(scope="module")
def office(django_db_setup, django_db_blocker) -> Iterator[SubDistrict]:
    """A 街道 for all tests of this module; each takes back what it changes, the last what was made here."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield open_subdistrict(SubDistrict(code="JH", name="锦河街道", reporter="周明远"))
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def qingquan(office):
    return CommunityFactory(subdistrict=office, code="01", name="清泉社区", order=1)


@pytest.fixture(scope="module")
def sessions(office, qingquan):
    """What the browser of each role holds once it is signed in."""
    people = {
        "clerk": UserFactory(username="clerk", subdistrict=office),
        "community_clerk": UserFactory(username="qingquan", subdistrict=office, reach=User.Reach.COMMUNITIES),
        "secretary": UserFactory(username="secretary", role=Role.SECRETARY, subdistrict=office),
        "admin": UserFactory(username="admin", role=Role.ADMIN, subdistrict=office, is_staff=True),
    }
    people["community_clerk"].communities.add(qingquan)
    clients = {"anonymous": Client(), **{role: Client() for role in people}}
    for role, user in people.items():
        clients[role].force_login(user, backend="accounts.backends.ReaderBackend")
    return {role: client.cookies for role, client in clients.items()}


@pytest.fixture
def signed_in(sessions):
    """A browser of each role: one that signs out, or is signed out, stays so for its own test alone."""
    clients = {role: Client() for role in sessions}
    for role, client in clients.items():
        client.cookies = copy(sessions[role])
    return clients


def the_clerk():
    return User.objects.get(username="clerk")


PASSAGE = "highlights.foundations.duty"
OF_BATCH = [
    f"imports:{name}"
    for name in ("batch", "confirm", "drop", "undo", "returned", "mapping", "correct", "rows")
]
ARGUMENTS = {
    "text-size": ["125"],
    **{key: ["visits.frontline"] for key in ("reports:figure", "reports:figure-export", "reports:card")},
    **{key: ["visits.visit"] for key in ("imports:upload", "imports:template")},
    **{
        key: [PASSAGE]
        for key in ("reports:passage", "reports:rounding", "reports:choose-cause", "reports:assign")
    },
    **{key: ["minutes"] for key in ("ledgers:list", "ledgers:list-word")},
    "reports:case": ["highlights.foundations"],
    "reports:problem": ["difficulties"],
    "confirm-reach": ["1"],
    "unlock": ["1"],
}


def address(name, office, qingquan):
    """The page's address, with a record made for it where it needs one."""
    space, _, page = name.rpartition("-")
    if space in PAGES:
        return record_address(PAGES[space], page, office, qingquan)
    if name == "admin:catch-all":
        return reverse("admin:index") + "nothing/"
    if name == "admin:app_list":
        return reverse(name, args=["communities"])
    if name == "admin:view_on_site":
        return reverse(name, args=["1", "1"])
    if name.endswith(("_change", "_delete", "_history")) and name.startswith("admin:"):
        model = next(
            (model for model, label in SITE_MODELS.items() if label in name), apps.get_model("accounts.User")
        )
        own = {"subdistrict": office} if hasattr(model, "subdistrict_id") else {}
        record = office if model._meta.model_name == "subdistrict" else FACTORIES[model](**own)
        return reverse(name, args=[record.pk])
    if name in ("assessment:sheet", "assessment:end"):
        return reverse(name, args=[make(Round, qingquan, office).pk])
    if name.startswith("ledgers:record"):
        return reverse(name, args=["minutes", make(Meeting, qingquan, office).pk])
    if name.startswith("pledges:"):
        return reverse(name, args=[make(Pledge, qingquan, office).pk])
    if name.startswith(("reports:edition", "reports:compare")):
        return reverse(name, args=[edition_of(office, UserFactory(subdistrict=office)).pk])
    if name.startswith("imports:delivery"):
        return reverse(name, args=[DeliveryFactory(subdistrict=office, user=the_clerk()).pk])
    if name in OF_BATCH:
        return reverse(name, args=[BatchFactory(subdistrict=office, user=the_clerk()).pk])
    return reverse(name, args=ARGUMENTS.get(name, []))


def record_address(pages, page, office, qingquan):
    if page in ("list", "export", "create", "alike", "removed", "unlisted", "board"):
        return pages.url(page)
    record = (
        qingquan if pages.model is Community and page in ("detail",) else make(pages.model, qingquan, office)
    )
    if page == "restore":
        store.remove(record, by=None, children=pages.children)
        return pages.url(page, pages.model.history.filter(history_type="-").first().history_id)
    return pages.url(page, record.pk, "phone") if page == "reveal" else pages.url(page, record.pk)


@contextmanager
def nothing_written():
    """No statement of the block writes, but for sessions and the lock-out's own counting."""
    written = []

    def note(execute, sql, params, many, context):
        if (
            not sql.startswith(("SELECT", "SAVEPOINT", "RELEASE", "ROLLBACK"))
            and "django_session" not in sql
            and "axes_" not in sql
        ):
            written.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield
    assert written == []


@pytest.mark.parametrize("name", NAMES)
def test_every_role_is_answered_as_the_matrix_says(name, signed_in, office, qingquan):
    """By GET exactly so; by POST whoever may not come in is refused and changes nothing."""
    url = address(name, office, qingquan)
    shown = {role: signed_in[role].get(url) for role in ROLES}
    assert " ".join(str(response.status_code) for response in shown.values()) == MATRIX[name], url
    answers = dict(zip(ROLES, MATRIX[name].split(), strict=True))
    if answers["anonymous"] == "302" and name != "text-size":
        assert "login/?next=" in shown["anonymous"].url
    refused = [
        role
        for role, allowed in answers.items()
        if allowed == "403" or (role == "anonymous" and allowed == "302")
    ]
    with nothing_written():
        for role in refused:
            assert signed_in[role].post(url, {"name": "夺来的", "post": "yes"}).status_code in (
                int(answers[role]),
                405,
            ), role
    for role in set(ROLES) - set(refused):
        assert signed_in[role].post(url, {"name": "改的"}).status_code < 500, role


@pytest.mark.parametrize("name", ["home", "visits:visit-list", "reports:report", "admin:index", "manual"])
def test_visitor_is_led_to_the_login_page_and_back(name):
    response = Client().get(reverse(name), follow=True)
    assert response.request["PATH_INFO"] == reverse("login"), response.redirect_chain
    assert f'name="next" value="{reverse(name)}"' in response.content.decode()


def test_admin_site_holds_accounts_and_places_alone():
    assert sorted(SITE_MODELS.values()) == [
        "accounts_user",
        "communities_community",
        "communities_subdistrict",
    ]


@pytest.mark.parametrize("role", ["clerk", "community_clerk", "secretary"])
def test_admin_site_does_not_send_the_others_round_in_circles(role, signed_in):
    response = signed_in[role].get(reverse("admin:index"), follow=True)
    assert response.status_code == 403
