"""Uploads of each test in a folder of its own."""

import pytest


@pytest.fixture(autouse=True)
def private(settings, tmp_path):
    settings.PRIVATE_ROOT = tmp_path / "private"
