"""Where what was taken goes, and how a command of the checkout is asked."""

import io
import traceback
import zipfile
from pathlib import Path
from typing import Any

import clock
from django.core.management import CommandError, call_command

CODE = "JH"  # of the demo's 街道
YEAR = 2025  # the demo tells it and the year before in full, the year after up to the clock's day
CLERK, COMMUNITY_CLERK, SECRETARY, ADMIN = "lixiulan", "zhaoxiuzhi", "zhoumingyuan", "admin"
UNKNOWN = "no.such"


class Archive:
    """Named pieces of text or bytes; a name is the kind, a slash, and the address."""

    def __init__(self, file: zipfile.ZipFile, workroom: Path) -> None:
        self.file = file
        self.workroom = workroom

    def add(self, name: str, content: str | bytes) -> None:
        self.file.writestr(name, content)

    def add_command(self, name: str, *arguments: str, outputs: tuple[str, ...] = ()) -> None:
        """Call a command; keep what it prints, how it ends, and the files it writes.

        An argument in braces is a file in the workroom: those of `outputs` are kept and removed.
        """
        self.add(name, self.command(*arguments))
        for output in outputs:
            path = self.workroom / output
            if path.exists():
                self.add(f"{name} → {output}", path.read_bytes())
                path.unlink()

    def command(self, *arguments: str) -> str:
        """Return what a command prints and how it ends, with the workroom's path left out."""
        clock.step()
        out, err = io.StringIO(), io.StringIO()
        given = [argument.replace("{", f"{self.workroom}/").replace("}", "") for argument in arguments]
        try:
            call_command(*given, stdout=out, stderr=err, skip_checks=True)
            end: Any = 0
        except CommandError as error:
            end = f"{error.returncode} {error}"
        except SystemExit as error:
            end = error.code
        except Exception:
            end = traceback.format_exc(limit=-1)
        said = f"{out.getvalue()}\n── stderr\n{err.getvalue()}\n── end\n{end}\n"
        return said.replace(str(self.workroom), "")


def kinds() -> list[str]:
    """Return the kinds of record that go into workbooks, as the command lists them to who names another."""
    try:
        call_command("export_workbook", UNKNOWN, user=CLERK, output=UNKNOWN)
    except CommandError as error:
        return str(error).partition("现有：")[2].split("、")
    raise RuntimeError(f"{UNKNOWN} was exported")
