"""Figures and names in the text: what people edit comes back as what is stored."""

import pytest

from indicators.catalogue import CATALOGUE
from reports.outline import tokens
from reports.outline.defaults import WORDINGS


def test_every_label_names_one_key():
    assert len(tokens.KEYS) == len(tokens.LABELS)


@pytest.mark.parametrize("text", [text for wordings in WORDINGS.values() for text in wordings])
def test_wording_comes_back_from_the_editor_unchanged(text):
    assert tokens.with_keys(tokens.with_labels(text)) == text
    assert not set("{}") & set(tokens.with_labels(text))


def test_a_plan_is_shown_apart_from_the_figure_it_is_judged_by():
    for figure in CATALOGUE.values():
        if figure.kind == "T":
            assert tokens.with_labels(f"{{{figure.key}}}") != tokens.with_labels(f"{{{figure.measure}}}")
