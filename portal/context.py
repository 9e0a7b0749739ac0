"""What the frame of every page needs."""

from typing import Any

from django.http import HttpRequest

from portal.navigation import menu_for

TEXT_SIZES = (("100", "小"), ("125", "中"), ("150", "大"))


def frame(request: HttpRequest) -> dict[str, Any]:
    """Return the text size of this browser, and the office and menu of whoever is signed in."""
    text_size = request.COOKIES.get("text_size", "")
    if text_size not in dict(TEXT_SIZES):
        text_size = TEXT_SIZES[0][0]
    context: dict[str, Any] = {"text_sizes": TEXT_SIZES, "text_size": text_size}
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated:
        context["unit"] = user.subdistrict
        context["menu"] = menu_for(request)
    return context
