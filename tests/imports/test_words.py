"""The words that offices write for our choices: proposed rightly, and none taken in silence that can mean two things."""

from typing import Any

import pytest

from imports.files import Folder
from imports.kinds import KINDS
from imports.mapping.whole import Mapping
from imports.models import Batch
from imports.parse.word_tables import SAID, SURE, UNCLEAR
from records.columns.registry import column_of
from records.layout import Layout
from tests.imports.office_tables import id_no
from tests.imports.support import GOOD, boxes, mapped, row, sheet, upload, workbook

pytestmark = pytest.mark.django_db

# By kind and column: the choice, and the words for it; "?" for what has to be asked. From a list of what offices write.
WORDS: dict[tuple[str, str], dict[str, str]] = {
    ("members.member", "学历"): {
        "大学本科": "本科 大学 学士",
        "大学专科": "大专 专科 党校大专",
        "中等职业教育": "中专 技校 职高",
        "普通高中": "高中",
        "研究生": "硕士 硕士研究生 博士 博士研究生 在职研究生",
        "?": "初中及以下 高中及以下 文盲",
    },
    ("members.member", "党员类别"): {
        "正式党员": "正式 中共党员 党员 正",
        "预备党员": "预备 中共预备党员 预",
    },
    ("members.member", "性别"): {"男": "男性 M", "女": "女性 F", "?": "1 0"},
    ("members.member", "离开原因"): {
        "去世": "死亡 病故",
        "开除党籍": "开除",
        "自行脱党除名": "自行脱党",
        "退党除名": "退党",
        "?": "除名 停止党籍",
    },
    ("meetings.meeting", "会议类型"): {
        "支部党员大会": "党员大会 支部大会",
        "支部委员会会议": "支委会 支部委员会",
        "主题党日": "主题党日活动",
        "党课": "上党课",
        "民主评议党员": "民主评议",
        "学习研讨": "理论学习 集中学习",
        "?": "三会一课",
    },
    ("visits.visit", "走访类型"): {
        "入户": "入户走访 走访慰问",
        "书记家访": "家访",
        "接访": "来访接待",
        "社区走访": "走访 调研",
    },
    ("mediation.mediationcase", "纠纷类型"): {
        "邻里纠纷": "邻里 噪音扰民 漏水",
        "婚姻家庭纠纷": "婚姻家庭 家庭纠纷",
        "物业纠纷": "物业",
        "劳动争议": "劳资纠纷",
        "征地拆迁纠纷": "征地拆迁",
        "医疗纠纷": "医患纠纷 医疗",
        "合同纠纷": "债务纠纷 经济纠纷 合同",
        "其他纠纷": "其他 其它",
    },
    ("mediation.mediationcase", "调解结果"): {
        "调解成功": "成功 达成协议 已化解 化解 已调解",
        "调解不成": "未成功 调解失败 未化解",
        "进行中": "正在调解 进行中",
        "撤回或终止": "撤回",
        "?": "已结案",
    },
    ("members.twonewunit", "类别"): {
        "非公有制企业": "民营企业 私营企业 非公企业 有限责任公司",
        "社会服务机构": "民办非企业 民办非企业单位",
        "个体工商户": "个体户",
    },
    ("funding.payment", "经费类别"): {
        "党建工作经费": "党建经费",
        "服务群众专项经费": "惠民资金 服务群众经费 党组织服务群众专项经费",
        "阵地建设与整顿": "阵地建设",
        "社区工作经费": "办公经费",
        "?": "办公",
    },
    ("funding.payment", "经费来源"): {
        "市级": "市级财政",
        "区级": "区财政",
        "街道": "街道配套",
        "其他": "其它",
    },
    ("members.member", "流动党员"): {"是": "√ 有 是的 Y 1", "否": "无 没有 不是 N 0 ×"},
}
SHOWN = {  # words that are taken, but only after somebody has seen it
    "理论学习",
    "集中学习",
    "家访",
    "走访",
    "调研",
    "债务纠纷",
    "经济纠纷",
    "噪音扰民",
    "漏水",
    "办公经费",
}


def proposed(kind: str, heading: str, word: str, reader: Any) -> tuple[str, str]:
    """What a word is taken for, and how sure that is; what the column itself reads is sure."""
    pages = KINDS[kind]
    grid = sheet(pages.name(), row(kind, {heading: word}) if kind in GOOD else MEETING | {heading: word})
    mapping = Mapping(pages, reader, [grid])
    for each in mapping.tables[0].words:
        if each.word == word:
            return each.value, str(each.sure)
    (column,) = [each for each in mapping.reading.main.columns if each.heading == heading]
    meaning = column.meaning(word)
    return ("" if meaning.error else column.kind.format(meaning.value)), "sure"


MEETING = {"会议日期": "2025-03-05", "会议类型": "党课", "主题": "学习"}


def listed() -> list[tuple[str, str, str, str]]:
    return [
        (kind, heading, word, choice)
        for (kind, heading), choices in WORDS.items()
        for choice, words in choices.items()
        for word in words.split()
    ]


def test_nine_words_in_ten_are_proposed_rightly_and_none_that_is_unclear(town, clerk):
    wrong = []
    for kind, heading, word, choice in listed():
        value, sure = proposed(kind, heading, word, clerk)
        if choice == "?":
            assert (value, sure) == ("", "ask"), (heading, word)
        elif value != choice:
            wrong.append((heading, word, value))
        else:
            assert sure == ("likely" if word in SHOWN else "sure"), (heading, word)
    clear = [each for each in listed() if each[3] != "?"]
    assert len(wrong) <= len(clear) / 10, wrong


def test_every_word_stands_for_a_choice_of_its_column():
    """And is none of its other choices: else the table of words would hide it."""
    models = {
        layout.model._meta.label_lower: layout.model
        for pages in KINDS.values()
        for layout in Layout.of(pages)
    }
    for table in (SURE, SAID):
        for (label, name), choices in table.items():
            labels = column_of(models[label], name).vocabulary
            assert set(choices) <= set(labels), (label, name)
            for choice, words in choices.items():
                assert not set(words.split()) & (set(labels) - {choice}), (label, name, choice)
    for (label, name), unclear in UNCLEAR.items():
        labels = column_of(models[label], name).vocabulary
        assert {choice for choices in unclear.values() for choice in choices.split()} <= set(labels), (
            label,
            name,
        )


def test_of_1_and_0_the_id_numbers_decide(town, clerk):
    men = row("members.member", {"姓名": "周建国", "性别": "1", "身份证号": id_no(1)})
    grid = sheet("党员", men)
    (word,) = Mapping(KINDS["members.member"], clerk, [grid]).tables[0].words
    assert (word.word, word.value, word.sure, word.note) == ("1", "男", "likely", "按身份证号")


# ── Names ───────────────────────────────────────────────────────────────────
def test_a_name_is_proposed_the_nearest_first_and_never_taken_in_silence(town, clerk):
    rows = [
        row("members.member", {"姓名": f"周{n}", "所在党组织": org})
        for n, org in enumerate(
            ("清泉第一支部", "清泉社区第1党支部", "中共清泉社区第一党支部委员会", "第一党支部")
        )
    ]
    words = {
        each.word: each
        for each in Mapping(KINDS["members.member"], clerk, [sheet("党员", *rows)]).tables[0].words
    }
    assert {word: each.value for word, each in words.items() if each.sure == "likely"} == {
        "中共清泉社区第一党支部委员会": "清泉社区第一党支部",
        "清泉第一支部": "清泉社区第一党支部",
        "第一党支部": "清泉社区第一党支部",
    }
    assert words["清泉社区第1党支部"].sure == "ask"
    assert words["清泉社区第1党支部"].options[0] == "清泉社区第一党支部"


def test_a_person_is_never_taken_for_another(town, clerk):
    grid = sheet("志愿队伍", row("services.volunteerteam", {"队中党员": "刘方、张伟"}))
    words = {
        each.word: each for each in Mapping(KINDS["services.volunteerteam"], clerk, [grid]).tables[0].words
    }
    assert (words["刘方"].value, words["刘方"].sure) == ("", "ask")
    assert words["刘方"].options == ["刘芳（清泉社区第一党支部，出生日期不详）"]
    assert len(words["张伟"].options) == 2


# ── Answers ─────────────────────────────────────────────────────────────────
def answered(client: Any, word: str, value: str) -> Batch:
    head = ["走访日期", "社区", "走访类型", "走访内容"]
    cells = [["2025-03-05", "清泉社区", word, "甲"], ["2025-03-06", "清泉社区", "入户", "乙"]]
    batch = upload(client, workbook(走访=[head, *cells]))
    return mapped(client, batch, **{boxes(batch, "word")[word]: value})


def test_a_word_is_read_as_it_was_decided_and_said(as_user, clerk, town):
    batch = answered(as_user(clerk), "巡逻", "社区走访")
    assert (batch.state, batch.counts["new"]) == (Batch.State.READY, 2)
    (echo,) = Folder(batch).read_json("preview")["echoes"]
    assert (echo["written"], echo["understood"]) == ("巡逻", "社区走访")


def test_the_rows_of_a_word_can_be_left_out_and_are_named(as_user, clerk, town):
    batch = answered(as_user(clerk), "巡逻", "<left out>")
    assert (batch.state, batch.counts["new"], batch.counts["error"]) == (Batch.State.READY, 1, 0)
    assert Folder(batch).read_json("preview")["passed"] == ["走访 第 2 行（“巡逻”的行，已定为不导入）"]


def test_a_word_that_is_left_open_is_an_error_of_its_rows(as_user, clerk, town):
    batch = answered(as_user(clerk), "巡逻", "?")
    assert (batch.state, batch.counts["new"], batch.counts["error"]) == (Batch.State.READY, 1, 1)


def test_a_value_that_was_not_offered_is_passed_over(as_user, clerk, town):
    batch = answered(as_user(clerk), "巡逻", "<script>")
    assert (batch.state, batch.counts["error"]) == (Batch.State.READY, 1)
