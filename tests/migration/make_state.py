"""Make `state.sql.xz` and `state.json` again: on a checkout of the commit "Measure the export as it is now", never a later one.

In the folder of that checkout: `python …/make_state.py FOLDER`. Everything is written by that state's own code: its demo, what
later rules speak of, two signed editions, a draft of the third year.
"""

import json
import lzma
import os
import sqlite3
import sys
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import telling

EMPTIED = (
    "auth_permission",
    "django_content_type",
    "django_session",
    "django_admin_log",
)  # `migrate` fills what is needed
WITHOUT_NUMBER = 3  # records of each kind that lose their 记录编号


def main(folder: Path) -> None:
    database = folder / "state.sqlite3"
    os.environ |= {
        "DATABASE_URL": f"sqlite:///{database}",
        "SECRET_KEY": "state before",
        "PERSONAL_DATA_KEYS": "state before",
        "ALLOW_HTTP": "1",
        "ENV_FILE": os.devnull,
        "DJANGO_SETTINGS_MODULE": "dangjian.settings",
    }
    telling.begin()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("load_demo", year=telling.CLOSED_YEARS[-1])
    enter_what_later_rules_speak_of(folder)
    sign_and_draft()
    take_numbers_away()
    share_ciphers()
    told = json.dumps(telling.tell(), ensure_ascii=False, indent=0, sort_keys=True)
    (folder / "state.json").write_text(told + "\n", encoding="utf-8")
    dump(database, folder / "state.sql.xz")


def enter_what_later_rules_speak_of(folder: Path) -> None:
    """Meetings twice, persons twice, an admitted applicant who is a member, members left behind, an account in two minds."""
    from accounts.models import User
    from communities.models import SubDistrict

    office = SubDistrict.objects.get()
    enter_meetings(office)
    enter_persons(office)
    enter_members(office)
    edit_and_remove(office)
    torn = User(username="torn", display_name="何文静", role="clerk", subdistrict=office, reach="subdistrict")
    torn.set_password("jinhe-2026")
    torn.save()
    torn.communities.set(office.community_set.all()[:1])
    second = User(
        username="second", display_name="罗春梅", role="secretary", subdistrict=office, reach="subdistrict"
    )
    second.set_password("jinhe-2026")
    second.save()
    bring_in(folder, office)


def enter_meetings(office: Any) -> None:
    """The same meeting with the 党工委 as 召开单位 and without, one a year; and one of the 党工委 by itself."""
    from members.models import PartyOrg
    from tests.factories import MeetingFactory

    committee = PartyOrg.objects.get(subdistrict=office, kind="work_committee")
    for day in (date(2024, 4, 9), date(2025, 4, 9)):
        for org in (None, committee):
            MeetingFactory(subdistrict=office, date=day, kind="special", topic="研究换季安全工作", org=org)
    MeetingFactory(
        subdistrict=office, date=date(2025, 6, 11), kind="training", topic="党务实务", org=committee
    )


def enter_persons(office: Any) -> None:
    """One by name and phone, one by name and unit, two by their ID numbers, between whom a third row cannot choose."""
    from tests.factories import CheckInFactory

    here, there, yonder = office.community_set.all()[:3]
    since = date(2024, 3, 1)
    for community, unit in ((here, "江州市税务局"), (there, "江州税务")):
        CheckInFactory(community=community, name="方志明", unit=unit, phone="13800001111", since=since)
    for community, phone in ((here, "13800002222"), (there, "")):
        CheckInFactory(community=community, name="许晓梅", unit="市第二医院", phone=phone, since=since)
    for community, id_no in ((here, "110105197001012133"), (there, "11010519700101215X"), (yonder, "")):
        CheckInFactory(community=community, name="郭建平", unit="市供电局", id_no=id_no, since=since)


def enter_members(office: Any) -> None:
    """An admitted applicant with the same name in the same 党组织 as a member, and a member left in a dissolved one."""
    from members.models import PartyOrg
    from tests.factories import ApplicantFactory, MemberFactory, PartyOrgFactory

    home = PartyOrg.objects.filter(
        subdistrict=office, community__isnull=False, sphere="community", until__isnull=True
    ).first()
    steps = {
        "applied_on": date(2022, 5, 4),
        "talked_on": date(2022, 5, 20),
        "activist_on": date(2022, 12, 1),
        "candidate_on": date(2024, 3, 1),
        "admitted_on": date(2024, 9, 1),
        "approved_on": date(2024, 11, 1),
    }
    ApplicantFactory(org=home, name="邹若兰", gender="female", birth_date=date(1995, 2, 3), **steps)
    MemberFactory(
        org=home,
        name="邹若兰",
        gender="female",
        kind="probationary",
        since=date(2024, 9, 1),
        joined_on=date(2024, 9, 1),
    )
    ended = PartyOrgFactory(
        community=home.community, name="机关家属院党支部", sphere="community", since=date(2016, 7, 1)
    )
    MemberFactory(org=ended, name="冯玉珍", gender="female", since=date(2016, 7, 1))
    change(ended, until=date(2024, 10, 1))


def change(record: Any, **values: Any) -> None:
    """One version more."""
    for name, value in values.items():
        setattr(record, name, value)
    record.version += 1
    record.save()


def edit_and_remove(office: Any) -> None:
    """Versions past the first: an edit, a removal, a removal taken back."""
    from funding.models import Payment
    from records import history

    first, second, third = Payment.objects.filter(subdistrict=office, date__year=2026).order_by("pk")[:3]
    change(first, doc_no="补记-1")
    history.remove(second, ())
    history.remove(third, ())
    history.restore(Payment.history.filter(history_type="-").latest("history_id"), ())


def bring_in(folder: Path, office: Any) -> None:
    """A batch of two visits."""
    from django.core.management import call_command
    from openpyxl import Workbook

    book, name = Workbook(), office.community_set.all()[0].name
    for row in (
        ("社区", "走访日期", "走访类型", "走访户数"),
        (name, "2026-02-01", "入户", 7),
        (name, "2026-02-08", "入户", 9),
    ):
        book.active.append(row)
    book.save(folder / "走访.xlsx")
    call_command("import_workbook", "visits.visit", folder / "走访.xlsx", user="lixiulan", confirm=True)
    (folder / "走访.xlsx").unlink()


def sign_and_draft() -> None:
    """2024 in three parts with passages of its own, 2025 as it was renewed from that; 2026 begun and not signed.

    The brand of 2025 has a name that a default text says too, so that starting 2026 put a token there.
    """
    from reports.scope import Scope

    from accounts.models import User
    from communities.models import SubDistrict
    from reports.draft import Draft
    from reports.editing import wording
    from reports.models import AnnualReport
    from reports.signing import steps as signing
    from tests.factories import BrandFactory, MediaReportFactory

    office = SubDistrict.objects.get()
    author, signer = User.objects.get(username="zhoumingyuan"), User.objects.get(username="second")

    def draft(year: int) -> Draft:
        return Draft(Scope.of(office, year))

    def say(year: int, key: str, text: str) -> None:
        passage = wording.begin(draft(year), author)[key]
        wording.edit(draft(year), author, key, text, passage.version)

    brand = BrandFactory(community=office.community_set.first(), name="亮身份", since=date(2025, 3, 8))
    told = MediaReportFactory(brand=brand, date=date(2025, 9, 1))
    change(AnnualReport.objects.get(subdistrict=office, year=2024), layout="three")
    change(AnnualReport.objects.get(subdistrict=office, year=2025), brand=brand, media_report=told)
    say(2024, "opening", "我代表{office}党工委，报告{year}年抓基层党建工作的情况，请予评议。")
    say(2024, "measures.teams.models", "树出榜样。2025年把身边党员的事迹讲给更多人听。")
    wording.switch(draft(2024), author, "highlights.mechanisms.supervision", False)
    wording.add(draft(2025), author, "highlights", "highlights.teams", "带出一批骨干。让年轻人在一线长本事。")
    for year in telling.CLOSED_YEARS:
        pass_warnings(draft(year))
        signing.submit(draft(year), author)
        signing.sign(draft(year), signer)
    say(2026, "measures.aim", "总体思路：把今年定下的事一件一件办完。")


def pass_warnings(draft: Any) -> None:
    from reports.checks import run
    from reports.editing.stating import pass_warning

    for result in run(draft):
        if result.stops and not result.check.blocking:
            pass_warning(draft, result.check.key, result.fault.subject, "已核对，情况属实")


def take_numbers_away() -> None:
    """As records were before 记录编号 had a default."""
    from django.apps import apps

    for model in apps.get_models():
        if any(field.name == "submission" for field in model._meta.fields):
            keys = list(model._base_manager.order_by("pk").values_list("pk", flat=True)[:WITHOUT_NUMBER])
            model._base_manager.filter(pk__in=keys).update(submission=None)


def share_ciphers() -> None:
    """Give a version the very cipher of the record that has it: no other value, and half of what cannot be compressed."""
    from django.apps import apps
    from django.db import connection

    from records.personal import EncryptedField

    with connection.cursor() as cursor:
        for model in apps.get_models():
            columns = [
                f.column
                for f in model._meta.fields
                if isinstance(f, EncryptedField) and hasattr(model, "history")
            ]
            for column in columns:
                record, version = model._meta.db_table, model.history.model._meta.db_table
                same = f"{record}.id = {version}.id AND {record}.version = {version}.version"
                cursor.execute(
                    f"UPDATE {version} SET {column} = {record}.{column} FROM {record} WHERE {same}"
                )


def dump(database: Path, file: Path) -> None:
    with closing(sqlite3.connect(database)) as connection:
        for table in EMPTIED:
            connection.execute(f"DELETE FROM {table}")
        connection.commit()
        text = "\n".join(connection.iterdump())
    file.write_bytes(lzma.compress(text.encode(), preset=9 | lzma.PRESET_EXTREME))


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve())
