"""Clear away what nobody needs any longer; meant for a timer, once a day."""

import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from axes.helpers import get_cool_off
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.contrib.sessions.models import Session
from django.core.management.base import CommandError
from django.db import DatabaseError
from django.utils import timezone

from common.commands import OfficeCommand
from common.trouble import explain
from imports import jobs
from records import drafts

log = logging.getLogger("housekeeping")
SIGN_INS_KEPT_FOR = timedelta(days=184)  # 网络安全法第二十一条：网络日志留存不少于六个月


def clear_sessions() -> int:
    """Delete sessions past their end; return their number."""
    return Session.objects.filter(expire_date__lt=timezone.now()).delete()[0]


def clear_attempts() -> int:
    """Delete counts of failed sign-ins that lock nobody any longer; return their number."""
    return AccessAttempt.objects.filter(attempt_time__lt=timezone.now() - get_cool_off()).delete()[0]


def clear_sign_ins() -> int:
    """Delete what is older than the law asks for from the list of sign-ins; return the number of lines."""
    return AccessLog.objects.filter(attempt_time__lt=timezone.now() - SIGN_INS_KEPT_FOR).delete()[0]


def clear_failures() -> int:
    """Delete what is older than the law asks for from the list of failed sign-ins; return their number."""
    return AccessFailureLog.objects.filter(attempt_time__lt=timezone.now() - SIGN_INS_KEPT_FOR).delete()[0]


TASKS: dict[str, Callable[[], int]] = {
    "过期的登录会话": clear_sessions,
    "过期的表单草稿": drafts.purge,
    "没有确认的上传": jobs.purge,
    "登录失败的计数": clear_attempts,
    "半年以前的登录记录": clear_sign_ins,
    "半年以前的登录失败记录": clear_failures,
}


class Command(OfficeCommand):
    """A command of several tasks: one that fails is named, and the others are carried out all the same."""

    help = (
        "清理过期的会话、草稿、没有确认的上传和登录记录，供定时任务每天运行。有一项没有清理成，退出码为 2。"
    )

    def handle(self, *args: object, **options: Any) -> None:
        failures = []
        for name, task in TASKS.items():
            if not self.carry_out(name, task):
                failures.append(name)
        if failures:
            names = "、".join(failures)
            raise CommandError(f"没有清理成：{names}。其余已清理，下次运行会再试。", returncode=2)

    def carry_out(self, name: str, task: Callable[[], int]) -> bool:
        """Carry out a task and say on one line what came of it; return whether it succeeded."""
        try:
            count = task()
        except DatabaseError as error:
            self.stderr.write(f"{name}：没有清理，{'：'.join(explain(error))}")
            return False
        except Exception as error:
            log.exception("%s failed", name)
            self.stderr.write(f"{name}：没有清理，{error}")
            return False
        self.stdout.write(f"{name}：清理 {count} 个")
        return True
