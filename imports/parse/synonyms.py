"""How offices head their columns otherwise than we do, by field, and what they write for our choices."""

SYNONYMS: dict[str, tuple[str, ...]] = {
    "address": ("住址", "家庭住址", "联系地址"),
    "amount": ("金额", "经费金额", "拨付金额", "支付金额", "经费"),
    "applied_on": ("申请时间", "递交申请书日期", "递交申请书时间", "申请入党时间"),
    "birth_date": ("出生年月日", "生日", "出生时间", "出生年月"),
    "case_no": ("编号", "卷宗号", "案卷号"),
    "category": ("类型", "分类", "事项类别"),
    "closed_on": ("办结日期", "结案时间", "办结时间"),
    "community": (
        "所属社区",
        "所在社区",
        "社区名称",
        "村",
        "村（社区）",
        "社区（村）",
        "村社区",
        "村居",
        "所属村居",
    ),
    "companions": ("同行人", "陪同人员", "参加人员"),
    "content": ("具体内容", "内容摘要", "事项内容", "意见内容"),
    "contact": ("联系人", "负责人"),
    "date": ("日期", "时间", "开展时间", "活动时间", "发生日期", "办理日期"),
    "education": ("文化程度", "学历层次", "最高学历"),
    "employees": ("职工人数", "员工数", "从业人数"),
    "ethnicity": ("名族", "族别"),
    "full_on": ("转正时间", "转为正式党员时间"),
    "gender": ("性別",),
    "handler": ("承办单位", "责任人", "承办人员"),
    "households": ("户数", "走访户数（户）", "入户数"),
    "id_no": ("身份证", "身份证号码", "公民身份号码", "公民身份证号", "证件号码", "身份证件号码"),
    "joined_on": ("入党时间", "加入党组织日期", "加入党组织时间"),
    "kind": ("类别", "类型", "种类"),
    "leaders": ("领导班子成员", "走访领导", "带队领导", "参加领导"),
    "name": ("姓名", "名称", "单位名称", "人员姓名", "组织名称"),
    "note": ("说明", "备注说明", "备注"),
    "org": ("所属党组织", "所在支部", "所属支部", "党支部", "党组织", "组织关系所在党组织"),
    "phone": ("手机", "电话", "联系电话", "联系手机", "手机号码", "联系方式"),
    "secretary": ("书记姓名", "党组织书记"),
    "since": ("起始日期", "成立日期", "成立时间", "开始时间", "任职时间", "起始时间", "转入日期", "转入时间"),
    "summary": ("简要情况", "主要内容", "情况说明", "走访情况"),
    "topic": ("主题", "议题", "会议主题", "事项名称"),
    "until": ("截止日期", "终止日期", "结束时间", "离任时间", "撤销日期"),
    "uscc": ("信用代码", "社会信用代码", "统一信用代码"),
    "work_unit": ("工作单位", "单位及职务", "单位职务", "工作单位职务"),
}

# of one kind alone
SYNONYMS_OF: dict[str, dict[str, tuple[str, ...]]] = {
    "members.member": {"kind": ("人员类别", "党员类型", "预/正", "正/预", "预备/正式", "正式/预备")},
}

# Headings that say other things as well: read only where no surer column is there; other values are errors.
BY_CONTENT: dict[tuple[str, str], tuple[str, ...]] = {
    ("members.member", "kind"): ("党籍状态", "政治面貌"),
}

# words for a choice, to its label
WORDS: dict[tuple[str, str], dict[str, str]] = {
    ("members.member", "kind"): {
        **{
            "正式": "正式党员",
            "中共党员": "正式党员",
            "中共正式党员": "正式党员",
            "中国共产党党员": "正式党员",
        },
        **{"预备": "预备党员", "中共预备党员": "预备党员", "中国共产党预备党员": "预备党员"},
    },
}
