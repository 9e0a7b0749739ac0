"""How far two pictures of a page differ, where two states of the project are compared."""

import pytest

from tests.comparison import pictures


@pytest.mark.browser
def test_pictures_differ_by_their_points(page):
    shots = []
    for width, size in ((0, 100), (1, 100), (50, 100), (0, 90)):
        page.set_viewport_size({"width": 100, "height": size})
        page.set_content(
            f"<body style='margin:0'><div style='background:red;width:{width}px;height:{min(width, 5)}px'>"
        )
        shots.append(page.screenshot())
    assert [pictures.points(page, shots[0], shot) for shot in shots] == [
        (0.0, ""),
        (0.0001, ""),
        (0.025, ""),
        (-1, "100×100, 100×90"),
    ]
