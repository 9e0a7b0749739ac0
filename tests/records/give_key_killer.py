"""Run `give_key` and be killed as soon as it says that it has written a table."""

import io
import os
import signal

import django

django.setup()

from django.core.management import call_command  # noqa: E402


class Deadly(io.StringIO):
    def write(self, text: str) -> int:
        if text.strip():
            os.kill(os.getpid(), signal.SIGKILL)
        return 0


call_command("give_key", stdout=Deadly())
