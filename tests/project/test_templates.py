"""What templates are held to: conditions on properties, components that are described; and what `{% oneline %}` does."""

import re

import pytest
from django.template import engines

from portal.templatetags import ui
from tests.project.names import ROOT

TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
CONDITION = re.compile(r"{%\s*(?:if|elif)\b.*?%}")
# a text that is shown, or a letter: Chinese, a sign, or a capital alone
SHOWN_TEXT = re.compile(
    r"""[=!]=\s*(?:"(?:[^"]*[^\x00-\x7f][^"]*|[A-Z%])"|'(?:[^']*[^\x00-\x7f][^']*|[A-Z%])')"""
)


def render(source: str, **context: object) -> str:
    return engines["django"].from_string("{% load ui %}" + source).render(context)


def asked_of_texts(source: str) -> list[str]:
    """Return the conditions of a template that ask for a text which is shown."""
    return [condition for condition in CONDITION.findall(source) if SHOWN_TEXT.search(condition)]


def test_no_condition_asks_for_a_text_that_is_shown():
    asked = {path.name: asked_of_texts(path.read_text(encoding="utf-8")) for path in TEMPLATES}
    assert {name: conditions for name, conditions in asked.items() if conditions} == {}


@pytest.mark.parametrize("condition", ['label != "零报告"', 'cell == "X"', "unit != '%' and unit"])
def test_one_that_does_is_seen(condition):
    assert asked_of_texts("{% if " + condition + " %}") == ["{% if " + condition + " %}"]


def test_every_component_is_described():
    page = (ROOT / "docs/development/components.md").read_text(encoding="utf-8")
    tags = set(re.findall(r"{% (\w+)", page)) - {"load", "include"}
    assert set(ui.register.tags) <= tags
    assert tags - set(ui.register.tags) <= {f"end{name}" for name in ui.register.tags}
    markup = {f"ui/{path.name}" for path in (ROOT / "templates/ui").iterdir()}
    used_by_tags = set(
        re.findall(r'"(ui/\w+\.html)"', (ROOT / "portal/templatetags/ui.py").read_text(encoding="utf-8"))
    )
    assert markup - used_by_tags <= set(re.findall(r'"(ui/\w+\.html)"', page))


LINES = """
  甲
  {% if shown %}
    乙&#32;
  {% endif %}
  <a class="one"
      href="/">丙</a>
  {{ value }}
"""


def test_lines_read_as_one():
    line = render("{% oneline %}" + LINES + "{% endoneline %}", shown=True, value="丁\n戊")
    assert line == '甲乙&#32;<a class="one" href="/">丙</a>丁\n戊'


def test_without_it_the_breaks_stay():
    assert render(LINES, shown=True).count("\n") == LINES.count("\n")


def test_what_follows_it_keeps_its_breaks():
    assert render("{% oneline %}\n甲\n{% endoneline %}\n乙\n丙") == "甲\n乙\n丙"


def test_buttons_of_a_notice_stand_beside_what_it_says():
    page = render(
        '{% notice "warn" %}<p>{{ text }}</p>{% notice_actions %}<a>去改</a>{% endnotice %}',
        text=ui.ACTIONS_FOLLOW,
    )
    assert re.sub(r"\s+(?=[<>])", "", page).strip() == (
        '<div class="notice notice--warn"><i class="fa-solid fa-triangle-exclamation" aria-hidden="true"></i>'
        '<div><p>&lt;!-- actions --&gt;</p></div><div class="actions"><a>去改</a></div></div>'
    )


def test_title_of_a_panel_is_escaped():
    page = render("{% panelhead title %}{% endpanelhead %}", title="<b>")
    assert "<h2>&lt;b&gt;</h2>" in page
    assert "meta" not in page
