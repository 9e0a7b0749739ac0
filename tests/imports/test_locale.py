"""What the portal itself keeps as text is UTF-8, whatever the locale of the process that writes or reads it."""

import json
import subprocess
import sys

from imports.models import PASTED
from tests.imports.support import VISIT
from tests.reliability.support import ROOT, environment

# no UTF-8 mode and no change of the locale by the interpreter itself: as under an old system's own encoding
PLAIN = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
BLOCK = "\t".join(VISIT) + "\r\n2025-03-05\t清泉社区\t入户\t3\t\t𠮷\r\n"
KEEP = """
import json, locale, sys, django
django.setup()
from types import SimpleNamespace
from imports.files import Folder
name, block = json.loads(sys.argv[1])
folder = Folder(SimpleNamespace(pk=7, file_name=name))
folder.keep(block)
folder.write_json("preview", {"columns": folder.grids()[0].rows[0]})
print(locale.getpreferredencoding(False), ascii(folder.read_json("preview")["columns"]))
"""


def test_a_pasted_block_is_kept_as_utf_8(tmp_path):
    place = environment(tmp_path / "no.sqlite3", **PLAIN)
    command = [sys.executable, "-c", KEEP, json.dumps([PASTED, BLOCK])]
    done = subprocess.run(command, env=place, cwd=ROOT, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == f"ANSI_X3.4-1968 {VISIT!a}"
    folder = tmp_path / "private" / "imports" / "7"
    assert (folder / "upload").read_bytes().decode() == BLOCK
    assert json.loads((folder / "preview").read_bytes()) == {"columns": VISIT}


def test_a_command_speaks_chinese():
    help_of = [sys.executable, str(ROOT / "manage.py"), "import_workbook", "--help"]
    done = subprocess.run(
        help_of, env=environment(ROOT / "no.sqlite3", **PLAIN), capture_output=True, timeout=600
    )
    assert done.returncode == 0, done.stderr
    assert "导入一份 Excel" in done.stdout.decode()
