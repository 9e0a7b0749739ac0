"""The picture of the rooms in docs/architecture.md is drawn from the layers that `make lint` holds."""

import re
import tomllib

from tests.documents.names import ROOT


def layers() -> list[set[str]]:
    """Of the first contract, from the top down."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]
    return [set(re.split(r" [|:] ", layer)) for layer in contracts[0]["layers"]]


def drawn() -> list[set[str]]:
    """The second column of the picture."""
    text = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
    picture = re.search(r"^```text\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    _, *rows = [line.split("│") for line in picture[1].splitlines() if "│" in line]
    return [set(row[1].split()) for row in rows]


def test_every_layer_is_drawn_in_its_place():
    assert drawn() == layers()
