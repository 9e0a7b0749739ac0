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
    response = HttpResponseRedirect(_own_address(request, request.GET.get("next", "/")))
    response.set_cookie(
        "text_size",
        size,
        max_age=365 * 24 * 3600,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
    )
    return response


def _own_address(request: HttpRequest, address: str) -> str:
    """Return an address if it is one of the portal's own, else that of the home page."""
    is_own = url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    if is_own and address.startswith("/"):
        return address
    return "/"


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer an error without asking the database, or hand a record's form back with what was typed into it.

    Trouble with the database or the keys has a page of its own, since its users can wait or call somebody.
    """
    error = sys.exc_info()[1]
    if isinstance(error, DatabaseError):
        title, advice = explain(error)
        return _unavailable(request, title, advice)
    if isinstance(error, WrongKeysError | InvalidToken):
        title, advice = KEYS_CHANGED
        return _unavailable(request, title, advice)
    title = "系统出错"
    advice = "没有完成刚才的操作，您填写的内容都在这一页。请把时间和正在做的操作告诉管理员。"
    form = handed_back(request, title, advice, 500)
    if form is not None:
        return form
    return HttpResponse(render_to_string("500.html"), status=500)


def _unavailable(request: HttpRequest, title: str, advice: str) -> HttpResponse:
    form = handed_back(request, title, advice, 503)
    if form is not None:
        return form
    page = render_to_string("503.html", {"title": title, "advice": advice})
    return HttpResponse(page, status=503)


# MB of a body that is too long. Unless it is read, it ends the connection before the answer arrives.
LONGEST_BODY = 64


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer what cannot be read at all; what was sent is not at hand here."""
    if isinstance(exception, RequestDataTooBig):
        read_body(request)
    title, advice = _explain_bad_request(exception)
    return HttpResponse(render_to_string("400.html", {"title": title, "advice": advice}), status=400)


def _explain_bad_request(exception: Exception) -> tuple[str, str]:
    """Return a title and an advice."""
    if isinstance(exception, RequestDataTooBig):
        limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE // 1024**2
        advice = f"一次最多收 {limit} MB 文字，现在什么都没有写入。请分成几次填写，或改用 Excel 导入。"
        return "内容太长", advice
    if isinstance(exception, DisallowedHost):
        advice = "这个网址不是工作台的。请用管理员告知的网址打开；"
        return "网址不对", advice + "应当能用的，请管理员把它写进 .env 的 ALLOWED_HOSTS。"
    if isinstance(exception, TooManyFilesSent):
        return "文件太多", "一次收不下这么多文件，现在什么都没有写入。请分几次上传。"
    if isinstance(exception, TooManyFieldsSent):
        advice = "一次收不下这么多行，现在什么都没有写入。请分成几次填写，或改用 Excel 导入。"
        return "行数太多", advice
    return "请求无法处理", "什么都没有写入。请回到首页重新打开要用的页面；反复出现时请告诉管理员。"


def read_body(request: HttpRequest) -> None:
    """Read the rest of a body, so that the browser comes to read the answer."""
    with suppress(UnreadablePostError):
        for _ in range(LONGEST_BODY):
            if not request.read(1024**2):
                return


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form whose token is no longer that of the session, with what was typed into it.

    Most often its user signed in anew in another window.
    """
    title = "这一页要重新确认"
    advice = "打开这一页以后，登录状态变过。您填写的内容都在这一页，还没有写入，请按“继续填写”。"
    form = handed_back(request, title, advice, 403)
    if form is not None:
        return form
    advice = (
        "打开这一页以后，登录状态变过，现在什么都没有写入。请重新打开要用的页面再操作；"
        "反复出现时，请管理员检查网址和代理设置。"
    )
    return HttpResponse(render_to_string("403_csrf.html", {"title": title, "advice": advice}), status=403)


@login_required
def operations_manual(request: HttpRequest) -> HttpResponse:
    """Show 运维手册 to whoever looks after accounts."""
    if not request.user.manages_accounts:
        raise PermissionDenied
    return render(request, "operations_manual.html", {"sections": sections(OPERATIONS)})


@login_required
def manual(request: HttpRequest) -> HttpResponse:
    """Show 使用手册."""
    return render(request, "manual.html", {"checks": CHECKS, "criteria": CRITERIA})
