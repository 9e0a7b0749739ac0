"""The components that pages are made of, and lines that read as one: docs/development/components.md."""

import re
from functools import cache
from typing import cast

from django import template
from django.contrib.messages.storage.base import Message
from django.template.base import NodeList, Parser, Token, TokenType
from django.template.context import Context
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from operations.manifest import portal_version

register = template.Library()


# Those of Font Awesome that the pages draw; scripts/icons.py brings a further one along.
ICONS = (
    "arrow-left",
    "check",
    "circle-exclamation",
    "circle-info",
    "clock-rotate-left",
    "download",
    "file-arrow-down",
    "file-export",
    "file-import",
    "file-word",
    "magnifying-glass",
    "plus",
    "print",
    "triangle-exclamation",
)


@register.simple_tag
def icon(name: str) -> SafeString:
    """Draw an icon beside a word that says the same."""
    if name not in ICONS:
        raise ValueError(f"{name} is not among ICONS")
    return format_html('<i class="fa-solid fa-{}" aria-hidden="true"></i>', name)


@register.simple_block_tag
def badge(content: str, kind: str = "") -> SafeString:
    """Show a word or two in a frame; `kind` is ok, warn or danger."""
    modifier = f" tag--{kind}" if kind else ""
    return format_html('<span class="tag{}">{}</span>', modifier, content)


# ── Notices ─────────────────────────────────────────────────────────────────
NOTICE_ICONS = {
    "ok": "check",
    "info": "circle-info",
    "warn": "triangle-exclamation",
    "danger": "circle-exclamation",
}
NOTICE_OF_MESSAGE = {  # the kind and the icon, by the level of Django's messages
    "success": ("ok", "check"),
    "info": ("info", "circle-info"),
    "warning": ("warn", "triangle-exclamation"),
    "error": ("danger", "triangle-exclamation"),
}
ACTIONS_FOLLOW = "<!-- actions -->"  # no value holds it: `<` of a value is escaped


@register.simple_tag
def notice_actions() -> str:
    """Begin the buttons at the end of a notice."""
    return SafeString(ACTIONS_FOLLOW)


@register.simple_block_tag
def notice(
    content: str, kind: str = "info", role: str = "", focus: bool = False, icon: str = "", draft: str = ""
) -> SafeString:
    """Say something above a page or a form; `kind` is ok, info, warn or danger.

    `focus` moves the reader there when the page opens; `draft` is the number of the draft that is spoken of.
    """
    body, _, actions = content.partition(ACTIONS_FOLLOW)
    context = {
        "icon": icon or NOTICE_ICONS[kind],
        "body": SafeString(body),
        "actions": SafeString(actions.strip()),
        "kind": kind,
        "role": role,
        "focus": focus,
        "draft": draft,
    }
    return render_to_string("ui/notice.html", context)


@register.simple_tag
def message_notice(message: Message) -> SafeString:
    """Say what one of Django's messages says."""
    kind, icon_name = NOTICE_OF_MESSAGE[message.level_tag]
    return notice(format_html("<p>{}</p>", str(message)), kind, role="status", icon=icon_name)


# ── Parts of a page ─────────────────────────────────────────────────────────
@register.simple_block_tag
def panelhead(content: str, title: str, id: str = "") -> SafeString:
    """Head a panel; what stands in the block is small print beside the title."""
    return render_to_string(
        "ui/panel_head.html", {"title": title, "remark": SafeString(content.strip()), "id": id}
    )


@register.simple_block_tag
def tablewrap(content: str, label: str, tall: bool = False) -> SafeString:
    """Let a table scroll sideways, and also down under its head where it is `tall`; `label` names it."""
    modifier = " table-wrap--tall" if tall else ""
    return format_html(
        '<div class="table-wrap{}" tabindex="0" role="region" aria-label="{}">{}</div>',
        modifier,
        label,
        content,
    )


@register.simple_block_tag
def emptystate(content: str, title: str) -> SafeString:
    """Say that a list is empty, and in the block what to do next."""
    return format_html('<div class="empty"><h2>{}</h2>{}</div>', title, content)


@register.simple_block_tag
def dropdown(content: str, label: str, look: str = "") -> SafeString:
    """Unfold a menu, each entry an `<li>`, under a label; `look` are the classes of a button."""
    return render_to_string("ui/dropdown.html", {"entries": content, "label": label, "look": look})


@register.simple_tag
@cache
def version() -> str:
    """Return the version of the portal, read once."""
    return portal_version()


# ── Lines ───────────────────────────────────────────────────────────────────
IN_TAG_OR_BREAK = re.compile(r"<(?=[a-zA-Z/])|>|[ \t]*\n[ \t]*")


class OneLineNode(template.Node):
    """What stands between `{% oneline %}` and `{% endoneline %}`."""

    def __init__(self, nodelist: NodeList) -> None:
        self.nodelist = nodelist

    def render(self, context: Context) -> str:
        return self.nodelist.render(context)


@register.tag
def oneline(parser: Parser, token: Token) -> OneLineNode:
    """Read several lines of a template as one, without white space where they meet.

    A browser shows a line break as a space, which Chinese text has none of. Inside a tag of HTML a line break
    stays a space; one that is wanted where lines meet is written `&#32;`.
    """
    join_lines(parser, "endoneline")
    nodelist = parser.parse(("endoneline",))
    parser.delete_first_token()
    return OneLineNode(nodelist)


class CrumbsNode(OneLineNode):
    """What stands between `{% crumbs %}` and `{% endcrumbs %}`, after the way home."""

    def render(self, context: Context) -> SafeString:
        trail = super().render(context)
        return format_html('<p class="crumbs"><a href="{}">首页</a>{}</p>', reverse("home"), trail)


@register.tag
def crumbs(parser: Parser, token: Token) -> CrumbsNode:
    """Show the way from the home page to this one: links, and the page's own name last. Lines are joined."""
    join_lines(parser, "endcrumbs")
    nodelist = parser.parse(("endcrumbs",))
    parser.delete_first_token()
    return CrumbsNode(nodelist)


def join_lines(parser: Parser, end: str) -> None:
    """Take the line breaks out of the text up to the tag of that name."""
    in_tag = False

    def replacement(match: re.Match[str]) -> str:
        nonlocal in_tag
        text = match.group()
        if text in "<>":
            in_tag = text == "<"
            return text
        return " " if in_tag else ""

    tokens = cast("list[Token]", parser.tokens)
    for token in reversed(tokens):  # the parser takes them from the end
        if token.token_type == TokenType.TEXT:
            token.contents = IN_TAG_OR_BREAK.sub(replacement, token.contents)
        elif token.contents == end:
            break
