"""What the 考核 of the demo asks, why points were taken off, and which problems were found."""

TITLE = "锦河街道{year}年度社区党建工作考核办法"
# group, content, full marks, way, figure, best value, value that gives nothing
CRITERIA = (
    ("party", "支部党日和党员教育", 15, "hand", "", None, None),
    ("party", "支部学习到课率", 15, "figure", "meetings.study_attendance", 95, 60),
    ("governance", "民主决策和居民议事", 10, "hand", "", None, None),
    ("governance", "矛盾调解成功率", 15, "figure", "mediation.success_rate", 98, 80),
    ("livelihood", "代办件全程代办占比", 15, "figure", "services.proxy_share", 80, 40),
    ("livelihood", "为老为小服务", 10, "hand", "", None, None),
    ("innovation", "做法被街道采用", 5, "hand", "", None, None),
    ("integrity", "账目和党务公开", 5, "deduction", "", None, None),
    ("satisfaction", "居民走访评价", 10, "hand", "", None, None),
)
REASONS = {
    "支部党日和党员教育": ("第二支部党日晚了一周", "流动党员没有联系上", "党课主题和上次重复"),
    "民主决策和居民议事": ("议事结果没有张榜", "停车一事议了没有办", "到会居民不到一半"),
    "为老为小服务": ("助餐点周末没有开", "课后托管停了两次", "独居老人探访漏了两户"),
    "做法被街道采用": ("没有报做法", "报了一项，没有采用"),
    "账目和党务公开": ("公开晚了三天", "公开栏缺一个月"),
    "居民走访评价": ("居民反映回话慢", "物业问题居民不满意", "楼道照明报修久"),
}
NO_FIGURE = "还没有这类记录，按上年情况给分"
PROBLEMS = (
    "三号楼楼道堆放杂物，消防通道不畅",
    "居民议事会的决定没有写明谁来办",
    "助餐点留样记录缺两天",
    "公开栏的经费公开停在上一季度",
    "党员活动室白天上锁，居民进不去",
    "独居老人探访本有三户没有签字",
    "代办件办结以后没有回告居民",
    "非机动车棚充电口坏了没有报修",
    "网格员名单没有更新",
    "调解室没有隔音，居民不愿意来",
)
REMARKS = (
    "希望多到新建小区走走。",
    "办事有回音，望坚持。",
    "年轻党员的活动还可以多些。",
)
