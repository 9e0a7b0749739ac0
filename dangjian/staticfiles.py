"""Which files of the packages are served: Bootstrap and Font Awesome bring 2,100, of which pages ask for four."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib.staticfiles.finders import AppDirectoriesFinder

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
