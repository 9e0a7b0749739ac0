"""Pages that belong to no domain."""

import sys
from contextlib import suppress

from cryptography.fernet import InvalidToken
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.exceptions import (
    DisallowedHost,
    PermissionDenied,
    RequestDataTooBig,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, UnreadablePostError
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme

from common.trouble import explain
from portal.context import TEXT_SIZES
from portal.manuals import sections
from records.ciphers import WrongKeysError
from records.drafts import handed_back
from reports.checks import CHECKS
from reports.rubric import CRITERIA

KEYS_CHANGED = (
    "密钥不对",
    "现在什么都没有写入。请管理员重启服务；仍不行，在服务器上运行 python manage.py check。",
)
OPERATIONS = settings.BASE_DIR / "docs" / "operations.md"


def text_size(request: HttpRequest, size: str) -> HttpResponse:
    """Remember the text size in this browser, and go back."""
    if size not in dict(TEXT_SIZES):
        raise Http404
    back = request.GET.get("next", "/")
    own = url_has_allowed_host_and_scheme(
        back, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    response = HttpResponseRedirect(back if own and back.startswith("/") else "/")
    response.set_cookie(
        "text_size",
        size,
        max_age=365 * 24 * 3600,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
    )
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """The page for an error, made without asking the database; one in trouble is told apart: its users can wait or call.

    A record's form is handed back with what was typed into it.
    """
    error = sys.exc_info()[1]
    if not isinstance(error, DatabaseError | WrongKeysError | InvalidToken):
        page = handed_back(
            request,
            "系统出错",
            "没有完成刚才的操作，您填写的内容都在这一页。请把时间和正在做的操作告诉管理员。",
            500,
        )
        return page or HttpResponse(render_to_string("500.html"), status=500)
    title, advice = explain(error) if isinstance(error, DatabaseError) else KEYS_CHANGED
    page = handed_back(request, title, advice, 503)
    return page or HttpResponse(render_to_string("503.html", {"title": title, "advice": advice}), status=503)


READ_ON = 64  # MB of a body that is too long: without being read, it would end the connection before the page arrives


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The page for what cannot be read at all; what was sent is not at hand here."""
    title, advice = "请求无法处理", "什么都没有写入。请回到首页重新打开要用的页面；反复出现时请告诉管理员。"
    if isinstance(exception, RequestDataTooBig):
        most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE // 1024**2
        read_on(request)
        title, advice = (
            "内容太长",
            f"一次最多收 {most} MB 文字，现在什么都没有写入。请分成几次填写，或改用 Excel 导入。",
        )
    if isinstance(exception, DisallowedHost):
        title, advice = (
            "网址不对",
            "这个网址不是工作台的。请用管理员告知的网址打开；应当能用的，请管理员把它写进 .env 的 ALLOWED_HOSTS。",
        )
    if isinstance(exception, TooManyFilesSent):
        title, advice = "文件太多", "一次收不下这么多文件，现在什么都没有写入。请分几次上传。"
    if isinstance(exception, TooManyFieldsSent):
        title, advice = (
            "行数太多",
            "一次收不下这么多行，现在什么都没有写入。请分成几次填写，或改用 Excel 导入。",
        )
    return HttpResponse(render_to_string("400.html", {"title": title, "advice": advice}), status=400)


def read_on(request: HttpRequest) -> None:
    """Read what is left of a body, so that the browser comes to read the answer."""
    with suppress(UnreadablePostError):
        for _ in range(READ_ON):
            if not request.read(1024**2):
                return


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page for a form whose token is no longer that of the session, most often after signing in anew in another window."""
    title = "这一页要重新确认"
    page = handed_back(
        request,
        title,
        "打开这一页以后，登录状态变过。您填写的内容都在这一页，还没有写入，请按“继续填写”。",
        403,
    )
    if page is not None:
        return page
    advice = "打开这一页以后，登录状态变过，现在什么都没有写入。请重新打开要用的页面再操作；反复出现时，请管理员检查网址和代理设置。"
    return HttpResponse(render_to_string("403_csrf.html", {"title": title, "advice": advice}), status=403)


@login_required
def operations_manual(request: HttpRequest) -> HttpResponse:
    """运维手册, for whoever looks after accounts."""
    if not request.user.manages_accounts:
        raise PermissionDenied
    return render(request, "operations_manual.html", {"sections": sections(OPERATIONS)})


@login_required
def manual(request: HttpRequest) -> HttpResponse:
    """使用手册."""
    return render(request, "manual.html", {"checks": CHECKS, "criteria": CRITERIA})
