"""Forms as nobody fills them in: made from a valid one by a seeded random hand."""

import random
import uuid
from typing import Any

KINDS = ("visitissue-opinion", "visitissue-difficulty")
COUNTS = ("TOTAL_FORMS", "INITIAL_FORMS", "MIN_NUM_FORMS", "MAX_NUM_FORMS")
NUMBERS = [
    "-1",
    "0",
    "1",
    "3",
    "1001",
    "99999",
    "9" * 19,
    "9" * 40,
    "9" * 5000,
    "1e9",
    "²",
    "٣",
    "１２",
    "NaN",
    "Infinity",
    "-0",
    "0x10",
    "1.5",
    " 7 ",
    "",
]
TEXTS = [
    "",
    " ",
    "\x00",
    "甲\x00乙",
    "null",
    "None",
    "undefined",
    "[]",
    "{}",
    "true",
    "' OR 1=1 --",
    "%00",
    "../../etc/passwd",
    "\r\n",
    "\u202e",
]
DATES = [
    "2025-13-01",
    "0000-00-00",
    "9999-12-31",
    "2025-02-30",
    "今天",
    "2025-5-20",
    "２０２５年５月２０日",
    "20250520",
    "1" * 500,
    "2025-05-20T00:00",
]
FIELDS = (
    "date",
    "community",
    "kind",
    "households",
    "leaders",
    "companions",
    "summary",
    "submission",
    "version",
    "again",
    "subdistrict",
    "id",
    "pk",
)
ROW = (
    "id",
    "visit",
    "content",
    "category",
    "raised_by",
    "reply",
    "handler",
    "due",
    "solved_on",
    "DELETE",
    "kind",
    "version",
    "subdistrict",
)


class Hand:
    """`ids` are primary keys that exist, most of them somebody else's."""

    def __init__(self, seed: int, ids: list[int]) -> None:
        self.chance = random.Random(seed)
        self.ids = [str(pk) for pk in ids]

    def value(self) -> Any:
        pools: list[list[str]] = [
            NUMBERS,
            TEXTS,
            DATES,
            self.ids,
            self.ids,
            [str(uuid.uuid4())],
            ["A" * 1_000_000],
            ["字" * 501, "字" * 201],
        ]
        weights = [6, 6, 4, 6, 6, 1, 0.1, 2]
        one = self.chance.choice(self.chance.choices(pools, weights)[0])
        return (
            one
            if self.chance.random() < 0.85
            else [one, self.chance.choice(self.ids), self.chance.choice(TEXTS)]
        )

    def spoil(self, data: dict[str, Any]) -> dict[str, Any]:
        """The form with one to six things wrong."""
        for _ in range(self.chance.randint(1, 6)):
            self.chance.choice(
                (self.field, self.field, self.row, self.row, self.count, self.drop, self.invent)
            )(data)
        return {name: value for name, value in data.items() if value is not None}

    def field(self, data: dict) -> None:
        data[self.chance.choice(FIELDS)] = self.value()

    def row(self, data: dict) -> None:
        kind, number = self.chance.choice(KINDS), self.chance.choice((0, 0, 1, 2, -1, 999))
        data[f"{kind}-{number}-{self.chance.choice(ROW)}"] = self.value()
        if self.chance.random() < 0.7:  # a row of somebody else's, claimed as one of this visit
            claimed = number + 1 if 0 <= number < 3 else 1
            data[f"{kind}-{number}-id"] = self.chance.choice(self.ids)
            data |= {
                f"{kind}-TOTAL_FORMS": str(claimed),
                f"{kind}-INITIAL_FORMS": self.chance.choice(("0", str(claimed))),
            }
            data.setdefault(f"{kind}-{number}-content", "抢来的")
            if self.chance.random() < 0.3:
                data[f"{kind}-{number}-DELETE"] = "on"

    def count(self, data: dict) -> None:
        data[f"{self.chance.choice(KINDS)}-{self.chance.choice(COUNTS)}"] = self.chance.choice(NUMBERS)

    def drop(self, data: dict) -> None:
        if data:
            del data[self.chance.choice(sorted(data))]

    def invent(self, data: dict) -> None:
        name = self.chance.choice(
            (
                "x" * 300,
                "__proto__",
                "visitissue-opinion-__prefix__-content",
                "history_user",
                "leaders[]",
                "字段",
                "visit_id",
            )
        )
        data[name] = self.value()
