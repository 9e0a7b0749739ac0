"""What people write is understood, and what is ambiguous is refused with an example."""

import contextlib
from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from records import inputs

DAY = date(2025, 3, 5)


@pytest.mark.parametrize(
    "typed",
    [
        "2025-3-5",
        "2025-03-05",
        "2025/3/5",
        "2025.3.5",
        "2025年3月5日",
        "2025年3月5",
        "20250305",
        "２０２５－３－５",
        "２０２５年３月５日",
        "２０２５０３０５",
        "２０２５．３．５",
        "２０２５／３／５",
        "2025。3。5",
        " 2025-3-5 ",
        "2025 - 3 - 5",
        "2025-3-5\u200b",
        "\ufeff2025-3-5",
        "2025-03-05 00:00:00",
        "2025-03-05T00:00:00",
        "2025-03-05 14:30",
        "2025年3月5日（周三）上午",
        "2025-03-05T09:30:00Z",
    ],
)
def test_date_is_understood(typed):
    assert inputs.DateField().clean(typed) == DAY


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("2026-13-45", "没有 13 月"),
        ("2025-0-5", "没有 0 月"),
        ("2025-2-30", "2 月只有 28 天"),
        ("2024-2-30", "2 月只有 29 天"),
        ("2025-12-32", "12 月只有 31 天"),
        ("2025-4-31", "4 月只有 30 天"),
        ("2025-3-0", "不存在"),
        ("25-3-5", "看不出是哪一天"),
        ("3/5/2025", "看不出是哪一天"),
        ("2025-3", "看不出是哪一天"),
        ("2025年3月", "看不出是哪一天"),
        ("202535", "看不出是哪一天"),
        ("3月5日", "看不出是哪一天"),
        ("昨天", "看不出是哪一天"),
        ("45721", "看不出是哪一天"),
        ("2025-03-05 25:30", "看不出是哪一天"),
        ("2025-03-05（周四）", "是星期三"),
        ("2025-03-05T16:00:00Z", "换成北京时间是另一天"),
        ("0005-3-5", "年份不合理"),
        ("9999-3-5", "年份不合理"),
    ],
)
def test_date_that_could_mean_anything_is_refused_with_an_example(typed, reason):
    with pytest.raises(ValidationError) as refused:
        inputs.DateField().clean(typed)
    assert reason in refused.value.messages[0]
    assert "例：2026-11-20" in refused.value.messages[0]
    assert typed in refused.value.messages[0]


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("12", 12),
        ("12,000", 12000),
        ("12，000", 12000),
        ("1,234,567", 1234567),
        ("１２０", 120),
        ("１２，０００", 12000),
        ("1.2万", 12000),
        ("１．２万", 12000),
        ("3 户", 3),
        ("3户", 3),
        ("15人", 15),
        ("+5", 5),
        ("0", 0),
        ("12.0", 12),
        ("5\u200b", 5),
        (" 7 ", 7),
    ],
)
def test_whole_number_is_understood(typed, number):
    assert inputs.IntegerField().clean(typed) == number


@pytest.mark.parametrize(
    "typed",
    [
        "1,2",
        "1,23",
        "12,34,567",
        "1.5",
        "1.23456万",
        "十二",
        "1e3",
        "0x1F",
        "1..2",
        "--1",
        "万",
        "12万户籍",
        "约12",
        "1/2",
        "∞",
        "½",
        "NaN",
    ],
)
def test_whole_number_that_is_none_is_refused(typed):
    with pytest.raises(ValidationError) as refused:
        inputs.IntegerField().clean(typed)
    assert "请" in refused.value.messages[0]


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("1.2万", "12000"),
        ("1.2万元", "12000"),
        ("12,000", "12000"),
        ("12,000.50", "12000.5"),
        ("12000元", "12000"),
        ("１２０００．５０", "12000.5"),
        ("0.1", "0.1"),
        ("1亿", "100000000"),
        ("35万", "350000"),
        ("0.05万元", "500"),
        ("1000", "1000"),
    ],
)
def test_amount_is_understood_exactly(typed, amount):
    assert inputs.AmountField(max_digits=14, decimal_places=2).clean(typed) == Decimal(amount)


@pytest.mark.parametrize(
    "typed",
    [
        "1,2",
        "12,00",
        "1.234",
        "一万二",
        "1.2W",
        "￥",
        "元",
        "1万2千",
        "2.3.4",
        "12-13",
        "999999999999999",
        "1e5",
    ],
)
def test_amount_that_is_none_is_refused(typed):
    with pytest.raises(ValidationError):
        inputs.AmountField(max_digits=14, decimal_places=2).clean(typed)


@pytest.mark.parametrize("typed", ["¥12000", "￥12000", "￥1.2万"])
def test_currency_sign_in_front_is_passed_over(typed):
    assert inputs.AmountField(max_digits=14, decimal_places=2).clean(typed) == 12000


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("𬀩䶮", "𬀩䶮"),
        ("阿卜杜拉·买买提", "阿卜杜拉·买买提"),
        ("王\u200b小\ufeff明", "王小明"),
        ("　王小明　", "王小明"),
        ("王\x00小\x08明", "王小明"),
        ("１２３号楼Ａ座", "１２３号楼Ａ座"),
        ("a & b <c> ]]> {{x}}", "a & b <c> ]]> {{x}}"),
        ("\u202e反着\u202c", "反着"),
        ("一 二", "一 二"),
        ("𰻞𰻞面", "𰻞𰻞面"),
        ("㐀䶵\U00020000\U0002a6df", "㐀䶵\U00020000\U0002a6df"),
    ],
)
def test_text_keeps_every_visible_character(typed, kept):
    assert inputs.TextField().clean(typed) == kept


def test_long_text_keeps_its_lines():
    from django import forms

    field = inputs.TextField(widget=forms.Textarea)
    assert field.clean("一\r\n二\n\n\t三 \x07") == "一\n二\n\n\t三"


@pytest.mark.parametrize(
    "field", [inputs.TextField, inputs.DateField, inputs.IntegerField, inputs.AmountField]
)
def test_what_cannot_be_seen_is_nothing(field):
    with pytest.raises(ValidationError) as refused:
        field().clean(" \u200b\ufeff　")
    assert refused.value.error_list[0].code == "required"


NATURAL = st.text(
    alphabet=st.sampled_from("0123456789０１２-/.年月日,，万亿元户 \u200b+eE∞½²٣一"), max_size=14
) | st.text(max_size=30)
FIELDS = [
    (inputs.DateField, date, {}),
    (inputs.IntegerField, int, {}),
    (inputs.AmountField, Decimal, {"max_digits": 14, "decimal_places": 2}),
    (inputs.TextField, str, {"max_length": 20}),
]


@pytest.mark.parametrize(("field", "kind", "more"), FIELDS, ids=[case[1].__name__ for case in FIELDS])
def test_any_input_is_a_value_or_a_refusal(field, kind, more):
    @given(NATURAL)
    def holds(typed):
        with contextlib.suppress(ValidationError):
            assert isinstance(field(**more).clean(typed), kind)

    holds()


@given(st.dates(date(1900, 1, 1), date(2200, 12, 31)))
def test_every_day_comes_back_in_every_spelling(day):
    for spelling in (
        f"{day:%Y-%m-%d}",
        f"{day.year}/{day.month}/{day.day}",
        f"{day.year}年{day.month}月{day.day}日",
        f"{day:%Y%m%d}",
    ):
        assert inputs.parse_date(spelling) == day


@given(st.integers(-inputs.LARGEST, inputs.LARGEST))
def test_every_number_comes_back_with_and_without_commas(number):
    assert inputs.IntegerField().clean(str(number)) == inputs.IntegerField().clean(f"{number:,}") == number


@given(st.decimals(Decimal("0.01"), Decimal("999999999999.99"), places=2))
def test_no_amount_is_rounded(amount):
    assert inputs.AmountField(max_digits=14, decimal_places=2).clean(f"{amount:,}") == amount


@given(st.text())
def test_cleaning_text_twice_changes_nothing_more(text):
    once = inputs.without_invisible(text, lines=True)
    assert inputs.without_invisible(once, lines=True) == once


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("王　伟", "王伟"),
        ("李  明", "李明"),
        ("阿依古丽•买买提", "阿依古丽·买买提"),
        ("阿依古丽 ． 买买提", "阿依古丽·买买提"),
        ("⾼秀芳", "高秀芳"),
        ("⻓孙⻢", "长孙马"),
        ("𬀩䶮", "𬀩䶮"),
        ("John  Smith", "John Smith"),
    ],
)
def test_a_name_is_written_one_way(typed, name):
    assert inputs.NameField().clean(typed) == name


def test_a_text_keeps_its_spaces_and_dots():
    assert inputs.TextField().clean("清泉 文昌．一期") == "清泉 文昌．一期"
