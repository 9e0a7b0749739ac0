"""The scripts of the pages are written in what Chromium 78 knows, and what it does not know is seen."""

import pytest

from tests import javascript
from tests.project.names import ROOT


def test_every_script_is_of_that_language():
    scripts = sorted((ROOT / "static").glob("*.js"))
    assert scripts
    assert javascript.faults(scripts) == []


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("const a = b?.c;", "Unexpected token (1:12)"),
        ("const a = b ?? c;", "Unexpected token (1:13)"),
        ("a ||= b;", "Unexpected token (1:4)"),
        ("const a = 'x'.replaceAll('x', 'y');", "1: replaceAll is newer than Chromium 78"),
        ("const a = [1].at(-1);", "1: at is newer than Chromium 78"),
        ("const a = structuredClone(b);", "1: structuredClone is newer than Chromium 78"),
        ("var a = 1;", "1: var: write const or let"),
    ],
)
def test_what_it_does_not_know_is_seen(line, said, tmp_path):
    script = tmp_path / "script.js"
    script.write_text(line)
    [fault] = javascript.faults([script])
    assert fault.endswith(said)


def test_what_it_knows_is_none(tmp_path):
    script = tmp_path / "script.js"
    script.write_text(
        "const f = async ({ at, ...rest }) => { try { await at; } catch { return `${rest.any}`; } };"
    )
    assert javascript.faults([script]) == []
