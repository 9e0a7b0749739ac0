"""Names in the order in which people look for them: by pinyin and tone, on every database alike."""

from functools import cache
from typing import Any

from django.db import models

CHARACTERS = 16  # of a name that take part in its order; the key's longest is twelve letters for each
# Characters that are read otherwise when they are somebody's surname (《现代汉语词典》, the entries marked 姓).
SURNAMES = {
    "曾": "zeng1", "单": "shan4", "解": "xie4", "查": "zha1", "仇": "qiu2", "区": "ou1", "朴": "piao2",
    "翟": "zhai2", "盖": "ge3", "任": "ren2", "华": "hua4", "纪": "ji3", "乐": "yue4", "缪": "miao4",
    "覃": "qin2", "召": "shao4", "员": "yun4", "么": "yao1", "令": "ling2", "折": "she2", "种": "chong2",
    "重": "chong2", "秘": "bi4", "冼": "xian3", "繁": "po2", "尉": "wei4", "宓": "mi4", "燕": "yan1",
    "晁": "chao2", "郗": "xi1", "郇": "xun2", "卜": "bu3",
}  # fmt: skip


def pinyin_key(name: str) -> str:
    """Return the key by which a name is sorted: 李明 → li30674eming2 ….

    It is of digits and small letters alone, so that no database's own rules of order can move it. Each
    character is its reading with the tone and then itself (five hexadecimal digits), so one surname stands
    together. What has no reading, letters and digits among them, comes first.
    """
    parts = []
    for place, character in enumerate(name[:CHARACTERS]):
        parts.append(f"{_reading(place, character)}{ord(character):05x}")
    return "".join(parts)


def _reading(place: int, character: str) -> str:
    if place == 0 and character in SURNAMES:
        return SURNAMES[character]
    return _usual_reading(character)


@cache
def _usual_reading(character: str) -> str:
    """Return letters and the tone's digit; 0 for what is not read as Chinese."""
    # loaded with the first name: it takes a moment and some megabytes
    from pypinyin import Style, lazy_pinyin

    readings = lazy_pinyin(character, style=Style.TONE3, neutral_tone_with_five=True, errors="ignore")
    if readings and readings[0].isascii() and readings[0].isalnum():
        return readings[0]
    return "0"


class PinyinField(models.CharField):
    """The order of another column, made whenever the record is written."""

    def __init__(self, source: str, **kwargs: Any) -> None:
        self.source = source
        kwargs.update(max_length=12 * CHARACTERS, editable=False, default="")
        kwargs.setdefault("verbose_name", "拼音次序")
        super().__init__(**kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        for option in ("max_length", "editable", "default", "verbose_name"):
            kwargs.pop(option, None)
        return name, path, args, {**kwargs, "source": self.source}

    def pre_save(self, record: models.Model, add: bool) -> str:
        key = pinyin_key(getattr(record, self.source) or "")
        setattr(record, self.attname, key)
        return key


def order_of(model: type[models.Model], name: str) -> str:
    """Return the column by which a column is sorted: its pinyin where there is one, else itself."""
    orders = orders_of(model, name)
    return orders[0].name if orders else name


def orders_of(model: type[models.Model], name: str) -> list[PinyinField]:
    """Return the columns of pinyin that follow from a column."""
    return [field for field in model._meta.fields if isinstance(field, PinyinField) and field.source == name]


def fill_keys(model: type[models.Model], batch: int = 1000) -> None:
    """Give every record its key: for a migration, `model` as it was then."""
    field = next(field for field in model._meta.fields if isinstance(field, PinyinField))
    records = list(model._default_manager.only("pk", field.source))
    for record in records:
        field.pre_save(record, add=False)
    model._default_manager.bulk_update(records, [field.attname], batch_size=batch)
