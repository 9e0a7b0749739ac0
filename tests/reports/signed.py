"""The demo's clean report on its way through 起草 → 审核 → 定稿, by its pages."""

import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib.messages import get_messages
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from communities.models import SubDistrict
from demo.logins import CLERK, SECRETARY
from reports.models import AnnualReport, Edition
from tests.demo.loaded import load_once
from tests.factories import UserFactory

YEAR = timezone.localdate().year - 1


class Demo:
    """The demo's 街道 with a clerk and two secretaries signed in: `first` writes and submits, `second` signs."""

    def __init__(self) -> None:
        load_once()
        self.office = SubDistrict.objects.get()
        self.author = User.objects.get(username=SECRETARY.username)
        self.signer = UserFactory(
            username="second", display_name="罗春梅", role="secretary", subdistrict=self.office
        )
        self.first, self.second = signed_in(self.author), signed_in(self.signer)
        self.clerk = User.objects.get(username=CLERK.username)
        self.entering = signed_in(self.clerk)

    @property
    def report(self) -> AnnualReport:
        return AnnualReport.objects.get(subdistrict=self.office, year=YEAR)

    @property
    def editions(self) -> list[Edition]:
        return list(self.report.editions.order_by("number"))

    def sign(self) -> Edition:
        """Submitted by one, signed by the other."""
        assert step(self.first, "submit") == []
        assert step(self.second, "sign") == []
        return self.editions[-1]


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user, backend="accounts.backends.ReaderBackend")
    return client


def to(name: str, *args: Any, year: int = YEAR) -> str:
    return f"{reverse(f'reports:{name}', args=args)}?year={year}"


def step(client: Client, name: str, year: int = YEAR) -> list[str]:
    """Take a step by the button; what is said against it."""
    client.cookies.pop("messages", None)  # what an earlier page left to say
    response = client.post(to("sign", year=year), {"step": name})
    assert response.status_code == 302
    return [str(message) for message in get_messages(response.wsgi_request) if message.level_tag == "error"]


def parts(content: bytes) -> dict[str, bytes]:
    """Every part of a file, by name."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


@contextmanager
def taken_back() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
