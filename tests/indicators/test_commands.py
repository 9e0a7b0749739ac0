"""The commands other programs use: their output, and one clear line where they cannot work."""

import io
import json
import os
import re
import shutil
import subprocess
import sys
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from docx import Document
from openpyxl import load_workbook

from access.roles import Role
from accounts.models import User
from communities.models import SubDistrict
from indicators.catalogue import CATALOGUE
from mediation.models import Heart
from tests import factories as F
from tests.factories import DAY, LONG_AGO, YEAR
from tests.indicators.generated import Generated
from tests.secret import SECRET_KEY

FIELDS = ["value", "text", "unit", "numerator", "denominator", "records", "missing", "incomplete"]
HAN = re.compile("[\u4e00-\u9fff]")


def figures(code, year=YEAR):
    printed = io.StringIO()
    call_command("figures", subdistrict=code, year=year, json=True, stdout=printed)
    return json.loads(printed.getvalue())


@pytest.fixture(scope="module")
def year(django_db_setup, django_db_blocker):
    """Printed once, for tests marked django_db only: without a mark pytest-django makes no test database."""
    with django_db_blocker.unblock(), transaction.atomic():
        printed = figures(Generated(3).office.code)
        transaction.set_rollback(True)
    return printed


@pytest.mark.django_db
def test_every_figure_is_printed_with_the_same_fields(year):
    assert list(year) == list(CATALOGUE)
    assert {tuple(entry) for entry in year.values()} == {tuple(FIELDS)}


@pytest.mark.django_db
def test_counts_are_numbers_money_and_rates_are_decimal_strings(year):
    wrong = {}
    for key, entry in year.items():
        figure, value = CATALOGUE[key], entry["value"]
        decimal = figure.unit in ("%", "万元") or figure.kind == "R"
        if value is not None and figure.kind in "FSRTK" and not isinstance(value, list):
            fits = (
                isinstance(value, str) and Decimal(value).is_finite() if decimal else isinstance(value, int)
            )
            wrong |= {} if fits else {key: value}
    assert wrong == {}


@pytest.mark.parametrize("saved", [False, True])
def test_limit_is_a_decimal_string_whether_saved_or_not(office, saved):
    if saved:
        F.AnnualReportFactory(subdistrict=office)
    entry = figures("JH")["communities.low_satisfaction_threshold"]
    assert (Decimal(entry["value"]), isinstance(entry["value"], str), entry["text"]) == (60, True, "60%")


def test_names_are_lists_and_communities_are_told_by_code(office, qingquan, wenchang):
    target = F.TargetFactory(subdistrict=office, key="targets.demonstration_communities", amount=None)
    target.communities.set([wenchang, qingquan])
    F.PaymentFactory(community=qingquan, amount="12000.50")
    printed = figures("JH")
    assert printed["targets.demonstration_communities"]["value"] == ["清泉社区", "文昌社区"]
    assert printed["funding.work"] == dict(
        zip(FIELDS, ["1.20005", "1.2", "万元", None, None, 1, False, ["02"]], strict=True)
    )
    assert printed["meetings.special"] == dict(
        zip(FIELDS, [None, "X", "次", None, None, 0, True, []], strict=True)
    )


def test_rates_keep_both_their_numbers(office, qingquan):
    F.MediationCaseFactory(community=qingquan)
    F.MediationCaseFactory(community=qingquan, result="failure")
    F.MediationCaseFactory(community=qingquan, result="failure")
    expected = ["33.3", "33.3%", "%", 1, 3, 3, False, []]
    assert figures("JH")["mediation.success_rate"] == dict(zip(FIELDS, expected, strict=True))


@pytest.mark.parametrize(
    ("command", "given"),
    [
        ("figures", {"subdistrict": "NO"}),
        ("figures", {"year": 1999}),
        ("figures", {"year": 2101}),
        ("report", {"subdistrict": "NO", "output": "x.docx"}),
        ("report", {"year": 1999, "output": "x.docx"}),
        ("report", {"output": "/nowhere/at/all/x.docx"}),
        ("report", {"output": "/"}),
        ("report", {"output": "/dev/full"}),
        ("report", {"output": "/dev/null", "annex": "/nowhere/at/all/x.xlsx"}),
        ("report", {"output": "/dev/null", "annex": "/dev/full"}),
    ],
)
def test_refusals_are_one_chinese_line_and_exit_code_2(office, command, given):
    F.MeetingFactory(subdistrict=office)
    words = [f"--{name}={value}" for name, value in {"subdistrict": "JH", "year": YEAR, **given}.items()]
    with pytest.raises(CommandError) as refused:
        call_command(command, *words, stdout=io.StringIO())
    said = str(refused.value)
    assert refused.value.returncode == 2
    assert HAN.search(said)
    assert "\n" not in said


@pytest.mark.parametrize(
    "record",
    [
        lambda c: F.DecisionFactory(community=c),
        lambda c: F.ApplicantFactory(org=F.PartyOrgFactory(community=c), activist_on=DAY),
        lambda c: F.MediationCaseFactory(community=c, date=LONG_AGO, closed_on=DAY),
        lambda c: F.ServiceCaseFactory(community=c, date=LONG_AGO, finished_on=DAY),
        lambda c: F.VisitIssueFactory(
            visit__community=c, visit__date=LONG_AGO, kind="difficulty", solved_on=DAY
        ),
    ],
    ids=["decision", "applicant", "mediation", "service", "difficulty"],
)
def test_a_year_with_any_record_is_written(office, qingquan, tmp_path, record):
    record(qingquan)
    words = ["--subdistrict=JH", f"--year={YEAR}", f"--output={tmp_path}/out.docx"]
    call_command("report", *words, stdout=io.StringIO())
    assert (tmp_path / "out.docx").exists()


def test_each_kind_of_copy_is_written(office, qingquan, tmp_path):
    F.MeetingFactory(subdistrict=office)
    files = {}
    for kind in ("clean", "review", "spoken"):
        printed = io.StringIO()
        words = ["--subdistrict=JH", f"--year={YEAR}", f"--output={tmp_path}/{kind}.docx", f"--kind={kind}"]
        call_command("report", *words, stdout=printed)
        assert re.fullmatch(
            rf"已写入 {tmp_path}/{kind}\.docx，缺数 \d+ 处（以 X 标出）\n", printed.getvalue()
        )
        files[kind] = Document(tmp_path / f"{kind}.docx")
    assert [bool(list(files[kind].comments)) for kind in files] == [False, True, False]
    assert ["附件：" in "".join(p.text for p in files[kind].paragraphs) for kind in files] == [
        True,
        True,
        False,
    ]


def test_annex_is_written_beside_the_report(office, qingquan, tmp_path):
    F.MeetingFactory(subdistrict=office, topic="换届准备")
    printed = io.StringIO()
    words = [
        "--subdistrict=JH",
        f"--year={YEAR}",
        f"--output={tmp_path}/out.docx",
        f"--annex={tmp_path}/out.xlsx",
    ]
    call_command("report", *words, stdout=printed)
    assert printed.getvalue().splitlines()[1] == f"已写入 {tmp_path}/out.xlsx"
    book = load_workbook(tmp_path / "out.xlsx")
    assert book.sheetnames[:2] == ["数字", "各社区"]
    assert "换届准备" in {cell.value for cell in book["会议与学习"][2]}


OPENED = (
    "锦河街道（编码 JH）已经开通，原来的内容没有改动。要给它增加账号，请它的管理员登录后在“账号管理”里增加"
)


@pytest.mark.parametrize(
    ("code", "name", "said"),
    [
        ("JH", "清江街道", "编码 JH 已经是锦河街道的，请换一个编码"),
        ("JH", "锦河街道", OPENED),
        ("QJ", "锦河街道", "锦河街道已经开通，编码是 JH。"),
        ("两江", "清江街道", "编码：编码只用字母、数字、- 和 _"),
        ("J H", "清江街道", "编码：编码只用字母、数字、- 和 _"),
        ("", "清江街道", "编码：此字段不能为空"),
        ("QJ", "", "名称：此字段不能为空"),
        ("QJ", "清" * 51, "名称：确保该变量包含不超过 50 字符"),
    ],
)
def test_create_office_says_what_is_taken_or_wrong_and_writes_nothing(office, code, name, said):
    with pytest.raises(CommandError) as refused:
        call_command("create_office", code, name, stdout=io.StringIO())
    assert refused.value.returncode == 2
    assert str(refused.value).startswith(f"没有开通：{said}")
    assert "\n" not in str(refused.value)
    assert SubDistrict.objects.count() == User.objects.count() + 1 == 1


def test_create_office_refuses_an_account_that_is_there(office):
    F.UserFactory(username="QJ-admin", subdistrict=office)
    with pytest.raises(
        CommandError, match="没有开通：账号 QJ-admin 已经有人使用，请换一个街道编码"
    ) as refused:
        call_command("create_office", "QJ", "清江街道", stdout=io.StringIO())
    assert refused.value.returncode == 2
    assert SubDistrict.objects.count() == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["create_office"], "还要写 code, name"),
        (["create_office", "QJ", "清江街道", "--again"], "认不出 --again"),
        (["figures", "--subdistrict=JH", "--year=去年"], "--year 要写整数，不能是 '去年'"),
        (
            ["report", "--subdistrict=JH", "--year=2024", "--output=x", "--kind=draft"],
            "--kind 不能是 'draft'，可以是 'clean'",
        ),
        (["load_demo", "--year"], "--year 后面要写内容"),
        (["export_workbook", "visits.visit"], "还要写 --user, --output"),
    ],
)
def test_wrong_arguments_are_one_chinese_line_and_exit_code_2(words, said):
    with pytest.raises(CommandError) as refused:
        call_command(*words, stdout=io.StringIO())
    assert (refused.value.returncode, said in str(refused.value)) == (2, True), refused.value
    assert "\n" not in str(refused.value)
    assert str(refused.value).startswith("参数不对：")
    assert not re.search("[a-z]{3,} [a-z]{3,} [a-z]{2,}", str(refused.value).split("用法见")[0])


def test_a_file_that_cannot_be_written_is_told_without_an_english_word(office):
    F.MeetingFactory(subdistrict=office)
    for path, said in (("/nowhere/x.docx", "请核对路径"), ("/", "这是一个文件夹"), ("/dev/full", "磁盘已满")):
        with pytest.raises(CommandError) as refused:
            call_command(
                "report",
                "--subdistrict=JH",
                f"--year={YEAR}",
                f"--output={path}",
                stdout=io.StringIO(),
                stderr=io.StringIO(),
            )
        assert str(refused.value).startswith(f"写不了 {path}：")
        assert said in str(refused.value)


def test_create_office_opens_a_real_installation(db):
    printed = io.StringIO()
    call_command("create_office", "QJ", "清江街道", stdout=printed)
    user = User.objects.get()
    password = re.search(r"初始密码：(\S+?)（", printed.getvalue())[1]
    assert (user.role, user.subdistrict.code, user.is_staff, user.is_superuser) == (
        Role.ADMIN,
        "QJ",
        True,
        False,
    )
    assert user.check_password(password)
    assert user.must_change_password
    assert Heart.objects.of(user.subdistrict_id).count() == 5
    assert figures("QJ")["visits.frontline"]["missing"]


@pytest.fixture
def shell(tmp_path):
    """Run manage.py from a shell; `SECRET_KEY` and `DATABASE_URL` suffice."""
    known = {
        "PATH": os.environ["PATH"],
        "SECRET_KEY": SECRET_KEY,
        "DATABASE_URL": f"sqlite:///{tmp_path}/portal.sqlite3",
    }

    def run(*words):
        return subprocess.run(
            [sys.executable, "manage.py", *words], env=known, capture_output=True, text=True, timeout=300
        )

    return run


def refused(ran) -> bool:
    """Exit code 2 and one clear line in Chinese, no traceback."""
    lines = [line for line in ran.stderr.splitlines() if HAN.search(line)]
    return (ran.returncode, "Traceback" in ran.stderr, len(lines)) == (2, False, 1)


MEETING = f"""
from meetings.models import Meeting
from communities.models import SubDistrict
Meeting.objects.create(subdistrict=SubDistrict.objects.get(), date="{YEAR}-05-20", kind="special", topic="换届准备")
"""
SCOPE = ["--subdistrict", "QJ", "--year", str(YEAR)]


def test_commands_from_a_shell(shell, migrated, tmp_path):
    shutil.copy(migrated, tmp_path / "portal.sqlite3")
    assert shell("create_office", "QJ", "清江街道").returncode == 0
    assert refused(shell("create_office", "QJ"))
    printed = shell("figures", *SCOPE, "--json")
    assert (printed.returncode, len(json.loads(printed.stdout))) == (0, len(CATALOGUE))
    assert shell("shell", "-c", MEETING).returncode == 0
    assert shell("report", *SCOPE, "--output", f"{tmp_path}/out.docx", "--layout", "three").returncode == 0
    assert (tmp_path / "out.docx").read_bytes()[:2] == b"PK"


@pytest.mark.soak
def test_more_refusals_from_a_shell(shell, migrated, tmp_path):
    shutil.copy(migrated, tmp_path / "portal.sqlite3")
    assert shell("create_office", "QJ", "清江街道").returncode == 0
    assert refused(shell("create_office", "QJ", "清江街道"))  # the second time
    assert refused(shell("report", *SCOPE, "--output", f"{tmp_path}/empty.docx"))  # a year without records
    assert refused(shell("figures", "--subdistrict", "NO", "--year", f"{YEAR}"))
    assert shell("shell", "-c", MEETING).returncode == 0
    assert refused(shell("report", *SCOPE, "--output", f"{tmp_path}/no/out.docx"))


def test_a_year_without_records_makes_no_report(office, tmp_path):
    with pytest.raises(CommandError) as refused:
        call_command(
            "report",
            "--subdistrict=JH",
            f"--year={YEAR}",
            f"--output={tmp_path}/empty.docx",
            stdout=io.StringIO(),
        )
    assert (refused.value.returncode, bool(HAN.search(str(refused.value)))) == (2, True)
    assert not (tmp_path / "empty.docx").exists()


def test_a_database_without_tables_is_refused_in_one_line(shell):
    assert refused(shell("figures", *SCOPE, "--json"))
