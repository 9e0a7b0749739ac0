"""What a killed command left unencrypted goes with the next one; what one that lives works on stays."""

import pytest

from operations.disk import workroom
from tests.operations.installation import Installation

KILLED = """
import os, django
django.setup()
from operations.disk import workroom
room = workroom()
(room.__enter__() / "archive.zip").write_bytes(b"plain")
os.kill(os.getpid(), 9)
"""


@pytest.fixture
def office(tmp_path, settings) -> Installation:
    office = Installation(f"sqlite:///{tmp_path / 'none'}", tmp_path)
    settings.PRIVATE_ROOT = office.files
    return office


def test_the_room_of_a_killed_process_is_cleared_and_that_of_a_living_one_stays(office):
    assert office.run("-c", KILLED).returncode == -9
    (left,) = office.files.iterdir()
    assert (left / "archive.zip").exists()
    own = office.files / "archive-of-the-office"
    own.mkdir()
    with workroom() as first, workroom() as second:
        assert sorted(office.files.iterdir()) == sorted([first, own, second])
    assert list(office.files.iterdir()) == [own]
