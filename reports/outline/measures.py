"""四、下步工作思路和主要措施: figures 49–69."""

from reports.outline.base import Section, clause, point

AIM = "总体思路：{next_year}年，坚持以居民满意为尺度，以建强支部为根本，以解决实际问题为突破，让基层党组织更有凝聚力、更有战斗力。"

MEASURES = (
    Section(
        "duty",
        "压紧责任，在抓常抓长上用力。",
        (
            point(
                "meetings",
                "守好主责主业。",
                "书记带头抓、班子一起抓，每月召开党建专题会议不少于{targets.special_meetings}次",
                "层层签订责任书，落后的约谈、见效的推广",
            ),
            point(
                "visits",
                "走好一线路子。",
                "班子成员每月到社区走访不少于{targets.monthly_visits}次",
                "书记家访每次不少于{targets.home_visit_households}户",
            ),
            point("funding", "备足工作经费。", "全年计划安排党建工作经费{targets.party_funding}万元", "社区人员待遇按规定兑现"),
        ),
    ),
    Section(
        "teams",
        "锻造队伍，在强筋健骨上用力。",
        (
            point("appraisal", "考出干劲。", "按月查、按季评、半年看、年终述，结果与社区和个人的考评挂钩"),
            point(
                "education",
                "教出本领。",
                clause(
                    "党性学习不少于{targets.party_spirit}次",
                    "党风政风教育不少于{targets.conduct_education}次",
                    "支部书记培训不少于{targets.branch_secretary_training}次",
                    before="全年安排",
                ),
            ),
            point("models", "树出榜样。", "把身边党员的事迹讲给更多人听，形成比着学、赶着干的风气"),
        ),
    ),
    Section(
        "basics",
        "夯实基层，在补短强弱上用力。",
        (
            point(
                "rectification",
                "转化后进。",
                "计划投入{targets.rectification_funding}万元改善后进社区条件",
                "整顿社区群众满意率达到{targets.satisfaction}以上",
            ),
            point(
                "demonstration",
                "带动示范。",
                "示范点建设重点抓好{targets.demonstration_communities}",
                "每名报到党员为群众办实事不少于{targets.deeds_per_member}件",
            ),
            point(
                "region",
                "拓宽共建。",
                clause("共建单位{targets.new_partner_units}家", "兼职委员{targets.new_part_time_members}名", before="新吸纳"),
                "用好{services.checked_in_members}名在职党员，认领服务项目{targets.project_claims}个",
            ),
            point(
                "decisions",
                "规范决策。",
                "每月开展民主决策培训{targets.decision_training}次",
                "群众对民主决策的知晓度达到{targets.decision_awareness}",
            ),
            point(
                "two_new",
                "激活两新。",
                "以岗位练兵、结对联谊等方式让两新党组织动起来",
                "从中培养入党积极分子{targets.two_new_activists}名",
            ),
        ),
    ),
    Section(
        "service",
        "创新载体，在惠民便民上用力。",
        (
            point("pilots", "深化机制试点。", "选准{targets.pilot_communities}个社区先行先试，成熟一项、推开一项"),
            point(
                "brands",
                "擦亮服务品牌。",
                "现有{services.brands}个服务品牌逐个规范提升",
                "再推出{targets.new_brands}个新品牌",
            ),
            point(
                "volunteers",
                "壮大志愿力量。",
                "{services.volunteer_categories}类志愿服务队伍分类排班",
                "重要节日和居民急需时优先到场",
            ),
        ),
    ),
)
