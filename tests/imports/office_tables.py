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


# ── The further kinds ───────────────────────────────────────────────────────
# By kind, each column of ours and how an office heads it; columns that are not named keep our own heading.
HEADINGS: dict[str, dict[str, str]] = {
    "meetings.decision": {
        "决策事项": "议题",
        "工作法": "决策方法",
        "征求意见日期": "征求意见时间",
        "党组织提议日期": "党组织提议时间",
        "两委商议日期": "两委会商议时间",
        "党员大会审议日期": "党员大会审议时间",
        "居民会议决议日期": "居民代表会议决议日期",
        "决议公开日期": "决议公开时间",
        "结果公开日期": "结果公开时间",
        "决议应到人数": "应到人数",
        "决议实到人数": "实到人数",
        "赞成人数": "赞成票数",
        "社区": "所属社区",
    },
    "meetings.campaign": {"名称": "主题教育名称", "起始年度": "开始年度", "结束年度": "结束年份"},
    "meetings.trainingplan": {
        "计划月份": "月份",
        "培训对象": "参训对象",
        "培训内容": "培训主题",
        "会议类型": "培训形式",
        "计划学时": "课时",
        "承办党组织": "主办单位",
    },
    "meetings.orgliferule": {"次数": "最少次数", "依据": "文件依据", "执行起始日期": "执行起始时间"},
    "services.servicecase": {
        "受理日期": "受理时间",
        "社区": "所在社区",
        "事项": "代办事项",
        "申请人": "服务对象",
        "全程代办": "是否全程代办",
        "办理结果": "办理状态",
        "办结日期": "办结时间",
        "代办员": "代办人",
        "说明": "备注",
    },
    "services.gooddeed": {
        "办理日期": "办理时间",
        "社区": "所在社区",
        "实事内容": "实事好事内容",
        "报到党员": "办事党员",
        "其他参加人员": "参与人员",
        "受益人数": "受益群众数",
    },
    "services.projectclaim": {
        "认领日期": "认领时间",
        "服务项目": "项目名称",
        "认领党员": "认领人",
        "其他认领人": "认领单位",
        "完成日期": "完成时间",
        "社区": "社区名称",
    },
    "services.brand": {
        "品牌名称": "党建品牌",
        "推出日期": "创建时间",
        "服务内容": "主要做法",
        "社区": "所属社区",
    },
    "services.mediareport": {
        "服务品牌": "所属品牌",
        "刊播日期": "发表日期",
        "媒体名称": "刊播媒体",
        "媒体级别": "级别",
        "标题": "文章标题",
    },
    "services.serviceitem": {"名称": "事项名称", "顺序": "排序", "在用": "是否在用"},
    "services.volunteercategory": {"名称": "类别名称", "顺序": "排序", "在用": "是否在用"},
    "mediation.heart": {"顺序": "排序", "在用": "是否在用"},
    "members.partyorg": {
        "党组织名称": "党组织全称",
        "类别": "党组织类别",
        "领域": "所属领域",
        "社区": "所在社区",
        "成立日期": "批准成立日期",
        "撤销日期": "撤销时间",
        "上级党组织": "上级党委",
        "书记": "书记姓名",
        "本届任期起": "换届日期",
        "本届任期止": "届满日期",
    },
    "members.postholder": {
        "党组织": "所在支部",
        "职务": "党内职务",
        "姓名": "任职人",
        "任职日期": "任职时间",
        "离任日期": "离任时间",
        "党员": "对应党员",
    },
    "members.instructor": {
        "姓名": "指导员姓名",
        "所在单位": "派出单位",
        "派驻日期": "选派时间",
        "离任日期": "离任时间",
        "手机号": "联系电话",
        "联系的两新组织": "联系企业",
    },
    "members.honour": {
        "表彰日期": "表彰时间",
        "荣誉": "荣誉称号",
        "荣誉全称": "荣誉名称",
        "级别": "表彰级别",
        "党组织": "所在党支部",
        "受表彰的党员": "受表彰党员",
        "其他受表彰者": "获奖人",
        "文件文号": "文号",
        "主要事迹": "先进事迹",
        "可以公开": "是否公开",
    },
    "members.flagpost": {
        "党员": "党员姓名",
        "类型": "岗位类型",
        "岗位或区域": "岗位名称",
        "承诺": "承诺内容",
        "开始日期": "设岗时间",
    },
    "duties.duty": {
        "班子成员": "责任领导",
        "责任内容": "责任事项",
        "完成时限": "时限要求",
        "完成日期": "实际完成日期",
        "完成情况": "落实情况",
    },
    "duties.pledge": {
        "编号": "责任书编号",
        "班子成员": "责任领导",
        "签订日期": "签订时间",
        "签订的党工委书记": "签订人",
    },
    "duties.talk": {
        "约谈日期": "约谈时间",
        "方式": "谈话方式",
        "班子成员": "领导班子成员",
        "其他人": "被约谈人",
        "涉及社区": "所属社区",
        "约谈人": "谈话领导",
        "事由": "约谈事由",
        "整改要求": "提出要求",
        "整改期限": "整改时限",
        "整改完成日期": "整改完成时间",
    },
    "duties.remedy": {
        "整改年度": "年度",
        "来源": "问题来源",
        "社区": "所属社区",
        "问题": "反馈问题",
        "责任人": "责任单位",
        "整改期限": "完成时限",
        "整改措施": "措施",
        "完成日期": "销号日期",
        "整改结果": "整改成效",
    },
    "duties.problem": {
        "发现日期": "督查时间",
        "社区": "被查社区",
        "问题": "存在问题",
        "责任人": "责任单位",
        "整改期限": "整改时限",
        "整改完成日期": "整改完成时间",
        "复核人": "复查人",
    },
    "duties.scheme": {"年度": "考核年度", "名称": "办法名称"},
    "duties.round": {"第几次": "次数", "开始日期": "启动日期", "说明": "备注"},
    "duties.score": {"社区": "被考核社区", "考核指标": "指标名称", "得分": "分数", "扣分原因": "扣分说明"},
    "duties.review": {
        "评议对象": "被评议人",
        "评议日期": "测评日期",
        "有效票": "有效票数",
        "综合评价": "评议等次",
        "评议意见": "意见",
    },
    "communities.community": {
        "名称": "社区名称",
        "编码": "社区编码",
        "类别": "社区类型",
        "顺序": "排序",
        "成立日期": "成立时间",
        "撤销日期": "撤销时间",
    },
    "communities.leader": {
        "姓名": "领导姓名",
        "职务": "现任职务",
        "任职日期": "任职时间",
        "离任日期": "离任时间",
    },
    "communities.partnerunit": {
        "单位名称": "共建单位名称",
        "社区": "共建社区",
        "单位性质": "单位类别",
        "共建开始日期": "签约时间",
        "共建结束日期": "到期日期",
        "联系人": "联络人",
        "联系电话": "电话",
        "共建内容": "共建项目",
    },
    "communities.parttimemember": {
        "姓名": "委员姓名",
        "社区": "任职社区",
        "所在单位": "工作单位",
        "单位职务": "职务",
        "聘任日期": "聘任时间",
        "解聘日期": "解聘时间",
    },
    "communities.worker": {
        "姓名": "网格员姓名",
        "社区": "所在社区",
        "岗位": "人员类别",
        "负责网格": "网格名称",
        "证书": "职业资格",
        "上岗日期": "入职日期",
        "离岗日期": "离职日期",
    },
    "communities.election": {
        "社区": "换届社区",
        "换届机构": "选举机构",
        "换届年份": "换届年度",
        "选举日期": "选举时间",
        "完成日期": "完成时间",
        "应到人数": "登记选民数",
        "实到人数": "投票人数",
        "当选人数": "当选数",
    },
    "communities.rectification": {
        "社区": "整顿社区",
        "整顿类别": "整顿类型",
        "整顿开始日期": "整顿开始时间",
        "验收日期": "销号日期",
        "验收结果": "整顿结果",
        "联系领导": "包联领导",
        "主要问题": "突出问题",
        "整顿措施": "整改措施",
    },
    "communities.survey": {
        "测评日期": "测评时间",
        "社区": "测评社区",
        "测评内容": "测评项目",
        "有效份数": "有效问卷数",
        "满意（知晓）": "满意票数",
        "基本满意（基本知晓）": "基本满意数",
        "不满意（不知晓）": "不满意数",
        "发放份数": "发放问卷数",
        "收回份数": "回收问卷数",
    },
    "reports.zerostatement": {"说明": "备注", "社区": "所属社区"},
    "reports.cause": {"名称": "原因名称", "顺序": "排序", "在用": "是否在用"},
}
EXTRA = ("填报单位", "填报人")  # columns of every table that are nothing of ours
