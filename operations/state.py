"""What a database holds: its migrations, the counts and digests of its tables, its keys."""

from datetime import datetime

from django.db import DEFAULT_DB_ALIAS
from django.utils import timezone

from operations import contents, keys, schema
from operations.errors import ArchiveError
from operations.manifest import Manifest, portal_version


def tables(using: str = DEFAULT_DB_ALIAS) -> dict[str, contents.TableDigest]:
    """Rows and digest by table, with the columns that the database has come to."""
    models = contents.tables(schema.registry(using))
    return {model._meta.db_table: contents.digest(model, using) for model in models}


def describe(engine: str, using: str = DEFAULT_DB_ALIAS, made_at: datetime | None = None) -> Manifest:
    """A manifest without files."""
    return Manifest(
        engine=engine,
        made_at=timezone.localtime(made_at or timezone.now()).isoformat(timespec="seconds"),
        migrations=schema.applied(using),
        tables=dict(tables(using)),
        keys=keys.of_database(using),
        portal=portal_version(),
    )


def refuse_another_programs() -> None:
    """Raise `ArchiveError` where the database in use has nothing of the portal that could be backed up."""
    if not schema.is_portals(schema.applied()):
        raise ArchiveError("数据库里没有本系统的内容，没有可备份的，请核对 DATABASE_URL")


def compare(manifest: Manifest, using: str) -> None:
    """Raise `ArchiveError` that names the tables which are not as the manifest says."""
    found = {name: list(digest) for name, digest in tables(using).items()}
    expected = {name: list(digest) for name, digest in manifest.tables.items()}
    if found == expected:
        return
    names = sorted(name for name in found.keys() | expected.keys() if found.get(name) != expected.get(name))
    raise ArchiveError(f"数据与清单不符，有 {len(names)} 张表：{'、'.join(names[:5])}")
