"""The file of variables: what is not NAME=VALUE is named by its number and never repeated."""

import environ
import pytest

from dangjian import environment
from tests.reliability.support import manage
from tests.secret import SECRET_KEY

KEY = "kAq9-a-key-of-the-office-that-nobody-else-may-read"
LINES = f"""\ufeffFIRST=one
# a comment = nothing
   # another

export SECOND=two words
PERSONAL_DATA_KEYS ={KEY}
 INDENTED={KEY}
{KEY}
QUOTED="a = b"
"""
READ = {"FIRST": "one", "SECOND": "two words", "QUOTED": "a = b"}


@pytest.fixture
def variables(monkeypatch) -> dict[str, str]:
    """In the place of this process's own."""
    own: dict[str, str] = {"SECOND": "kept"}
    monkeypatch.setattr(environ.Env, "ENVIRON", own)
    return own


@pytest.fixture
def env_file(tmp_path):
    path = tmp_path / ".env"
    path.write_text(LINES, encoding="utf-8")
    return path


def test_lines_of_another_form_are_named_without_what_they_hold(env_file, variables, caplog):
    environment.read(env_file)
    assert caplog.messages == [
        f"{env_file} 第 6、7、8 行不是“名称=值”，没有读：名称要顶格写，等号前不能有空格。"
    ]
    assert variables == {**READ, "SECOND": "kept"}


def test_by_itself_the_library_would_repeat_them(env_file, variables, caplog):
    environ.Env.read_env(env_file)
    assert KEY in caplog.text


def test_a_sound_file_and_one_that_is_missing_are_not_spoken_of(tmp_path, variables, caplog):
    environment.read(tmp_path / "missing")
    (tmp_path / ".env").write_text("FIRST=one\r\n\r\n", encoding="utf-8")
    environment.read(tmp_path / ".env")
    assert (caplog.messages, variables["FIRST"]) == ([], "one")


def test_a_command_says_so_without_the_key(tmp_path):
    path = tmp_path / ".env"
    path.write_text(f"LANGUAGE=zh\nPERSONAL_DATA_KEYS ={KEY}\n", encoding="utf-8")
    path.chmod(0o600)
    done = manage(tmp_path / "portal.sqlite3", "version", ENV_FILE=str(path), SECRET_KEY=SECRET_KEY)
    assert f"{path} 第 2 行不是“名称=值”" in done.stderr
    assert "kAq9" not in done.stderr + done.stdout
