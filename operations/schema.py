"""Which migrations a database has, and the models as they were at them."""

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.apps.registry import Apps
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from operations.databases import is_migrated

RECORD = "django_migrations"
# Migrations that every portal has, whatever its version.
FIRST = {("accounts", "0001_initial"), ("communities", "0001_initial")}


def applied_migrations(using: str = DEFAULT_DB_ALIAS) -> list[tuple[str, str]]:
    """List app and name of each migration of a database in order; none where nothing was ever migrated."""
    return sorted(MigrationRecorder(connections[using]).applied_migrations())


def is_portals(migrations: Iterable[Iterable[str]]) -> bool:
    """Whether a database with these migrations is a portal's: neither an empty one nor another program's."""
    return {(app, name) for app, name in migrations} >= FIRST


def unknown_migrations(migrations: Iterable[Iterable[str]]) -> list[str]:
    """List, of some migrations, those of our apps that this version does not have: a later one wrote them."""
    own_migrations = MigrationLoader(None).disk_migrations
    own_apps = {app for app, _ in own_migrations}
    newer = []
    for app, name in migrations:
        if app in own_apps and (app, name) not in own_migrations:
            newer.append(f"{app}.{name}")
    return sorted(newer)


def registry(using: str = DEFAULT_DB_ALIAS) -> Apps:
    """Return the models that agree with a database's tables: today's, or those of the migrations it has."""
    if is_migrated(using):
        return apps
    executor: Any = MigrationExecutor(connections[using])
    # The state from which `migrate` itself goes on; Django has no public name for it.
    return executor._create_project_state(with_applied_migrations=True).apps


def table_names(using: str = DEFAULT_DB_ALIAS) -> list[str]:
    """List the portal's own tables that a database has, sessions and the record of migrations included."""
    own_tables = {RECORD}
    for model in registry(using).get_models(include_auto_created=True):
        if model._meta.managed:
            own_tables.add(model._meta.db_table)
    return sorted(own_tables.intersection(connections[using].introspection.table_names()))
