"""The arguments the commands of this app share."""

from collections.abc import Mapping
from typing import Any

from django.core.management.base import CommandError, CommandParser

from communities.models import SubDistrict
from reports.context import ReportScope, scope_of
from reports.models import FIRST_YEAR


def add_scope_arguments(parser: CommandParser) -> None:
    """Add the arguments that name one 街道 and year."""
    parser.add_argument("--subdistrict", required=True, metavar="CODE", help="街道编码")
    parser.add_argument("--year", required=True, type=int, help="年度")


def chosen_scope(options: Mapping[str, Any]) -> ReportScope:
    """Return the 街道 and year asked for. `CommandError` with exit code 2 where there is none such."""
    code, year = options["subdistrict"], options["year"]
    subdistrict = SubDistrict.objects.filter(code=code).first()
    if subdistrict is None:
        codes = "、".join(SubDistrict.objects.values_list("code", flat=True)[:10]) or "一个也没有"
        raise CommandError(f"没有编码为 {code} 的街道；现有：{codes}", returncode=2)
    scope = scope_of(subdistrict, year)
    if not FIRST_YEAR <= year <= scope.today.year:
        raise CommandError(
            f"没有 {year} 年的数据，请给 {FIRST_YEAR} 至 {scope.today.year} 之间的年度", returncode=2
        )
    return scope
