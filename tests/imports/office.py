"""A workbook opened and saved by another program."""

import shutil
import subprocess
from pathlib import Path


def resaved(path: Path) -> Path:
    """The file as LibreOffice writes it."""
    office = shutil.which("libreoffice")
    assert office, "LibreOffice is not installed"
    profile = f"-env:UserInstallation=file://{path.parent}/profile"
    command = [
        office,
        profile,
        "--headless",
        "--convert-to",
        "xlsx",
        "--outdir",
        path.parent / "resaved",
        path,
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return path.parent / "resaved" / path.name
