"""Which static files are served: Bootstrap and Font Awesome bring 2,100, of which pages ask for four."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.apps import apps
from django.contrib.staticfiles.finders import AppDirectoriesFinder, get_finders
from django.contrib.staticfiles.storage import ManifestFilesMixin, staticfiles_storage

SERVED: dict[str, set[str]] = {
    # A map and a second font are named inside the style sheets: without them collectstatic fails.
    "bootstrap": {"bootstrap/css/bootstrap.min.css", "bootstrap/css/bootstrap.min.css.map"},
    "fontawesome": {
        "fontawesome/css/fontawesome.min.css",
        "fontawesome/css/solid.min.css",
        "fontawesome/webfonts/fa-solid-900.woff2",
        "fontawesome/webfonts/fa-solid-900.ttf",
    },
    "django_tables2": set(),
    "import_export": set(),
}


def is_served(path: str) -> bool:
    """Whether a file of a package is wanted; all files are, of a package that is not listed."""
    package = path.partition("/")[0]
    return package not in SERVED or path in SERVED[package]


class ServedFilesFinder(AppDirectoriesFinder):
    """The static files of the apps, of some packages only those that pages use."""

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, Any]]:
        for path, storage in super().list(ignore_patterns):
            if is_served(path):
                yield path, storage

    def find_in_app(self, app: str, path: str) -> Any:
        return super().find_in_app(app, path) if is_served(path) else None


def uncollected() -> Iterator[str]:
    """A sentence where `collectstatic` has not seen every file of this version: pages that name one would not open."""
    if not isinstance(staticfiles_storage, ManifestFilesMixin):
        return
    ignored = apps.get_app_config("staticfiles").ignore_patterns
    manifest, _ = staticfiles_storage.load_manifest()
    missing = [path for finder in get_finders() for path, _ in finder.list(ignored) if path not in manifest]
    if missing:
        yield f"页面的样式和脚本还没有收集（缺 {len(missing)} 个，例如 {missing[0]}）：请运行 python manage.py collectstatic --noinput。"
