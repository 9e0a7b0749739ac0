# ruff: noqa: E402
"""Somebody uploads a file and is answered, in a process that others may kill: `import_uploader FILE`. Says when it begins."""

import os
import sys
from pathlib import Path

import django

django.setup()

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.test.utils import setup_test_environment

from accounts.models import User


def main(path: Path) -> None:
    setup_test_environment()
    client = Client()
    client.force_login(User.objects.get(username="clerk0"), backend="accounts.backends.ReaderBackend")
    client.get("/imports/visits.visit/")  # what a web process has loaded long ago
    file = SimpleUploadedFile(path.name, path.read_bytes())
    os.write(1, b"begun\n")
    assert client.post("/imports/visits.visit/", {"file": file}).status_code == 302


main(Path(sys.argv[1]))
