"""The language of the scripts in `static/`: what Chromium 78 knows, parsed by acorn, one npm package kept under `var/acorn`.

ESLint would bring thirty packages along.
"""

import json
import shutil
import subprocess
import tempfile
from collections.abc import Iterable
from pathlib import Path

from tests.npm import HANGS, VAR, MissingProgramError, Package, unpacked

KEPT = VAR / "acorn"
PACKAGE = Package(
    "acorn@8.19.0",
    "sha512-oJlA3XiRm7Cyk6qFD2Jn8ak9B7jSy0qy00ADO3+8dpT0LSjFihQYv4C02LFCSYJV3Q37xYwwRy5m+IpIiUzqWw==",
)
LANGUAGE = 2019  # Chromium 80 has the operators of 2020
# Methods that Chromium has only had since a version after 78.
NEWER = [
    *("any", "at", "findLast", "findLastIndex", "getHTML", "groupBy", "hasOwn", "isWellFormed", "moveBefore"),
    *(
        "randomUUID",
        "replaceAll",
        "replaceChildren",
        "requestSubmit",
        "setHTMLUnsafe",
        "showPicker",
        "structuredClone",
    ),
    *("toReversed", "toSorted", "toSpliced", "toWellFormed", "with", "withResolvers"),
]
OLDER = ["var"]  # what newer words took the place of
CHECK = """
const [parser, language, newer, older, ...files] = process.argv.slice(1);
const acorn = require(parser), fs = require('fs');
const calls = new Set(JSON.parse(newer)), kinds = new Set(JSON.parse(older)), faults = [];
function walk(node, name) {
  if (!node || typeof node.type !== 'string') return;
  const say = (text) => faults.push(`${name}:${node.loc.start.line}: ${text}`);
  if (node.type === 'CallExpression') {
    const called = node.callee.property || node.callee;
    if (calls.has(called.name)) say(`${called.name} is newer than Chromium 78`);
  }
  if (node.type === 'VariableDeclaration' && kinds.has(node.kind)) say(`${node.kind}: write const or let`);
  for (const value of Object.values(node)) {
    if (Array.isArray(value)) value.forEach((child) => walk(child, name));
    else if (value && typeof value === 'object') walk(value, name);
  }
}
for (const file of files) {
  const options = { ecmaVersion: Number(language), sourceType: 'script', locations: true };
  try { walk(acorn.parse(fs.readFileSync(file, 'utf8'), options), file); }
  catch (error) { faults.push(`${file}: ${error.message}`); }
}
console.log(JSON.stringify(faults));
"""


def parser() -> Path:
    """Return acorn, brought here where it is not yet; `MissingProgramError` where it cannot be had."""
    kept = KEPT / "acorn.js"
    if shutil.which("node") is None:
        raise MissingProgramError("没有装 node，不能检查脚本的写法")
    if not kept.exists():
        KEPT.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=KEPT) as folder:
            unpacked(PACKAGE, "dist/acorn.js", Path(folder)).rename(kept)
    return kept


def faults(scripts: Iterable[Path]) -> list[str]:
    """Return what in the scripts Chromium 78 would not know, each with its file and line."""
    options = [str(LANGUAGE), json.dumps(NEWER), json.dumps(OLDER)]
    command = ["node", "-e", CHECK, str(parser()), *options, *map(str, scripts)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=HANGS)
    found: list[str] = json.loads(done.stdout)
    return found
