import pytest


@pytest.fixture
def importing(settings, tmp_path):
    """Files in a folder of the test's own, worked on in this process."""
    settings.PRIVATE_ROOT = tmp_path / "private"
    settings.TASKS = dict.fromkeys(settings.TASKS, settings.TASKS["small"])
