"""Cells as offices write them, each in an otherwise good row: what must be said of it, or what it must come to."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

VISIT, PAYMENT, MEMBER, ORG = "visits.visit", "funding.payment", "members.member", "members.partyorg"
INSTRUCTOR, CASE, SERVICE, TEAM = (
    "members.instructor",
    "mediation.mediationcase",
    "services.servicecase",
    "services.volunteerteam",
)
TERM = "services.serviceitem"
ID_NO = "11010519491231002X"  # a woman's
DAY = date(2025, 3, 5)


class Wrong(NamedTuple):
    """`heading` and `message` of the one problem; its value is the cell as a reader sees it."""

    kind: str
    cells: dict[str, Any]
    message: str
    heading: str = ""
    value: str | None = None


class Odd(NamedTuple):
    """What the record has in column `name`; a record or several by name."""

    kind: str
    cells: dict[str, Any]
    name: str
    value: Any


DATES = [
    *(
        "2025-3-5",
        "2025-03-05",
        "2025/3/5",
        "2025/03/05",
        "2025.3.5",
        "2025年3月5日",
        "2025年3月5号",
        "20250305",
        "2025。3。5",
    ),
    *(
        "２０２５－３－５",
        "2025 年 3 月 5 日",
        "2025-03-05 00:00:00",
        "2025—3—5",
        " 2025-3-5\u200b",
        "2025-03-05T00:00",
    ),
    *(
        "2025-03-05 14:30:00",
        "2025/3/5 9:30",
        "2025年3月5日上午",
        "2025年3月5日（周三）",
        "2025.3.5 星期三",
        "2025-03-05T09:30:00Z",
    ),
    *(
        "2025年3月5日 星期三 下午3点半",
        "2025/3/5 9:30 AM",
        "20250305 14:30",
        "2025-03-05 14:30:00.000",
        "2025-3-5T23:30+08:00",
    ),
    *(DAY, datetime(2025, 3, 5), datetime(2025, 3, 5, 9, 30), 20250305, 20250305.0),
]
AMOUNTS = {
    "12000": (
        "1.2万",
        "1.2万元",
        "12,000",
        "12，000",
        "￥12,000",
        "¥12000",
        "12000元",
        "１２０００",
        "12 000",
        12000,
        12000.0,
        "12000.00 元",
    ),
    "150000000": ("1.5亿",),
    "0.1": (0.1, "0.10"),
    "12000.5": ("¥12,000.50",),
}
YES, NO = (
    ("是", "√", "✔", "有", "Y", "y", "1", 1, 1.0, True, "TRUE", " 是 "),
    ("否", "×", "无", "没有", "不是", "n", 0, False, "", None),
)

ODD = [
    *(Odd(VISIT, {"走访日期": written}, "date", DAY) for written in DATES),
    *(
        Odd(PAYMENT, {"金额（元）": written}, "amount", Decimal(amount))
        for amount, all in AMOUNTS.items()
        for written in all
    ),
    *(
        Odd(VISIT, {"走访户数": written}, "households", 1200)
        for written in ("1200户", "1,200", "1200.0", 1200.0, "１２００")
    ),
    Odd(VISIT, {"走访户数": ""}, "households", None),
    Odd(VISIT, {"走访户数": 0}, "households", 0),
    *(
        Odd(MEMBER, {"身份证号": written}, "id_no", ID_NO)
        for written in (
            ID_NO,
            ID_NO.lower(),
            "110105 19491231 002X",
            "110105-19491231-002X",
            "１１０１０５１９４９１２３１００２Ｘ",
        )
    ),
    Odd(MEMBER, {"身份证号": ID_NO}, "birth_date", date(1949, 12, 31)),
    *(
        Odd(MEMBER, {"手机号": written}, "phone", "13800138000")
        for written in (
            13800138000.0,
            13800138000,
            "+86 138 0013 8000",
            "86-13800138000",
            "（+86）138-0013-8000",
            "008613800138000",
            "138 0013 8000",
            "138-0013-8000",
            "１３８００１３８０００",
        )
    ),
    *(
        Odd(MEMBER, {"姓名": written}, "name", "王伟")
        for written in ("王　伟", "王  伟", "王\xa0伟", "王伟\u200b", "\u202d王伟\u202c")
    ),
    *(
        Odd(MEMBER, {"姓名": f"阿依古丽{dot}买买提"}, "name", "阿依古丽·买买提")
        for dot in ("·", "•", "‧", "・", "．", " · ")
    ),
    Odd(MEMBER, {"姓名": "⾼秀芳", "性别": "⼥"}, "name", "高秀芳"),
    Odd(MEMBER, {"姓名": "⻓孙⻢"}, "name", "长孙马"),
    *(
        Odd(MEMBER, {"姓名": written}, "name", written) for written in ("𬀩䶮", "㭎𬭚", "﨑", "John Smith")
    ),  # rare, and theirs
    Odd(VISIT, {"走访内容": "看望⽼党员"}, "summary", "看望老党员"),
    Odd(VISIT, {"走访内容": '=DISPIMG("ID_5BA4F81A",1)'}, "summary", ""),
    Odd(MEMBER, {"性别": " 女 "}, "gender", "female"),
    *(Odd(MEMBER, {"党员类别": written}, "kind", "full") for written in ("正 式 党 员", "正式", "中共党员")),
    *(
        Odd(MEMBER, {"党员类别": written}, "kind", "probationary")
        for written in ("预备党员", "预备", "中共预备党员")
    ),
    Odd(MEMBER, {"民族": None}, "ethnicity", ""),
    *(Odd(MEMBER, {"流动党员": written}, "away", True) for written in YES),
    *(Odd(MEMBER, {"流动党员": written}, "away", False) for written in NO),
    Odd(VISIT, {"社区": "清 泉 社 区"}, "community", "清泉社区"),
    Odd(VISIT, {"社区": "街道本级", "走访类型": "接访"}, "community", None),
    Odd(VISIT, {"社区": None, "走访类型": "接访"}, "community", None),
    Odd(MEMBER, {"所在党组织": "清泉社区第一党支部\u200b "}, "org", "清泉社区第一党支部"),
    Odd(VISIT, {"班子成员": "王建军"}, "leaders", ["王建军（党工委书记）"]),
    Odd(VISIT, {"班子成员": "王建军(党工委书记)"}, "leaders", ["王建军（党工委书记）"]),
    *(
        Odd(VISIT, {"班子成员": written}, "leaders", ["李敏（办事处主任）", "王建军（党工委书记）"])
        for written in (
            "王建军、李敏",
            "王建军，李敏",
            "王建军,李敏",
            "王建军;李敏",
            "王建军\n李敏",
            "李敏、王建军、李敏、",
        )
    ),
    Odd(VISIT, {"班子成员": "陈涛（组织委员）"}, "leaders", ["陈涛（组织委员）"]),
    Odd(
        TEAM,
        {"队中党员": "刘芳、张伟（文昌社区党支部）"},
        "members",
        ["刘芳（清泉社区第一党支部）", "张伟（文昌社区党支部）"],
    ),
    Odd(
        TEAM, {"队中党员": "张伟(清泉社区第一党支部,出生日期不详)"}, "members", ["张伟（清泉社区第一党支部）"]
    ),
    Odd(VISIT, {"同行人员": "张\u200b三\ufeff"}, "companions", "张三"),
    Odd(VISIT, {"同行人员": "张三\n李四"}, "companions", "张三 李四"),
    Odd(VISIT, {"同行人员": "=1+1"}, "companions", "=1+1"),
    Odd(VISIT, {"走访内容": "第一行\r\n第二行\x07"}, "summary", "第一行\n第二行"),
    Odd(PAYMENT, {"凭证号": 20250012.0}, "doc_no", "20250012"),
    Odd(PAYMENT, {"凭证号": "无"}, "doc_no", "无"),
    Odd(TERM, {"在用": None}, "in_use", True),
    Odd(CASE, {"调解结果": "调解成功", "结案日期": "2025-3-20"}, "result", "success"),
    Odd(CASE, {"调解结果": "已化解", "结案日期": "2025-3-20"}, "result", "success"),
    Odd(MEMBER, {"性别": "F"}, "gender", "female"),
    Odd(MEMBER, {"党员类别": "中共预备党员"}, "kind", "probationary"),
    Odd(MEMBER, {"入党日期": "1998年7月"}, "joined_on", None),
    Odd(MEMBER, {"身份证号": ID_NO, "出生日期": "1949.12"}, "birth_date", date(1949, 12, 31)),
    Odd(VISIT, {"走访类型": "入户走访"}, "kind", "household"),
]

LOST = "号码被当作数字存放，后面几位已经丢失。请把这一列设为“文本”格式，再重新填写完整号码"
NOT_A_DAY = "看不出是哪一天，请写全年月日。例：2026-11-20"
NOT_A_NUMBER = "不是数字，请用阿拉伯数字填写"
NO_PHONE = "手机号应为 11 位数字，例：13800138000"
NO_ID = "身份证号应为 18 位数字，末位可以是 X，请对照证件核对"

WRONG = [
    # days
    *(
        Wrong(VISIT, {"走访日期": written}, NOT_A_DAY)
        for written in (
            "3月5日",
            "25.3.5",
            "2025、3、5",
            "昨天",
            "45721",
            "2025-3-5~2025-3-7",
            "2025/3/5 25:30",
        )
    ),
    *(
        Wrong(VISIT, {"走访日期": written}, f"“{written}”只有年月，缺哪一天，请补上")
        for written in ("2025年3月", "2025.03", "2025-3", "202503", 2025.3)
    ),
    Wrong(
        VISIT,
        {"走访日期": 45721.0},
        "这是日期的序号，看不出原来的写法。请把单元格设为“日期”格式，核对后再导入",
        value="45721",
    ),
    Wrong(VISIT, {"走访日期": "2025年3月5日（周四）"}, "前后不一：2025-03-05 是星期三，请核对"),
    Wrong(VISIT, {"走访日期": "2025-03-05T16:00:00Z"}, "是别的时区的时间，换成北京时间是另一天，请只写日期"),
    Wrong(VISIT, {"走访日期": "2025-02-30 14:30"}, "“2025-02-30”不存在，2 月只有 28 天"),
    Wrong(VISIT, {"走访日期": "2025-02-30"}, "“2025-02-30”不存在，2 月只有 28 天。例：2026-11-20"),
    Wrong(VISIT, {"走访日期": "2025-13-01"}, "“2025-13-01”中没有 13 月。例：2026-11-20"),
    Wrong(VISIT, {"走访日期": "1025-03-05"}, "“1025-03-05”的年份不合理，请核对。例：2026-11-20"),
    Wrong(VISIT, {"走访日期": "2999-3-5"}, "“2999-3-5”的年份不合理，请核对。例：2026-11-20"),
    Wrong(VISIT, {"走访日期": "2199-3-5"}, "2199-03-05 还没有到，请填今天或以前的日期"),
    Wrong(VISIT, {"走访日期": None}, "请填写"),
    # numbers
    *(
        Wrong(PAYMENT, {"金额（元）": written}, NOT_A_NUMBER)
        for written in ("一万二", "约12000", "5千", "1万2", "12,00", "(500)", "1.2e4", "人民币12000元")
    ),
    Wrong(PAYMENT, {"金额（元）": "-500"}, "金额须大于 0"),
    Wrong(PAYMENT, {"金额（元）": 0}, "金额须大于 0"),
    Wrong(PAYMENT, {"金额（元）": "12.345"}, "最多 2 位小数，请核对"),
    Wrong(PAYMENT, {"金额（元）": 10.0**13}, "数字太大，小数点前最多 12 位，请核对", value="10000000000000"),
    Wrong(PAYMENT, {"金额（元）": "1234567890123456789012"}, "数字太长（22 位），请核对"),
    Wrong(PAYMENT, {"金额（元）": ""}, "请填写"),
    Wrong(PAYMENT, {"金额（元）": "#VALUE!"}, "公式没有算出结果（#VALUE!），请改填正确的内容"),
    *(
        Wrong(VISIT, {"走访内容": written}, f"公式没有算出结果（{written}），请改填正确的内容")
        for written in ("#SPILL!", "#CALC!", "#BUSY!", "#FIELD!", "#NAME?", "#GETTING_DATA", "Err:502")
    ),
    Wrong(VISIT, {"走访日期": '=_xlfn.DISPIMG("ID_5BA4F81A",1)'}, "单元格里是图片，图片不能导入，请改填文字"),
    Wrong(PAYMENT, {"用途": "#N/A"}, "公式没有算出结果（#N/A），请改填正确的内容"),
    *(Wrong(VISIT, {"走访户数": written}, "不是整数，请填整数，例：12") for written in (12.5, "12.5")),
    *(Wrong(VISIT, {"走访户数": written}, "不能小于 0，请核对") for written in (-3, "-3")),
    *(Wrong(VISIT, {"走访户数": written}, NOT_A_NUMBER) for written in ("十二", "12户左右", "3-5")),
    *(
        Wrong(VISIT, {"走访户数": written}, f"没有内容的请留空，不要填“{written}”")
        for written in ("/", "无", "—", "不详")
    ),
    # numbers of people
    Wrong(MEMBER, {"身份证号": "110105491231002"}, "这是 15 位旧号码，请填 18 位身份证号"),
    Wrong(MEMBER, {"身份证号": 110105194912310000.0}, LOST, value="110105194912310000"),
    Wrong(MEMBER, {"身份证号": "1.10105194912E+17"}, LOST),
    Wrong(
        MEMBER, {"身份证号": "110105194912310021"}, "身份证号的末位校验不符，可能有一位抄错，请对照证件核对"
    ),
    Wrong(MEMBER, {"身份证号": "11010519491331002X"}, "身份证号中的出生日期 19491331 不存在，请对照证件核对"),
    *(
        Wrong(MEMBER, {"身份证号": written}, NO_ID)
        for written in ("'" + ID_NO, "11010519491231002", ID_NO + "（本人）")
    ),
    Wrong(MEMBER, {"身份证号": "不详"}, "没有内容的请留空，不要填“不详”"),
    Wrong(
        MEMBER,
        {"身份证号": ID_NO, "出生日期": "1949年11月"},
        "与身份证号中的 1949-12-31 不符，请核对",
        "出生日期",
        "1949年11月",
    ),
    Wrong(MEMBER, {"身份证号": ID_NO, "性别": "男"}, "性别与身份证号第 17 位不符，请核对证件", "性别", "男"),
    Wrong(MEMBER, {"身份证号": "**************002X"}, "这是掩去一部分的号码，新记录要填完整号码"),
    Wrong(MEMBER, {"手机号": "138****8000"}, "这是掩去一部分的号码，新记录要填完整号码"),
    *(
        Wrong(MEMBER, {"手机号": written}, NO_PHONE)
        for written in ("1380013800", "0571-88888888", "13800138000/13900139000")
    ),
    # choices
    Wrong(MEMBER, {"性别": "X"}, "没有“X”这一项，可填：男、女"),
    Wrong(MEMBER, {"性别": None}, "请选择"),
    Wrong(MEMBER, {"党员类别": "正式的党员"}, "没有“正式的党员”这一项，是否为“正式党员”？"),
    Wrong(MEMBER, {"学历": "大学本科生"}, "没有“大学本科生”这一项，是否为“大学本科”？"),
    Wrong(VISIT, {"走访类型": "入户探访"}, "没有“入户探访”这一项，是否为“入户”？"),
    Wrong(PAYMENT, {"经费来源": "中央"}, "没有“中央”这一项，可填：市级、区级、街道、其他"),
    *(
        Wrong(MEMBER, {"流动党员": written}, f"“{written}”看不出是或否，请填“是”或“否”")
        for written in ("未知", "X", "/")
    ),
    # what is named
    Wrong(VISIT, {"社区": "清源社区"}, "没有“清源社区”这一项，是否为“清泉社区”？"),
    Wrong(VISIT, {"社区": "清泉"}, "没有“清泉”这一项，是否为“清泉社区”？"),
    Wrong(VISIT, {"社区": "柳荫社区"}, "没有“柳荫社区”这一项，可填：清泉社区、文昌社区、街道本级"),
    Wrong(VISIT, {"社区": "街道本级"}, "请选择走访的社区；街道本级只录接访"),
    Wrong(VISIT, {"社区": None}, "请选择走访的社区；街道本级只录接访"),
    Wrong(
        MEMBER,
        {"所在党组织": "清泉社区第1党支部"},
        "没有“清泉社区第1党支部”这一项，是否为“清泉社区第一党支部”？",
    ),
    Wrong(MEMBER, {"所在党组织": None}, "请选择"),
    Wrong(VISIT, {"班子成员": "王建军、赵六"}, "没有“赵六”这一项，可填：王建军（党工委书记）、"),
    Wrong(
        VISIT, {"班子成员": "陈涛"}, "“陈涛”有 2 个，请写明是哪一个，例：陈涛（组织委员）、陈涛（宣传委员）"
    ),
    Wrong(TEAM, {"队中党员": "刘方"}, "没有找到“刘方”，请核对姓名；须先有这个人的记录"),
    Wrong(TEAM, {"队中党员": "刘芳、张伟"}, "“张伟”有 2 位，请写明是哪一位，例：张伟（"),
    Wrong(
        TEAM,
        {"队中党员": "刘芳（文昌社区党支部）"},
        "没有找到“刘芳（文昌社区党支部）”，请核对姓名；须先有这个人的记录",
    ),
    Wrong(INSTRUCTOR, {"联系的两新组织": "江州科技"}, "“江州科技”还没有录入，请先录入它"),
    Wrong(
        ORG,
        {"上级党组织": "锦河街道党工委"},
        "没有“锦河街道党工委”这一项，可填：科创联合党支部、清泉社区第一党支部、文昌社区党支部",
    ),
    Wrong(SERVICE, {"事项": "办证"}, "没有“办证”这一项，可填：社会保障、民政救助、"),
    # text
    Wrong(VISIT, {"同行人员": "字" * 201}, "最多 200 个字，现在有 201 个，请写短一些"),
    Wrong(PAYMENT, {"凭证号": 1e15}, LOST, value="1000000000000000"),
    Wrong(TERM, {"名称": "\u200b "}, "请填写"),
    # columns that must agree
    Wrong(
        CASE,
        {"结案日期": "2025-03-01", "调解结果": "调解成功"},
        "2025-03-01 早于受理日期 2025-03-05，请核对两个日期",
    ),
    Wrong(CASE, {"结案日期": "2025-3-20"}, "已填结案日期，请选择调解结果", "调解结果", "进行中"),
    Wrong(CASE, {"调解结果": "调解成功"}, "已有调解结果，请填写结案日期", "结案日期", ""),
    Wrong(MEMBER, {"离开日期": "2025-1-1"}, "填了离开日期，就要选离开原因", "离开原因", ""),
    Wrong(ORG, {"社区": None}, "社区领域的党组织要选社区"),
    Wrong(ORG, {"撤销日期": "2010-1-1"}, "2010-01-01 早于成立日期 2018-06-01，请核对两个日期"),
]
