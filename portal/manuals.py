"""Show manuals that are written in Markdown in docs/ as pages of the portal."""

from functools import cache
from pathlib import Path
from typing import NamedTuple

from django.templatetags.static import static
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

PICTURES = "../static/"  # how docs/ names the folder of static files


class Section(NamedTuple):
    """What stands under one heading of the second level."""

    title: str
    html: SafeString


@cache
def sections(path: Path) -> list[Section]:
    """Return the sections of a manual of our own, in their order.

    Its title and what stands before the first section are left out.
    """
    markdown = MarkdownIt("commonmark").enable("table")
    tokens = markdown.parse(path.read_text(encoding="utf-8"))
    _use_static_files(tokens)
    starts = []
    for index, token in enumerate(tokens):
        if token.type == "heading_open" and token.tag == "h2":
            starts.append(index)
    ends = [*starts[1:], len(tokens)]
    return [_section(markdown, tokens[start:end]) for start, end in zip(starts, ends, strict=True)]


def _section(markdown: MarkdownIt, tokens: list[Token]) -> Section:
    heading, content = tokens[:3], tokens[3:]
    html = markdown.renderer.render(content, markdown.options, {})
    return Section(heading[1].content, mark_safe(html))  # noqa: S308  (our own text, HTML within it escaped)


def _use_static_files(tokens: list[Token]) -> None:
    """Let pictures be found where the portal serves them."""
    for token in tokens:
        for child in token.children or []:
            if child.type == "image":
                name = str(child.attrs["src"]).removeprefix(PICTURES)
                child.attrs |= {"src": static(name), "loading": "lazy"}
