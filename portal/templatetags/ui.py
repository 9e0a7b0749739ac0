"""The components that pages are made of, and lines that read as one; docs/development/components.md lists them."""

import re

from django import template
from django.contrib.messages.storage.base import Message
from django.template.base import NodeList, Parser, Token, TokenType
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()

# ── Notices ─────────────────────────────────────────────────────────────────
NOTICE_ICONS = {
    "ok": "check",
    "info": "circle-info",
    "warn": "triangle-exclamation",
    "danger": "circle-exclamation",
}
NOTICE_OF_MESSAGE = {
    "success": ("ok", "check"),
    "info": ("info", "circle-info"),
    "warning": ("warn", "triangle-exclamation"),
    "error": ("danger", "triangle-exclamation"),
}


@register.simple_tag
def message_notice(message: Message) -> SafeString:
    """Show what Django's messages say."""
    kind, icon_name = NOTICE_OF_MESSAGE[message.level_tag]
    content = format_html("<p>{}</p>", message)
    return notice(content, kind, role="status", icon=icon_name)


def notice(content: SafeString, kind: str = "info", role: str = "", icon: str = "") -> SafeString:
    context = {"content": content, "kind": kind, "role": role, "icon": icon or NOTICE_ICONS[kind]}
    return render_to_string("ui/notice.html", context)


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
    stays a space; one that is wanted where lines meet is written `&#32;`. Done once, when the template is read.
    """
    join_lines(parser)
    nodelist = parser.parse(("endoneline",))
    parser.delete_first_token()
    return OneLineNode(nodelist)


def join_lines(parser: Parser) -> None:
    """Take the line breaks out of the text up to the next `{% endoneline %}`."""
    in_tag = False

    def replacement(match: re.Match[str]) -> str:
        nonlocal in_tag
        found = match.group()
        if found in "<>":
            in_tag = found == "<"
            return found
        return " " if in_tag else ""

    for token in reversed(parser.tokens):  # the parser takes them from the end
        if token.token_type == TokenType.TEXT:
            token.contents = IN_TAG_OR_BREAK.sub(replacement, token.contents)
        elif token.contents == "endoneline":
            break
