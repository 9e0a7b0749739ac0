"""The folders of batches and deliveries in private storage: the uploads, and what the preview shows.

It is deleted when the batch is done, or after a day.
"""

import json
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files import File

from imports.models import PASTED, Batch, Delivery
from imports.parse.formats import units_of_format
from imports.problems import Problem
from imports.progress import Progress
from imports.workbooks.returned import mark_workbook, rebuild_workbook
from spreadsheets.reading import Grid, read, read_pasted

DELIVERY = "delivery"  # before the number of several files, in the name of their folder
PROGRESS = "progress"  # the note that says how far the work is
ENCODING = "utf-8"  # of every text in the folder, whatever the locale of the process


def _root() -> Path:
    """Return where the batches have their folders."""
    return Path(settings.PRIVATE_ROOT) / "imports"


def read_upload(path: Path, name: str = "") -> list[Grid]:
    """Read the sheets of a workbook, with the formats that show a unit of money.

    `UnreadableError` says what is wrong with it.
    """
    return read(path, name, telling=units_of_format)


class _WorkFolder:
    """A folder with uploads and notes of those who work on them."""

    def __init__(self, name: str) -> None:
        self.path = _root() / name

    def _create(self) -> None:
        self.path.mkdir(parents=True, mode=0o700, exist_ok=True)

    def _keep(self, path: Path, chunks: Iterable[bytes]) -> None:
        self._create()
        with path.open("wb") as file:
            for chunk in chunks:
                file.write(chunk)

    def write_json(self, name: str, data: Mapping[str, Any]) -> None:
        """Replace a note in one step: whoever reads meanwhile reads the old or the new."""
        self._create()
        draft = self.path / f"{name}.new"
        draft.write_text(json.dumps(data, ensure_ascii=False), ENCODING)
        draft.replace(self.path / name)

    def read_json(self, name: str) -> Any:
        """Return a note; None where there is none."""
        path = self.path / name
        return json.loads(path.read_text(ENCODING)) if path.exists() else None

    def progress(self) -> Progress:
        """Return a progress that is noted in the folder."""
        return Progress(lambda report: self.write_json(PROGRESS, report))

    def read_progress(self) -> Any:
        """Return how far the work is; None where nobody has said so."""
        return self.read_json(PROGRESS)

    def clear(self) -> None:
        shutil.rmtree(self.path, ignore_errors=True)


class Folder(_WorkFolder):
    """The folder of one batch."""

    def __init__(self, batch: Batch) -> None:
        super().__init__(str(batch.pk))
        self.file_name = batch.file_name

    @property
    def upload(self) -> Path:
        return self.path / "upload"

    def keep(self, content: File | str) -> None:
        """Keep the upload: a file, or a text that was pasted."""
        chunks = [content.encode(ENCODING)] if isinstance(content, str) else content.chunks()
        self._keep(self.upload, chunks)

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
        own = None
        if self.upload.exists() and self.file_name != PASTED:
            own = mark_workbook(self.upload, problems, heads)
        self._create()
        with (
            own or rebuild_workbook(grids, problems, heads) as content,
            self.marked_upload.open("wb") as file,
        ):
            shutil.copyfileobj(content, file)


class DeliveryFolder(_WorkFolder):
    """The folder of files that were uploaded together: each under its number."""

    def __init__(self, delivery: Delivery) -> None:
        super().__init__(f"{DELIVERY}{delivery.pk}")
        self.file_names = delivery.file_names

    def keep(self, number: int, content: File) -> None:
        """Keep one of the uploads."""
        self._keep(self._upload(number), content.chunks())

    def _upload(self, number: int) -> Path:
        return self.path / f"upload{number}"

    def grids(self, number: int) -> list[Grid]:
        """Read one of the uploads. `UnreadableError` says what is wrong with it."""
        return read_upload(self._upload(number), self.file_names[number])

    def size(self) -> int:
        """Return the bytes of all uploads."""
        return sum(file.stat().st_size for file in self.path.glob("upload*"))


def old_deliveries(before: datetime) -> Iterator[int]:
    """Yield the numbers of the deliveries whose folder was last changed before a moment."""
    for folder in _root().glob(f"{DELIVERY}[0-9]*"):
        if datetime.fromtimestamp(folder.stat().st_mtime, UTC) < before:
            yield int(folder.name.removeprefix(DELIVERY))


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
