"""What is drawn or listed as a whole is whole: the layers in the picture, the packages in the README, the folders of tests."""

import re

from tests.project.names import PROJECT, ROOT

BLOCK = re.compile(r"^```(?:text)?\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def layers() -> list[set[str]]:
    """Return those of the first contract, from the top down."""
    return [set(re.split(r" [|:] ", layer)) for layer in PROJECT["contracts"][0]["layers"]]


def picture_rows() -> list[set[str]]:
    """Return what stands in the second column of the picture, without its head."""
    picture = BLOCK.search((ROOT / "docs/architecture.md").read_text(encoding="utf-8"))[1]
    _, *rows = [line.split("│") for line in picture.splitlines() if "│" in line]
    return [set(row[1].split()) for row in rows]


def test_every_layer_is_drawn_in_its_place():
    assert picture_rows() == layers()


def test_readme_names_every_package_and_no_other():
    house = (ROOT / "README.md").read_text(encoding="utf-8").split("## The house\n")[1]
    rooms = [line for line in BLOCK.search(house)[1].splitlines() if not line.startswith(" ")]
    assert sorted(re.findall(r"(\w+)/", "\n".join(rooms))) == sorted(PROJECT["root_packages"])


def test_every_folder_of_tests_is_described():
    table = (ROOT / "docs/development/tests.md").read_text(encoding="utf-8")
    folders = [path for path in (ROOT / "tests").iterdir() if any(path.glob("*.py"))]
    assert {f"tests/{path.name}/" for path in folders} == set(
        re.findall(r"^\| `(tests/\w+/)`", table, re.MULTILINE)
    )
