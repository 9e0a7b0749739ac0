"""The folder of a batch in private storage: the upload, and what the preview shows.

It is deleted when the batch is done, or after a day.
"""

import json
import shutil
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files import File

from imports.models import PASTED, Batch
from imports.parse.formats import units_of_format
from imports.problems import Problem
from imports.workbooks.returned import mark_workbook, rebuild_workbook
from spreadsheets.reading import Grid, read, read_pasted

ENCODING = "utf-8"  # of every text in the folder, whatever the locale of the process


def _root() -> Path:
    """Return where the batches have their folders."""
    return Path(settings.PRIVATE_ROOT) / "imports"


def read_upload(path: Path, name: str = "") -> list[Grid]:
    """Read the sheets of a workbook, with the formats that show a unit of money.

    `UnreadableError` says what is wrong with it.
    """
    return read(path, name, telling=units_of_format)


class Folder:
    """The folder of one batch."""

    def __init__(self, batch: Batch) -> None:
        self.file_name = batch.file_name
        self.path = _root() / str(batch.pk)

    @property
    def upload(self) -> Path:
        return self.path / "upload"

    def keep(self, content: File | str) -> None:
        """Keep the upload: a file, or a text that was pasted."""
        self.path.mkdir(parents=True, mode=0o700, exist_ok=True)
        chunks = [content.encode(ENCODING)] if isinstance(content, str) else content.chunks()
        with self.upload.open("wb") as file:
            for chunk in chunks:
                file.write(chunk)

    def grids(self) -> list[Grid]:
        """Read the upload. `UnreadableError` says what is wrong with it."""
        if self.file_name == PASTED:
            return read_pasted(self.upload.read_text(ENCODING))
        return read_upload(self.upload, self.file_name)

    @property
    def pasted_text(self) -> str:
        """The text that was pasted; empty of a file, and of what is gone already."""
        if self.file_name != PASTED or not self.upload.exists():
            return ""
        return self.upload.read_bytes().decode(ENCODING)

    @property
    def marked_upload(self) -> Path:
        return self.path / "marked.xlsx"

    def mark(self, grids: Iterable[Grid], problems: Sequence[Problem], heads: Mapping[str, int]) -> None:
        """Keep the upload with its faults marked: the author's own workbook, or its cells in a plain one."""
        own = None if self.file_name == PASTED else mark_workbook(self.upload, problems, heads)
        with (
            own or rebuild_workbook(grids, problems, heads) as content,
            self.marked_upload.open("wb") as file,
        ):
            shutil.copyfileobj(content, file)

    def write_json(self, name: str, data: Mapping[str, Any]) -> None:
        """Replace a note in one step: whoever reads meanwhile reads the old or the new."""
        self.path.mkdir(parents=True, mode=0o700, exist_ok=True)
        draft = self.path / f"{name}.new"
        draft.write_text(json.dumps(data, ensure_ascii=False), ENCODING)
        draft.replace(self.path / name)

    def read_json(self, name: str) -> Any:
        """Return a note; None where there is none."""
        path = self.path / name
        if not path.exists():
            return None
        return json.loads(path.read_text(ENCODING))

    def clear(self) -> None:
        shutil.rmtree(self.path, ignore_errors=True)


def last_changes() -> dict[int, datetime]:
    """Return the numbers of the batches that have a folder, and when it was last changed."""
    changes = {}
    for folder in _root().glob("[0-9]*"):
        if folder.name.isdecimal():
            changes[int(folder.name)] = datetime.fromtimestamp(folder.stat().st_mtime, UTC)
    return changes


def delete_folders(numbers: set[int]) -> int:
    """Delete the folders of these batches; return the number of those that are gone."""
    count = 0
    for number in numbers:
        folder = _root() / str(number)
        shutil.rmtree(folder, ignore_errors=True)
        if not folder.exists():
            count += 1
    return count
