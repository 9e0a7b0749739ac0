"""Divide the sheets of several files into batches, one for each kind of record."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import PurePath

from imports.correcting import CELLS, with_corrections
from imports.files import DeliveryFolder, Folder
from imports.kinds import KINDS
from imports.models import Batch, Delivery
from imports.progress import Progress
from imports.sorting import Place, grid_at, groups, sort
from spreadsheets.errors import UnreadableError
from spreadsheets.reading import Grid

Files = list[tuple[str, list[Grid]]]


def read_files(delivery: Delivery, progress: Progress) -> Files:
    """Read every file. `UnreadableError` names the first that cannot be read, and says why."""
    progress.begin("读取文件")
    files = []
    for number, name in enumerate(delivery.file_names):
        try:
            files.append((name, DeliveryFolder(delivery).grids(number)))
        except UnreadableError as error:
            raise UnreadableError(f"“{name}”：{error}") from error
    return files


def sort_sheets(delivery: Delivery, files: Files) -> None:
    """Say of which kind each sheet is; what its author has said stays."""
    labels = [label for label, pages in KINDS.items() if pages.may_write(delivery.user)]
    words_of_author = {Place(file, title): (kind, is_said) for file, title, kind, is_said in delivery.kinds}
    kinds = []
    for each in sort(files, labels, delivery.first_kind):
        kind, is_said = words_of_author.get(each.place, ("", False))
        if not is_said or (kind and kind not in labels):
            kind, is_said = each.kind, each.is_sure
        kinds.append([*each.place, kind, is_said])
    delivery.kinds = kinds
    Delivery.objects.filter(pk=delivery.pk).update(kinds=kinds)


def batches_of(delivery: Delivery, files: Files) -> list[Batch]:
    """Return the batches of a delivery in their order.

    Those that are as before keep what was decided on them.
    """
    kinds = [(Place(file, title), kind) for file, title, kind, _ in delivery.kinds]
    before = {(batch.kind, _key(batch.sheets)): batch for batch in delivery.in_order()}
    batches = []
    for place, (kind, places) in enumerate(groups(files, kinds)):
        sheets = [list(each) for each in places]
        batch = before.pop((kind, _key(sheets)), None) or Batch(delivery=delivery, kind=kind, sheets=sheets)
        batch.place, batch.user, batch.subdistrict_id = place, delivery.user, delivery.subdistrict_id
        batch.file_name = _name_of(delivery, places)[:200]
        batch.save()
        batches.append(batch)
    for batch in before.values():
        Folder(batch).clear()
        batch.delete()
    return batches


def _key(sheets: Sequence[Sequence[object]]) -> tuple:
    return tuple(tuple(each) for each in sheets)


def _name_of(delivery: Delivery, places: Sequence[Place]) -> str:
    names = dict.fromkeys(delivery.file_names[place.file] for place in places)
    return "、".join(names)


def grids_of(batch: Batch, files: Files) -> list[Grid]:
    """Return the sheets of a batch, those of several files named after these."""
    places = [Place(*each) for each in batch.sheets]
    of_several = len({place.file for place in places}) > 1
    grids = []
    for place in places:
        grid = grid_at(files, place)
        if of_several:
            grid = replace(grid, title=f"{PurePath(files[place.file][0]).stem} {grid.title}")
        grids.append(grid)
    return with_corrections(grids, Folder(batch).read_json(CELLS) or {})


def say_kinds(delivery: Delivery, kinds: Mapping[Place, str]) -> list[list[object]]:
    """Return `Delivery.kinds` with what its author has said of some sheets."""
    rows = []
    for file, title, kind, is_said in delivery.kinds:
        place = Place(file, title)
        rows.append([file, title, kinds.get(place, kind), is_said or place in kinds])
    return rows
