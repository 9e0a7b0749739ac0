"""The folder of a batch in private storage: the upload, and what the preview shows. Gone when done, or after a day."""

import json
import shutil
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from imports.models import PASTED, Batch
from imports.parse.formats import units_of_format
from imports.problems import Problem
from imports.workbooks.returned import rebuilt, returned
from spreadsheets.reading import Grid, read, read_pasted

ENCODING = "utf-8"  # of every text in the folder, whatever the locale of the process


def _folder() -> Path:
    """Where the batches have theirs."""
    return Path(settings.PRIVATE_ROOT) / "imports"


def read_upload(path: Path, name: str = "") -> list[Grid]:
    """Read the sheets of a workbook, with the formats that show a unit of money. `UnreadableError` says what is wrong with it."""
    return read(path, name, telling=units_of_format)


class Folder:
    def __init__(self, batch: Batch) -> None:
        self.file_name = batch.file_name
        self.path = _folder() / str(batch.pk)

    @property
    def upload(self) -> Path:
        return self.path / "upload"

    def keep(self, content: Any) -> None:
        """The upload, from an uploaded file or a text that was pasted."""
        self.path.mkdir(parents=True, mode=0o700, exist_ok=True)
        with self.upload.open("wb") as file:
            for chunk in content.chunks() if hasattr(content, "chunks") else [content.encode(ENCODING)]:
                file.write(chunk)

    def grids(self) -> list[Grid]:
        """The upload as it is read. `UnreadableError` says what is wrong with it."""
        if self.file_name == PASTED:
            return read_pasted(self.upload.read_text(ENCODING))
        return read_upload(self.upload, self.file_name)

    @property
    def pasted(self) -> str:
        """The text that was pasted; empty of a file, and of what is gone already."""
        if self.file_name != PASTED or not self.upload.exists():
            return ""
        return self.upload.read_bytes().decode(ENCODING)

    @property
    def marked(self) -> Path:
        return self.path / "marked.xlsx"

    def mark(self, grids: Iterable[Grid], problems: Sequence[Problem], heads: Mapping[str, int]) -> None:
        """Keep the upload with its faults marked: the author's own workbook, or its cells in a plain one."""
        own = None if self.file_name == PASTED else returned(self.upload, problems, heads)
        with own or rebuilt(grids, problems, heads) as content, self.marked.open("wb") as file:
            shutil.copyfileobj(content, file)

    def say(self, name: str, told: Any) -> None:
        """Replaced in one step: whoever reads meanwhile reads the old or the new."""
        self.path.mkdir(parents=True, mode=0o700, exist_ok=True)
        draft = self.path / f"{name}.new"
        draft.write_text(json.dumps(told, ensure_ascii=False), ENCODING)
        draft.replace(self.path / name)

    def told(self, name: str) -> Any:
        found = self.path / name
        return json.loads(found.read_text(ENCODING)) if found.exists() else None

    def clear(self) -> None:
        shutil.rmtree(self.path, ignore_errors=True)


def stored() -> dict[int, datetime]:
    """The numbers of the batches that have a folder, and when it was last changed."""
    folders = [folder for folder in _folder().glob("[0-9]*") if folder.name.isdecimal()]
    return {int(folder.name): datetime.fromtimestamp(folder.stat().st_mtime, UTC) for folder in folders}


def forget(numbers: set[int]) -> int:
    """Remove the folders of these batches; the number of those that are gone."""
    folders = [_folder() / str(number) for number in numbers]
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)
    return sum(not folder.exists() for folder in folders)
