"""What a database holds: its migrations, the counts and digests of its tables, its keys."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import DEFAULT_DB_ALIAS
from django.utils import timezone

from operations import contents, keys, schema
from operations.errors import ArchiveError
from operations.manifest import Manifest, portal_version

NAMED = 5  # tables that are named where many differ


def tables(using: str = DEFAULT_DB_ALIAS) -> dict[str, contents.TableDigest]:
    """Count and digest the tables of a database, by name, with the columns of the migrations it has."""
    models = contents.tables(schema.registry(using))
    return {model._meta.db_table: contents.digest(model, using) for model in models}


def describe(engine: str, using: str = DEFAULT_DB_ALIAS, made_at: datetime | None = None) -> Manifest:
    """Write the manifest of a database, without files."""
    return Manifest(
        engine=engine,
        made_at=timezone.localtime(made_at or timezone.now()).isoformat(timespec="seconds"),
        migrations=schema.applied_migrations(using),
        tables=dict(tables(using)),
        keys=keys.of_database(using),
        portal=portal_version(),
    )


def refuse_another_programs() -> None:
    """Raise `ArchiveError` where the database in use has nothing of the portal that could be backed up."""
    if not schema.is_portals(schema.applied_migrations()):
        raise ArchiveError("数据库里没有本系统的内容，没有可备份的，请核对 DATABASE_URL")


def compare(manifest: Manifest, using: str) -> None:
    """Raise `ArchiveError` that names the tables which are not as the manifest says."""
    digests = _as_lists(tables(using))
    expected_digests = _as_lists(manifest.tables)
    names = sorted(digests.keys() | expected_digests.keys())
    different = [name for name in names if digests.get(name) != expected_digests.get(name)]
    if different:
        raise ArchiveError(f"数据与清单不符，有 {len(different)} 张表：{'、'.join(different[:NAMED])}")


def _as_lists(digests: Mapping[str, Sequence[int | str]]) -> dict[str, list[int | str]]:
    """Return digests as JSON gives them back."""
    return {name: list(digest) for name, digest in digests.items()}
