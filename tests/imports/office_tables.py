"""Tables as offices keep them, in their own words: the headings that real ones have, with rows that are invented.

For each column stands what it has to be taken for; "" where the portal has no place for it. Written from a list of
headings that offices use, before anything was taught to read them.
"""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, NamedTuple

ORG = "清泉社区第一党支部"
DAY = date(2025, 1, 5)
NAMES = ["王秀芳", "李建业", "张玉兰", "刘国强", "陈淑珍", "杨志远", "赵桂兰", "黄永福", "周淑敏", "吴德明"]


class OwnColumn(NamedTuple):
    """A column: its heading, ours, and what stands in its rows, by number from 0."""

    heading: str | None
    ours: str
    value: Callable[[int], Any]


class OwnTable(NamedTuple):
    """A table of an office, and what its author answers: by the sort of question and what it is about."""

    kind: str
    columns: list[OwnColumn]
    above: list[list[Any]] = []
    answers: dict[tuple[str, str], str] = {}

    def rows(self, start: int, count: int) -> list[list[Any]]:
        """The lines above, the headings, and so many rows from that number on."""
        heads = [column.heading for column in self.columns]
        numbers = range(start, start + count)
        return [*self.above, heads, *([column.value(n) for column in self.columns] for n in numbers)]


def name(n: int) -> str:
    return NAMES[n % 10] + ("" if n < 10 else "甲乙丙丁"[n // 10])


def born(n: int) -> date:
    return date(1948 + n, n % 12 + 1, 10 + n % 9)


def id_no(n: int) -> str:
    """A number with a right check digit, even of the seventeenth digit for women."""
    number = f"990101{born(n):%Y%m%d}{n % 100:02}{1 if n % 2 else 2}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return number + "10X98765432"[sum(int(d) * w for d, w in zip(number, weights, strict=True)) % 11]


def sex(n: int) -> str:
    return "男" if n % 2 else "女"


def day(n: int) -> str:
    return (DAY + timedelta(days=31 * (n % 10) + n)).isoformat()


def phone(n: int) -> str:
    return f"1390000{1000 + n}"


def always(value: Any) -> Callable[[int], Any]:
    return lambda n: value


def no(*headings: str | None) -> list[OwnColumn]:
    """Columns for which the portal has no place, with nothing in them."""
    return [OwnColumn(heading, "", always(None)) for heading in headings]


C = OwnColumn
SCHOOLS = ["小学", "初中", "高中", "中专", "大专", "本科", "硕士研究生", "大学", "专科", "高中及以下"]

TABLES = {
    "党员登记表": OwnTable(
        "members.member",
        [
            C("姓名*", "姓名", name),
            C("所在党支部*", "所在党组织", always(ORG)),
            C("性别*", "性别", sex),
            C("出生日期", "出生日期", born),
            C("身份证号码*", "身份证号", id_no),
            *no("党内职务", "所属部门", "民主评议情况"),
            C("户籍地", "", always("某省")),
            C(None, "", always("某市")),
            C(None, "", always("某县")),
            C("现居地址", "", always("清泉路0号")),
            *no("学位", "专业技术职务"),
            C("单位、职务或职业", "工作单位及职务", always("某厂退休")),
            *no("奖惩情况"),
            C("参加组织生活情况", "", always("正常")),
            C("联系电话", "手机号", always(None)),
            C("联系手机", "手机号", phone),
            C("入党时间", "入党日期", lambda n: f"{1975 + n}-07-01"),
            C("民族", "民族", always("汉")),
            C("党费交纳至", "", always("2025-10")),
            C("文化程度", "学历", lambda n: SCHOOLS[n % 10]),
            C("进入当前党支部日期", "组织关系转入日期", always("2016-05-01")),
            *no("是否困难党员", "是否建国前老党员", "是否出国出境"),
        ],
        above=[["1.0", "成员信息登记表"], ["填写注意事项：\n1.表格中带有*的单元格，为必须填入的数据项目"]],
        answers={("word", "高中及以下"): "普通高中"},
    ),
    "退役军人党员": OwnTable(
        "members.member",
        [
            C("所属党支部", "所在党组织", always(ORG)),
            C("姓名", "姓名", name),
            C("性别", "性别", sex),
            C("出生日期", "出生日期", born),
            C("民族", "民族", always("汉族")),
            C("学历", "学历", lambda n: SCHOOLS[n % 10]),
            C("身份证号码", "身份证号", id_no),
            C("联系电话", "手机号", phone),
            C("入党时间", "入党日期", lambda n: f"{1975 + n}-07-01"),
            C("党籍状态", "党员类别", always("正式党员")),
            *no("户籍所在派出所"),
            C("工作/学习单位", "工作单位及职务", always("某厂")),
            C("现居住地", "", always("清泉路0号")),
            C("籍贯", "", always("某省")),
            *no("原服役部队", "退役时间", "是否自主择业"),
            C("组织关系落实时间", "组织关系转入日期", always("2016-05-01")),
            C("编入党支部", "所在党组织", always(ORG)),
        ],
        answers={("word", "高中及以下"): "普通高中"},
    ),
    "企业党员名册": OwnTable(
        "members.member",
        [
            C("党员姓名", "姓名", name),
            C("性别", "性别", sex),
            C("民族", "民族", always("汉族")),
            C("学历", "学历", lambda n: SCHOOLS[n % 10]),
            C("出生日期", "出生日期", lambda n: f"{born(n):%Y/%m/%d}"),
            C("参加工作时间", "", always("1980/07/01")),
            C("入党时间", "入党日期", lambda n: f"{1975 + n}/07/01"),
            C("转正时间", "转正日期", lambda n: f"{1976 + n}/07/01"),
            C("转入现组织时间", "组织关系转入日期", always("2016/05/01")),
            C("出生地", "", always("某地")),
            *no("家庭住址", "现居住地址"),
            C("手机号", "手机号", phone),
            *no("电子邮箱", "QQ号", "微信号", "毕业院校"),
            C("身份证号", "身份证号", id_no),
            C("隶属党组织", "所在党组织", always(ORG)),
            *no("隶属企业"),
        ],
        answers={("word", "高中及以下"): "普通高中"},
    ),
    "双报到登记表": OwnTable(
        "services.checkin",
        [
            C("姓名*", "姓名", name),
            C("所在党支部*", "", always("区审计局机关党支部")),
            C("性别*", "", sex),
            C("出生日期", "", born),
            C("身份证号码*", "身份证号", id_no),
            *no("党内职务"),
            C("所属部门", "", always("审计科")),
            C("单位、职务或职业", "工作单位", always("区审计局 科员")),
            C("现居地址", "", always("清泉路1号")),
            C("联系电话", "手机号", always(None)),
            C("联系手机", "手机号", phone),
            C("入党时间", "", always("2005-07-01")),
            C("民族", "", always("汉族")),
            C("文化程度", "", always("本科")),
            C("报到社区", "社区", always("清泉社区")),
            C("报到时间", "报到日期", always("2025-01-10")),
            C("特长", "特长", always("法律")),
        ],
        above=[["双报到党员信息登记表"]],
    ),
    "组织生活台账": OwnTable(
        "meetings.meeting",
        [
            C("二级党组织", "召开单位", always(ORG)),
            C("会议类型", "会议类型", lambda n: ("支部党员大会", "支委会", "党小组会", "党课")[n % 4]),
            C("发布时间", "", day),
            C("开展主题", "主题", lambda n: f"学习专题{n}"),
            C("开始时间", "会议日期", lambda n: f"{day(n)} 14:30:00"),
            C("开展时长", "", always(90)),
            C("开展地点", "地点", always("三楼会议室")),
            C("主持人", "", name),
            C("联系人", "", name),
            C("联系人电话", "", phone),
            C("任务状态", "", always("已完成")),
            C("审核人", "", always("李审")),
        ],
    ),
    "走访台账": OwnTable(
        "visits.visit",
        [
            C("序号", "序号", lambda n: n + 1),
            C("走访时间", "走访日期", lambda n: DAY + timedelta(days=n)),
            C("帮扶干部", "", always("王甲")),
            C("走访地点", "", always("清泉路小区")),
            C("走访对象", "", name),
            C("联系电话", "", phone),
            C("走访情况记录", "走访内容", always("了解生活情况")),
            C("反映问题", "困难：内容", lambda n: f"楼道照明{n}"),
            C("解决情况", "", always("已解决")),
            *no("备注"),
        ],
        above=[["清泉社区走访台账"]],
        answers={("lack", "走访类型"): "入户"},
    ),
    "矛盾纠纷台账": OwnTable(
        "mediation.mediationcase",
        [
            C("事件名称", "", lambda n: f"楼上漏水纠纷{n}"),
            C("所属网格", "社区", always("清泉社区第三网格")),
            C("发生日期", "", lambda n: DAY + timedelta(days=n)),
            C("受理日期", "受理日期", lambda n: DAY + timedelta(days=n + 3)),
            *no("调解时限"),
            C("发生地点", "", always("清泉路")),
            C("事件类别", "纠纷类型", always("邻里纠纷")),
            C("事件规模", "", always("5人以下")),
            C("涉及人数", "", always(2)),
            C("涉及金额", "", always(0)),
            *no("涉及单位"),
            C("事件简述", "纠纷情况", always("楼上漏水引发争执")),
            C("化解方式", "", always("人民调解")),
            C("化解日期", "结案日期", lambda n: DAY + timedelta(days=n + 30)),
            C("化解责任人姓名", "调解员", always("王调")),
            C("化解责任人联系方式", "", always("13900000000")),
            C("化解组织", "", always("社区调委会")),
            C("化解是否成功", "调解结果", always("成功")),
            C("化解情况", "", always("双方达成协议")),
        ],
    ),
    "经费台账": OwnTable(
        "funding.payment",
        [
            C("序号", "序号", lambda n: n + 1),
            C("日期", "拨付日期", lambda n: DAY + timedelta(days=31 * (n % 10) + n)),
            C("摘要", "用途", lambda n: f"购买学习资料{n}"),
            C("类别", "经费类别", always("党建经费")),
            *no("收入"),
            C("支出", "金额（元）", lambda n: 350.5 + n),
            C("结余", "", lambda n: 9649.5 - n),
            C("经办人", "", name),
            C("票据号", "凭证号", lambda n: f"{120 + n:05}"),
            *no("备注"),
        ],
        above=[["2025年党建经费使用台账"], [None, None, None, None, None, "单位：元"]],
        answers={("lack", "社区"): "清泉社区"},
    ),
    "非公企业登记表": OwnTable(
        "members.twonewunit",
        [
            C("名称*", "组织名称", lambda n: f"锦河{n}有限公司"),
            C("营业执照号码*", "统一社会信用代码", always(None)),
            C("住所*", "", always("清泉路")),
            C("所属网格*", "社区", always("清泉社区")),
            C("有效期开始日期*", "开业日期", lambda n: date(2012, 5, 1) + timedelta(days=n)),
            C("有效期结束日期*", "", always(date(2042, 5, 1))),
            C("类别*", "类别", always("私营企业")),
            C("负责人*", "联系人", name),
            C("联系手机", "", phone),
            *no("固定电话", "传真"),
            C("面积(平方米)", "", always(200)),
            C("从业人数", "从业人数", lambda n: 20 + n),
            C("党员人数", "正式党员数", lambda n: n % 4),
            *no("简介", "荣誉", "备注"),
        ],
        above=[["非公有制经济组织信息登记表"]],
        answers={("column", "党员人数"): "full_members"},
    ),
    "志愿服务队伍台账": OwnTable(
        "services.volunteerteam",
        [
            C("序号", "序号", lambda n: n + 1),
            C("队伍名称", "队伍名称", lambda n: f"清泉{n}志愿服务队"),
            C("队伍类型", "类别", always("政策宣传")),
            C("所属社区", "社区", always("清泉社区")),
            C("成立时间", "成立日期", always(date(2020, 5, 4))),
            C("队长", "负责人", name),
            C("联系电话", "", phone),
            C("志愿者人数", "志愿者人数", lambda n: 20 + n),
            C("党员人数", "", lambda n: n % 4),
            C("服务内容", "", always("政策宣讲")),
        ],
        above=[["志愿服务队伍台账"]],
    ),
    "发展党员台账": OwnTable(
        "members.applicant",
        [
            C("序号", "序号", lambda n: n + 1),
            C("姓名", "姓名", name),
            C("性别", "性别", sex),
            C("出生年月", "出生日期", lambda n: f"{born(n):%Y年%m月}"),
            C("身份证号", "身份证号", id_no),
            C("所在党支部", "受理党组织", always(ORG)),
            C("递交入党申请书时间", "递交申请书日期", always("2023-01-05")),
            C("确定入党积极分子时间", "确定为积极分子日期", always("2023-07-10")),
            C("确定发展对象时间", "发展对象备案日期", always("2024-08-01")),
            C("入党时间", "支部大会接收日期", always(None)),
            C("转正时间", "转正日期", always(None)),
            C("培养联系人", "", always("张甲、李乙")),
            C("备注", "备注", always(None)),
        ],
    ),
}
