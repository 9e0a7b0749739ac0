"""Run a command as an office runs it, but wait a second where it waits a minute for others."""

import sys

import django

django.setup()

from django.core.management import execute_from_command_line  # noqa: E402

from operations import postgresql, sqlite  # noqa: E402

postgresql.WAIT = sqlite.WAIT = 1
execute_from_command_line(["manage.py", *sys.argv[1:]])
