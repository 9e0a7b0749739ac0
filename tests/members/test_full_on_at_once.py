"""转正 entered on both sides of a tie at one moment: one is saved, the other is shown what was saved."""

import threading
from contextlib import suppress
from functools import partial

import pytest
from django.db import connection

from members import actions
from members.models import Applicant, Member
from members.pages import ApplicantPages, MemberPages
from records import store
from records.store import saving
from tests.factories import ApplicantFactory, PartyOrgFactory
from tests.members.test_ties import DAYS, FULL, NUMBER, days
from tests.records.support import entered

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one write at a time"),
]
PATIENCE = 1.0  # seconds for the other to come as far; nothing is asserted on it


@pytest.fixture
def pair(qingquan):
    org = PartyOrgFactory(community=qingquan, name="第一支部")
    applicant = ApplicantFactory(org=org, name="李强", gender="male", id_no=NUMBER, **DAYS)
    member = actions.list_as_member(applicant, by=None)
    return Applicant.objects.get(), member


def at_once(*calls):
    """What the calls answer, each made by a thread with a connection of its own."""
    answers = [None] * len(calls)

    def run(number, call):
        try:
            answers[number] = call()
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=each) for each in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def meet(monkeypatch, owner, name):
    """Let both threads come past this function before either goes on; whoever is kept waiting on the way is not waited for."""
    real, both = getattr(owner, name), threading.Barrier(2)

    def late(*args):
        answer = real(*args)
        with suppress(threading.BrokenBarrierError):
            both.wait(PATIENCE)
        return answer

    monkeypatch.setattr(owner, name, late)


@pytest.mark.parametrize("protected", [True, False])
def test_of_two_who_enter_it_the_second_is_shown_the_first(protected, pair, clerk, as_user, monkeypatch):
    """Each has its own record locked, and wants the other's."""
    applicant, member = pair
    calls = []
    for pages, record, more in ((ApplicantPages, applicant, {}), (MemberPages, member, {"kind": "full"})):
        data = {
            **entered(pages, record, clerk),
            "version": str(record.version),
            "full_on": "2024-05-04",
            **more,
        }
        calls.append(partial(as_user(clerk).post, pages.url("edit", record.pk), data))
    meet(monkeypatch, saving, "lock")
    if not protected:
        for model in (Applicant, Member):
            monkeypatch.setattr(model, "hold", lambda record: None)
    answers = [response.status_code for response in at_once(*calls)]
    if protected:
        assert sorted(answers) == [302, 409]
        assert [record.history.count() for record in pair] == [3, 2]
    else:
        assert sorted(answers) == [302, 503]
    assert days(pair) == (FULL, FULL, "full")


def test_a_tie_is_taken_back_while_the_member_is_saved(pair, clerk, as_user, monkeypatch):
    """Whichever comes first, the day of a member who is no longer tied is not the applicant's."""
    applicant, member = pair
    data = {
        **entered(MemberPages, member, clerk),
        "version": str(member.version),
        "full_on": "2024-05-04",
        "kind": "full",
    }
    client, colleague = as_user(clerk), as_user(clerk)
    real = store.save

    def late(*args, **kwargs):
        monkeypatch.setattr(store, "save", real)  # untying saves as well
        at_once(partial(colleague.post, f"/members/applicant/{applicant.pk}/untie/"))
        return real(*args, **kwargs)

    monkeypatch.setattr(store, "save", late)
    assert client.post(MemberPages.url("edit", member.pk), data).status_code == 302
    assert days(pair) == (None, FULL, "full")
