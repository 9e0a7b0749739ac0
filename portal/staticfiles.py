"""Which static files are served: of those that packages bring, some hundred of more than two thousand."""

from collections.abc import Iterable, Iterator

from django.apps import apps
from django.contrib.staticfiles.finders import AppDirectoriesFinder, get_finders
from django.contrib.staticfiles.storage import ManifestFilesMixin, staticfiles_storage
from django.core.files.storage import Storage

# By folder: what of it is served. Of a folder that is not listed everything is.
SERVED: dict[str, set[str]] = {
    # The map is named inside the style sheet: without it collectstatic fails.
    "bootstrap/": {"bootstrap/css/bootstrap.min.css", "bootstrap/css/bootstrap.min.css.map"},
    "django_tables2/": set(),
    "import_export/": set(),
    # The admin site speaks Chinese, its lists of choices included.
    "admin/js/vendor/select2/i18n/": {"admin/js/vendor/select2/i18n/zh-CN.js"},
    "admin/img/gis/": set(),
}


def is_served(path: str) -> bool:
    """Return whether a file of a package is wanted."""
    for folder, files in SERVED.items():
        if path.startswith(folder):
            return path in files
    return True


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
