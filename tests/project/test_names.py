"""The documents name what is there: files, names in the code, links, indicators."""

import pytest

from reports.outline.tokens import LABELS
from tests.project.names import FENCE, LINK, ROOT, dotted_names, paths, resolves

# an ADR speaks of its day, and 运维手册 has a test of its own
DOCUMENTS = sorted(
    path
    for path in (ROOT / "README.md", *ROOT.glob("docs/**/*.md"))
    if path.parent.name != "adr" and path.name not in ("operations.md", "measurements.md")
)
DECISIONS = sorted(ROOT.glob("docs/adr/*.md"))


def missing(text: str) -> list[str]:
    """Return what a text names that is not there."""
    files = [name for name in paths(text) if not (ROOT / name).exists()]
    names = [name for name in dotted_names(text) if name not in LABELS and not resolves(name)]
    return sorted(files + names)


def title(path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("document", DOCUMENTS, ids=title)
def test_what_is_code_is_closed(document):
    """Else what stands between two names would be taken for one, and the names for text."""
    parts = FENCE.sub("", document.read_text(encoding="utf-8")).split("\n\n")
    assert [part for part in parts if part.count("`") % 2] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=title)
def test_every_file_and_name_in_it_is_there(document):
    assert missing(document.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("document", [*DOCUMENTS, *DECISIONS], ids=title)
def test_every_link_leads_somewhere(document):
    links = LINK.findall(document.read_text(encoding="utf-8"))
    assert [link for link in links if not (document.parent / link).exists()] == []


def test_every_identifier_of_the_glossary_is_a_name_of_the_code():
    """Else a misspelt package would pass for any other text."""
    lines = (ROOT / "docs/glossary.md").read_text(encoding="utf-8").splitlines()
    cells = [line.split("|")[3].strip() for line in lines if line.count("|") == 5]
    names = [cell.strip("`") for cell in cells if cell.startswith("`")]
    assert len(names) > 80
    assert [name for name in names if name not in dotted_names(f"`{name}`")] == []


@pytest.mark.parametrize(
    "name",
    [
        "reports/nowhere.py",
        "meetings.none",
        "meetings.models.Gathering",
        "meetings.models.Meeting.Kind.PICNIC",
        "meetings.models.Meeting.kind.none",
    ],
)
def test_what_is_not_there_is_seen(name):
    assert missing(f"as `{name}` does") == [name]


def test_names_are_looked_for():
    text = "`meetings.models.Meeting.kind`, `meetings.special`, `README.md` and `docs/adr/`, not `Meeting`, `--all` or `a / b`"
    assert dotted_names(text) == {"meetings.models.Meeting.kind", "meetings.special"}
    assert paths(text) == {"README.md", "docs/adr/"}
    assert missing(text) == []


def test_a_row_about_a_folder_names_what_is_below_it():
    row = "| `reports/` | `reports/facts.py` | `text/`, `nowhere.py` |"
    assert paths(row) == {"reports/", "reports/facts.py", "reports/text/", "reports/nowhere.py"}
    assert missing(row) == ["reports/nowhere.py"]
