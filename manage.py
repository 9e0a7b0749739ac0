#!/usr/bin/env python
"""Django's command line for the portal."""

import os
import sys


def write_chinese() -> None:
    """Write UTF-8 where the locale's own encoding has no Chinese characters."""
    for stream in (sys.stdout, sys.stderr):
        try:
            "中".encode(stream.encoding)
        except UnicodeEncodeError:
            stream.reconfigure(encoding="utf-8")  # type: ignore[union-attr]  # the interpreter's own


def main() -> None:
    write_chinese()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dangjian.settings")
    from portal.commandline import run

    sys.exit(run(sys.argv))


if __name__ == "__main__":
    main()
