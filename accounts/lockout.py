"""Hold up guessing: five wrong passwords lock an account at one address, many anywhere slow it down.

The lock and the counting are those of django-axes, the pauses are ours. See
docs/adr/0015-slowed-never-locked.md.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import ceil

from axes.handlers.database import AxesDatabaseHandler
from axes.helpers import get_client_username, get_cool_off
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.conf import settings
from django.contrib.admin.models import CHANGE, LogEntry
from django.db import transaction
from django.db.models import Aggregate, Count, Max, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from accounts.models import User
from audit.addresses import address_of
from common.proxies import NAMED

COUNTED = timedelta(hours=1)  # how long a failure counts
FREE = 20  # failures of an account, or different names tried from an address, that do not slow anybody yet
LONGEST = 60  # seconds of the longest pause
FAMILIAR = timedelta(days=30)  # where an account has signed in since then, failures elsewhere do not slow it


class Handler(AxesDatabaseHandler):
    """axes' own handling of sign-ins, and a pause where there were many failures."""

    def is_locked(self, request: HttpRequest, credentials: dict[str, str] | None = None) -> bool:
        if super().is_locked(request, credentials):
            return True
        pause = pause_before(get_client_username(request, credentials), request)
        request.axes_pause = pause  # type: ignore[attr-defined]  # for `refusal`
        return pause > 0

    def user_login_failed(
        self,
        sender: object,
        credentials: dict[str, str],
        request: HttpRequest | None = None,
        **kwargs: object,
    ) -> None:
        """Keep one count for each account and address: axes has one for each browser as well.

        A second count would shorten a lock.
        """
        if request is not None:
            request.axes_user_agent = ""  # type: ignore[attr-defined]  # of axes
        super().user_login_failed(sender, credentials, request, **kwargs)

    def clean_expired_user_attempts(
        self, request: HttpRequest | None = None, credentials: dict[str, str] | None = None
    ) -> int:
        """Write nothing for a try that was refused: a flood of them would hold up whoever saves a record."""
        if getattr(request, "axes_locked_out", False):
            return 0
        return super().clean_expired_user_attempts(request, credentials)

    def remove_out_of_limit_failure_logs(self, *, username: str, limit: int | None = None) -> int:
        """Keep all: axes would remove the newest, which are counted here. Housekeeping removes the oldest."""
        return 0


# ── The pause ───────────────────────────────────────────────────────────────
def pause_before(username: str, request: HttpRequest) -> int:
    """Return the seconds until this name may be tried again from this address; 0 where nothing holds it up.

    An address is slowed only where a trusted proxy named it: otherwise it may be the proxy's own, and
    everybody's.
    """
    address = address_of(request)
    recent = AccessFailureLog.objects.filter(attempt_time__gt=timezone.now() - COUNTED).order_by()
    seconds = remaining_pause(recent.filter(username=username), Count("pk"))
    if seconds and is_familiar(username, address):
        seconds = 0
    if request.META.get(NAMED):
        different_names = Count("username", distinct=True)
        seconds = max(seconds, remaining_pause(recent.filter(ip_address=address), different_names))
    return seconds


def remaining_pause(failures: QuerySet[AccessFailureLog], number: Aggregate) -> int:
    """Return the seconds that remain of the pause after the last of these failures."""
    tally = failures.aggregate(number=number, last=Max("attempt_time"))
    pause = length_of_pause(tally["number"])
    if not pause:
        return 0
    seconds_since_last = (timezone.now() - tally["last"]).total_seconds()
    return min(pause, max(0, ceil(pause - seconds_since_last)))


def length_of_pause(failures: int) -> int:
    """Return the seconds of a pause, doubled with each failure beyond the free ones: 2, 4, 8 … 60."""
    beyond = failures - FREE
    if beyond <= 0:
        return 0
    return min(LONGEST, 2 ** min(beyond, LONGEST))


def is_familiar(username: str, address: str | None) -> bool:
    """Whether the account has signed in from this address of late."""
    logins = AccessLog.objects.filter(username=username, attempt_time__gt=timezone.now() - FAMILIAR)
    return address is not None and logins.filter(ip_address=address).exists()


# ── The lock ────────────────────────────────────────────────────────────────
@dataclass
class Lock:
    """An account that cannot sign in from some addresses."""

    account: User
    since: datetime
    until: datetime
    addresses: list[str] = field(default_factory=list)

    @property
    def origin(self) -> str:
        """One address, and how many there are."""
        if len(self.addresses) == 1:
            return self.addresses[0]
        return f"{self.addresses[0]}等{len(self.addresses)}个地址"


def attempts_with_lock() -> QuerySet[AccessAttempt]:
    """Return what is locked now, one row for each name and address, the last first."""
    recent = AccessAttempt.objects.filter(attempt_time__gte=timezone.now() - get_cool_off())
    return recent.filter(failures_since_start__gte=settings.AXES_FAILURE_LIMIT).order_by("-attempt_time")


def locks(accounts: QuerySet[User]) -> list[Lock]:
    """Return the locks of those accounts that are locked now, the last first."""
    attempts = list(attempts_with_lock().filter(username__in=accounts.order_by().values("username")))
    names = {attempt.username for attempt in attempts}
    account_of = {account.username: account for account in accounts.filter(username__in=names)}
    lock_of: dict[str, Lock] = {}
    for attempt in attempts:
        account = account_of[attempt.username]
        lock = lock_of.setdefault(account.username, Lock(account, attempt.attempt_time, end_of(attempt)))
        lock.since = attempt.attempt_time
        lock.addresses.append(attempt.ip_address or "地址不明")
    return list(lock_of.values())


def end_of(attempt: AccessAttempt) -> datetime:
    """Return when the lock opens by itself, in whole minutes, as pages name it."""
    end = attempt.attempt_time + get_cool_off() + timedelta(seconds=59)
    return end.replace(second=0, microsecond=0)


@transaction.atomic
def unlock(account: User, manager: User) -> bool:
    """Open an account at every address, with a line in its history; return whether it was locked."""
    was_locked = bool(locks(User.objects.filter(pk=account.pk)))
    AccessAttempt.objects.filter(username=account.username).delete()
    if was_locked:
        LogEntry.objects.log_actions(manager.pk, [account], CHANGE, "解除登录锁定")
    return was_locked


# ── The page ────────────────────────────────────────────────────────────────
def refusal(request: HttpRequest, response: HttpResponse, credentials: dict[str, str] | None) -> HttpResponse:
    """Answer a try that was not looked at or was the fifth wrong one, alike for names that do not exist."""
    pause = getattr(request, "axes_pause", 0)
    if pause:
        return page_to_wait(request, "registration/slowed.html", {"pause": pause}, pause)
    username = get_client_username(request, credentials)
    attempt = attempts_with_lock().filter(username=username, ip_address=address_of(request)).first()
    until = timezone.now() + get_cool_off()
    if attempt:
        until = end_of(attempt)
    seconds = ceil((until - timezone.now()).total_seconds())
    return page_to_wait(request, "registration/locked.html", {"until": until}, seconds)


def page_to_wait(
    request: HttpRequest, template: str, context: dict[str, object], seconds: int
) -> HttpResponse:
    """Render a page that says how long to wait, and tell the browser as well."""
    page = render(request, template, context, status=settings.AXES_HTTP_RESPONSE_CODE)
    page["Retry-After"] = str(max(seconds, 1))
    return page
