"""What every response passes through."""

import logging
from collections.abc import Callable

from django.db import DatabaseError, OperationalError, ProgrammingError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

log = logging.getLogger(__name__)
Next = Callable[[HttpRequest], HttpResponse]


class PrivatePages:
    """Pages of records are not kept by the browser or by a proxy."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.setdefault("Cache-Control", "no-store")
        response.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
        return response


class DatabaseTrouble:
    """A database that is locked, read-only or not migrated gets a page that says so, not a traceback."""

    REASONS = (
        (("locked", "timeout"), "数据库正忙", "另一项操作占用了数据库。您填写的内容没有写入，请按浏览器的返回键，稍后再保存。"),
        (("readonly", "read-only"), "数据库只能读不能写", "请管理员检查数据库文件和所在文件夹的写入权限。"),
        (("no such table", "no such column", "does not exist"), "数据库还没有升级到当前版本", "请管理员运行 python manage.py migrate。"),
        (("unable to open", "connect", "refused"), "连接不上数据库", "请管理员检查数据库服务和 DATABASE_URL。"),
        (("full",), "磁盘已满", "没有写入任何内容。请管理员清理磁盘后再保存。"),
    )

    OTHERWISE = ("数据库出错", "没有写入任何内容。请把时间和正在做的操作告诉管理员。")

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, (OperationalError, ProgrammingError)):
            return None
        return self.explain(request, error)

    @classmethod
    def explain(cls, request: HttpRequest, error: DatabaseError) -> HttpResponse:
        text = str(error).lower()
        log.error("database trouble at %s: %s", request.path, error)
        told = [(title, advice) for signs, title, advice in cls.REASONS if any(sign in text for sign in signs)]
        title, advice = told[0] if told else cls.OTHERWISE
        return render(request, "503.html", {"title": title, "advice": advice}, status=503)
