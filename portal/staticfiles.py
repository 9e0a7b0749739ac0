"""Which static files are served: Bootstrap and Font Awesome bring 2,100, of which pages use four."""

from collections.abc import Iterable, Iterator

from django.apps import apps
from django.contrib.staticfiles.finders import AppDirectoriesFinder, get_finders
from django.contrib.staticfiles.storage import ManifestFilesMixin, staticfiles_storage
from django.core.files.storage import Storage

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
    """Whether a file is served: of the packages listed only some files, of others all."""
    package = path.partition("/")[0]
    return package not in SERVED or path in SERVED[package]


class ServedFilesFinder(AppDirectoriesFinder):
    """The static files of the apps, of some packages only those that pages use."""

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, Storage]]:
        for path, storage in super().list(ignore_patterns):
            if is_served(path):
                yield path, storage

    def find_in_app(self, app: str, path: str) -> str | None:
        if not is_served(path):
            return None
        return super().find_in_app(app, path)


def problems_of_collection() -> list[str]:
    """Say if `collectstatic` has not seen every file of this version: pages that use one would not open."""
    if not isinstance(staticfiles_storage, ManifestFilesMixin):
        return []
    ignore_patterns = apps.get_app_config("staticfiles").ignore_patterns
    manifest, _ = staticfiles_storage.load_manifest()
    missing = []
    for finder in get_finders():
        missing += [path for path, _ in finder.list(ignore_patterns) if path not in manifest]
    if not missing:
        return []
    return [
        f"页面的样式和脚本还没有收集（缺 {len(missing)} 个，例如 {missing[0]}）："
        "请运行 python manage.py collectstatic --noinput。"
    ]
