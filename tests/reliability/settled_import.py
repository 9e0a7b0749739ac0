# ruff: noqa: E402
"""What the page says of batch 1 whose process was the one given."""

import sys

import django

django.setup()

from imports import jobs
from imports.models import Batch

Batch.objects.update(worker=int(sys.argv[1]))
batch = Batch.objects.get()
jobs.settle(batch)
print(batch.state, batch.reason)
