"""The documents name what is there: files, names in the code, links, indicators."""

import pytest

from reports.outline.tokens import LABELS
from tests.documents.names import LINK, ROOT, dotted, paths, resolves

# an ADR speaks of its day, and 运维手册 has a test of its own
DOCUMENTS = sorted(
    path
    for path in (ROOT / "README.md", *ROOT.glob("docs/**/*.md"))
    if path.parent.name != "adr" and path.name not in ("operations.md", "measurements.md")
)


def absent(text: str) -> list[str]:
    """What a text names that is not there."""
    missing = [name for name in paths(text) if not (ROOT / name).exists()]
    return sorted(missing + [name for name in dotted(text) if name not in LABELS and not resolves(name)])


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_file_and_name_in_it_is_there(document):
    assert absent(document.read_text(encoding="utf-8")) == []


def test_every_identifier_of_the_glossary_is_a_name_of_the_code():
    """Else a misspelt package would pass for any other text."""
    rows = [line.split("|") for line in (ROOT / "docs/glossary.md").read_text(encoding="utf-8").splitlines() if line.count("|") == 5]
    names = [row[3].strip().strip("`") for row in rows if "`" in row[3]]
    assert len(names) > 80
    assert [name for name in names if name not in dotted(f"`{name}`")] == []


@pytest.mark.parametrize("document", [*DOCUMENTS, *ROOT.glob("docs/adr/*.md")], ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_leads_somewhere(document):
    links = LINK.findall(document.read_text(encoding="utf-8"))
    assert [link for link in links if not (document.parent / link).exists()] == []


@pytest.mark.parametrize(
    "name",
    [
        "reports/nowhere.py",
        "meetings.models.Gathering",
        "meetings.models.Meeting.Kind.PICNIC",
        "meetings.models.Meeting.kind.none",
        "meetings.none",
    ],
)
def test_what_is_not_there_is_seen(name):
    assert absent(f"as `{name}` does") == [name]


def test_names_are_looked_for():
    text = "`meetings.models.Meeting.kind`, `meetings.special`, `README.md` and `docs/adr/`, not `Meeting`, `--all` or `a / b`"
    assert (dotted(text), paths(text)) == ({"meetings.models.Meeting.kind", "meetings.special"}, {"README.md", "docs/adr/"})
    assert absent(text) == []
