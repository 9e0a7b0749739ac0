"""A signature, a report, an annex read one state of the records, whoever saves meanwhile; on both databases."""

import threading
from contextlib import nullcontext
from datetime import date

import pytest
from django.db import connection, transaction
from django.utils import timezone

from common.snapshot import snapshot
from funding.models import Payment
from reports.context import scope_of
from reports.draft import Draft
from reports.models import Edition
from reports.signing import edition as editions
from tests.factories import YEAR, PaymentFactory
from tests.reliability.support import HANGS

pytestmark = pytest.mark.django_db(transaction=True)
PAID = date(YEAR, 5, 20)


def pay(community, kept_waiting: bool = False):
    """Saved by somebody else; the thread, where he is kept waiting until he may."""

    def save():
        PaymentFactory(community=community, date=PAID, kind="party", amount=10_000)
        connection.close()

    colleague = threading.Thread(target=save)
    colleague.start()
    if not kept_waiting:
        colleague.join(HANGS)
    return colleague


def test_readers_see_one_state_and_hold_nobody_up(qingquan):
    with snapshot():
        before = Payment.objects.count()
        colleague = pay(qingquan)
        assert not colleague.is_alive()
        assert Payment.objects.count() == before
    assert Payment.objects.count() == before + 1


def test_without_it_they_see_two(qingquan):
    before = Payment.objects.count()
    pay(qingquan)
    assert Payment.objects.count() == before + 1


def frozen(office, secretary, community, monkeypatch, state):
    """What an edition holds that is signed while somebody saves a payment, between its figures and their records."""
    real, colleagues = editions._records, []

    def late(draft):
        colleagues.append(
            pay(community, kept_waiting=connection.vendor == "sqlite" and connection.in_atomic_block)
        )
        return real(draft)

    monkeypatch.setattr(editions, "_records", late)
    now = timezone.now()
    with state:
        draft = Draft(scope_of(office, YEAR, date(YEAR + 1, 3, 1)))
        figure = editions.figure(draft.facts.values["funding.party"])  # as the checks before a signature do
        edition = Edition(
            number=1, submitted_by=secretary, submitted_at=now, signed_by=secretary, signed_at=now
        )
        content = editions.content(draft, edition)
    for colleague in colleagues:
        colleague.join()
    assert Payment.objects.count() == 2
    return figure["records"], len(content["records"]["funding.party"]["records"])


def test_signature_keeps_figures_and_records_of_one_state(office, secretary, qingquan, monkeypatch):
    PaymentFactory(community=qingquan, date=PAID, kind="party", amount=10_000)
    assert frozen(office, secretary, qingquan, monkeypatch, snapshot(writes=True)) == (1, 1)


@pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite lets nobody else write beside a transaction that writes"
)
def test_an_ordinary_transaction_would_keep_two_states(office, secretary, qingquan, monkeypatch):
    PaymentFactory(community=qingquan, date=PAID, kind="party", amount=10_000)
    assert frozen(office, secretary, qingquan, monkeypatch, transaction.atomic()) == (1, 2)


def test_no_transaction_would_keep_two_states(office, secretary, qingquan, monkeypatch):
    PaymentFactory(community=qingquan, date=PAID, kind="party", amount=10_000)
    assert frozen(office, secretary, qingquan, monkeypatch, nullcontext()) == (1, 2)


def test_inside_a_transaction_that_transaction_decides():
    with transaction.atomic(), snapshot():
        assert connection.in_atomic_block
    assert not connection.in_atomic_block
