"""What is drawn or listed as a whole is whole: the layers in the picture, the packages in the README, the folders of tests."""

import re
import tomllib

from tests.documents.names import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]


def layers() -> list[set[str]]:
    """Of the first contract, from the top down."""
    return [set(re.split(r" [|:] ", layer)) for layer in PROJECT["contracts"][0]["layers"]]


def drawn() -> list[set[str]]:
    """The second column of the picture."""
    text = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
    picture = re.search(r"^```text\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    _, *rows = [line.split("│") for line in picture[1].splitlines() if "│" in line]
    return [set(row[1].split()) for row in rows]


def test_every_layer_is_drawn_in_its_place():
    assert drawn() == layers()


def test_readme_names_every_package_and_no_other():
    house = (ROOT / "README.md").read_text(encoding="utf-8").split("## The house\n")[1]
    tree = re.search(r"^```\n(.*?)^```$", house, re.MULTILINE | re.DOTALL)[1]
    names = [name for line in tree.splitlines() if line[0] != " " for name in re.findall(r"(\w+)/", line)]
    assert sorted(names) == sorted(PROJECT["root_packages"])


def test_every_folder_of_tests_is_described():
    table = (ROOT / "docs/development/tests.md").read_text(encoding="utf-8")
    folders = {f"tests/{path.name}/" for path in (ROOT / "tests").iterdir() if path.is_dir() and any(path.glob("*.py"))}
    assert folders == set(re.findall(r"^\| `(tests/\w+/)`", table, re.MULTILINE))
