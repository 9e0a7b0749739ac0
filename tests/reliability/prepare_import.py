# ruff: noqa: E402
"""A batch of visits, read and confirmed, whose writing has not begun; prints its number."""

import sys
from datetime import date, timedelta

import django

django.setup()

from accounts.models import User
from imports import jobs
from imports.files import PASTED, Folder
from imports.models import Batch

first = date(2000, 1, 1)
rows = [f"{first + timedelta(days=n)}\t清泉社区\t入户\t{n % 30}\t周明远" for n in range(int(sys.argv[1]))]
clerk = User.objects.get(username="clerk0")
batch = Batch.objects.create(subdistrict=clerk.subdistrict, user=clerk, kind="visits.visit", file_name=PASTED)
Folder(batch).keep("\n".join(["走访日期\t社区\t走访类型\t走访户数\t班子成员", *rows]))
jobs.work(batch)
batch.refresh_from_db()
assert batch.move(Batch.State.READY, Batch.State.WRITING), batch.reason
print(batch.pk)
