"""Which migrations a database has, and the models as they were at them."""

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from operations.databases import is_migrated

RECORD = "django_migrations"
FIRST = {
    ("accounts", "0001_initial"),
    ("communities", "0001_initial"),
}  # of every portal, whatever its version


def applied(using: str = DEFAULT_DB_ALIAS) -> list[tuple[str, str]]:
    """App and name of each migration, in order; none where nothing was ever migrated."""
    return sorted(MigrationRecorder(connections[using]).applied_migrations())


def is_portals(migrations: Iterable[Iterable[str]]) -> bool:
    """Whether it is a portal's database that has these migrations; not an empty one, nor another program's."""
    return {(app, name) for app, name in migrations} >= FIRST


def unknown(migrations: Iterable[Iterable[str]]) -> list[str]:
    """Those of our apps that this version does not have: a later one wrote them."""
    ours = MigrationLoader(None).disk_migrations
    apps_here = {app for app, _ in ours}
    there = {(app, name) for app, name in migrations}
    return sorted(f"{app}.{name}" for app, name in there - set(ours) if app in apps_here)


def registry(using: str = DEFAULT_DB_ALIAS) -> Any:
    """The models that agree with the tables of a database: today's, or those of the migrations it has come to."""
    if is_migrated(using):
        return apps
    executor: Any = MigrationExecutor(connections[using])
    # The state from which `migrate` itself goes on; Django has no public name for it.
    return executor._create_project_state(with_applied_migrations=True).apps


def table_names(using: str = DEFAULT_DB_ALIAS) -> list[str]:
    """The portal's own tables that a database has, sessions and the record of migrations included."""
    models = registry(using).get_models(include_auto_created=True)
    own = {model._meta.db_table for model in models if model._meta.managed} | {RECORD}
    return sorted(own & set(connections[using].introspection.table_names()))
