"""Figures and names in the text: what people edit comes back as what is stored."""

import pytest

from indicators.catalogue import CATALOGUE
from reports.outline import tokens
from reports.outline.defaults import WORDINGS


def test_every_label_names_one_key():
    assert len(tokens.KEYS) == len(tokens.LABELS)


@pytest.mark.parametrize("text", [text for wordings in WORDINGS.values() for text in wordings])
def test_wording_comes_back_from_the_editor_unchanged(text):
    assert tokens.stored(tokens.shown(text)) == text
    assert not set("{}") & set(tokens.shown(text))


def test_a_plan_is_shown_apart_from_the_figure_it_is_judged_by():
    for figure in CATALOGUE.values():
        if figure.kind == "T":
            assert tokens.shown(f"{{{figure.key}}}") != tokens.shown(f"{{{figure.measure}}}")
