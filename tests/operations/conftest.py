"""An office with records, files and a signed edition's worth of rows, made once and copied for each test."""

from pathlib import Path

import pytest

from tests.operations.installation import Ground, Installation, ground

FILES = {"attachments/2026/合影.jpg": b"\xff\xd8 picture", "attachments/扫描件.pdf": b"%PDF-1.4 " * 9000}


@pytest.fixture(scope="session")
def grounds(tmp_path_factory) -> Ground:
    with ground(tmp_path_factory.mktemp("offices")) as made:
        yield made


@pytest.fixture(scope="session")
def filled_office(grounds) -> Installation:
    """What every test begins with; nobody works on it."""
    office = grounds.new("filled")
    office.script("quick_schema")
    office.script("populate")
    for name, content in FILES.items():
        (office.files / name).parent.mkdir(parents=True, exist_ok=True)
        (office.files / name).write_bytes(content)
    (office.files / "imports" / "7").mkdir(parents=True)
    (office.files / "imports" / "7" / "upload").write_bytes(b"in flight")
    return office


@pytest.fixture
def new_office(grounds, request, django_db_setup, django_db_blocker):
    """A place of its own for a test: empty, or like another office. Its database may be asked."""
    made = []

    def new(like: Installation | None = None) -> Installation:
        made.append(
            grounds.new(f"{request.node.name.partition('[')[0][:60]}-{id(request)}-{len(made)}", like)
        )
        return made[-1]

    with django_db_blocker.unblock():
        yield new


@pytest.fixture(scope="session")
def backup_of_filled_office(filled_office, grounds) -> Path:
    """A backup of it, which it does not know of."""
    office = grounds.new("backed-up", filled_office)
    office.managed("backup", office.folder / "backups")
    (file,) = (office.folder / "backups").glob("dangjian-*")
    return file


@pytest.fixture
def portal_of(filled_office, new_office) -> Installation:
    """An office to work on, with records."""
    return new_office(filled_office)
