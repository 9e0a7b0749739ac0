import pytest

from imports import jobs


@pytest.fixture
def importing(settings, tmp_path, monkeypatch):
    """Files in a folder of the test's own, worked on in this process."""
    settings.PRIVATE_ROOT = tmp_path / "private"
    monkeypatch.setattr(jobs, "_hand_over", jobs.work)
