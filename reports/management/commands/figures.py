"""All figures of one 街道 and year, for other programs."""

import json
from decimal import Decimal
from typing import Any

from django.core.management.base import CommandParser

from common.commands import OfficeCommand
from common.snapshot import snapshot
from indicators.catalogue import CATALOGUE
from indicators.compute import compute
from indicators.kinds import Value
from reports.management.commands._scope import add_scope_arguments, chosen_scope


class Command(OfficeCommand):
    help = "打印一个街道一年的全部数字。"

    def add_arguments(self, parser: CommandParser) -> None:
        add_scope_arguments(parser)
        parser.add_argument("--json", action="store_true", help="打印为一个 JSON 对象")

    def handle(self, *args: object, **options: object) -> None:
        with snapshot():
            values = compute(CATALOGUE.values(), chosen_scope(options))
        if options["json"]:
            data = {key: as_json(value) for key, value in values.items()}
            self.stdout.write(json.dumps(data, ensure_ascii=False, indent=1))
            return
        for value in values.values():
            self.stdout.write(f"{value.key}\t{value.indicator.label}\t{value.text}\t{value.indicator.unit}")


def as_json(value: Value) -> dict[str, Any]:
    """Return a figure as data: counts as numbers; money, rates and means as decimal texts; names as lists."""
    amount = value.value
    if isinstance(amount, Decimal):
        amount = f"{amount:f}"
    return {
        "value": amount,
        "text": value.text,
        "unit": value.indicator.unit,
        "numerator": value.numerator,
        "denominator": value.denominator,
        "records": value.records,
        "missing": value.missing,
        "incomplete": [community.code for community in value.incomplete],
    }
