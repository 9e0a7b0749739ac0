"""一、履职工作的特色和亮点: figures 1–38."""

from reports.outline.base import Section, clause, point, rose

HIGHLIGHTS = (
    Section(
        "foundations",
        "突出“{count}个到位”，基层基础更牢。",
        (
            point(
                "duty",
                "责任落实到位。",
                "全年召开党建专题会议{meetings.special}次",
                "班子配备、换届准备、机制运行等事项逐一过堂，定了就办、办完销账",
            ),
            point(
                "frontline",
                "联系服务到位。",
                "坚持到一线听民声，班子成员深入社区{visits.frontline}次",
                clause("走进居民家中{visits.households}户", "带回意见建议{visits.opinions}条"),
                "帮助群众解决困难{visits.difficulties_solved}件",
            ),
            point(
                "funding",
                "经费投入到位。",
                clause(
                    "社区工作经费{funding.work}万元",
                    "党建工作经费{funding.party}万元",
                    "服务群众专项经费{funding.service}万元",
                    before="全年拨付",
                ),
                "每一笔都有去向、有凭证",
            ),
            point(
                "premises",
                "阵地整顿到位。",
                "安排{funding.premises}万元改善活动场所、帮扶后进单位",
                clause(
                    "整顿单位群众满意率由{communities.satisfaction_before}提升至{communities.satisfaction_after}",
                    when=rose("communities.satisfaction_before", "communities.satisfaction_after"),
                    otherwise="整顿单位群众满意率整顿前为{communities.satisfaction_before}，整顿后为{communities.satisfaction_after}",
                ),
            ),
        ),
    ),
    Section(
        "teams",
        "带好“{count}支队伍”，干事本领更强。",
        (
            point(
                "cadres",
                "抓实干部队伍。",
                "开展“{campaign}”主题教育",
                clause("组织学习研讨{meetings.study}次", "书记讲党课{meetings.secretary_lectures}次"),
                clause("开展党性学习{meetings.party_spirit}次", "以会代训{meetings.training}次"),
            ),
            point(
                "members",
                "抓严党员队伍。",
                "坚持成熟一个、发展一个",
                clause(
                    "入党积极分子{members.activists}人",
                    "发展对象{members.candidates}人",
                    before="全年确定",
                ),
                "接收预备党员{members.admitted}名",
            ),
            point(
                "workers",
                "抓强社区工作队伍。",
                "指导{communities.elections_completed}个城市社区完成党组织和居委会换届",
                "新班子边学边干、平稳接棒",
            ),
            point(
                "volunteers",
                "抓活志愿者队伍。",
                "按居民所需组队、按专长派单",
                "{services.party_volunteers}名党员亮身份、当骨干，常态参加志愿服务",
            ),
        ),
    ),
    Section(
        "coverage",
        "推进“{count}项建设”，组织覆盖更广。",
        (
            point(
                "region",
                "区域化党建有声势。",
                "{communities.big_committees}个社区建立大党委",
                clause("共建单位{communities.partner_units}家", "兼职委员{communities.part_time_members}名", before="吸纳"),
                clause("{services.checked_in_members}名在职党员到社区报到"),
                "办成实事好事{services.good_deeds}件",
            ),
            point(
                "two_new",
                "两新组织党建有进展。",
                "{members.two_new_total}个两新组织中建起党组织{members.two_new_party_orgs}家",
                "其中{year}年新建{members.two_new_founded}家",
                "应建已建率达到{members.two_new_coverage}",
                "对{members.two_new_ineligible}个暂不具备组建条件的组织加强联系",
                "选派党建指导员{members.instructors}名",
            ),
            point(
                "brands",
                "服务型党组织建设有品牌。",
                "培育社区服务品牌{services.brands}个",
                "其中{services.brand_community}于{brand_year}年{services.brand_month}月推出“{brand}”",
                "《{services.brand_media}》作了报道",
            ),
        ),
    ),
    Section(
        "mechanisms",
        "健全“{count}项机制”，为民服务更实。",
        (
            point(
                "decisions",
                "用好民主决策机制。",
                "居民的事按程序由居民议定",
                "全年运用民主决策工作法{meetings.decisions}次",
                "采纳合理意见{meetings.decision_opinions_adopted}项",
            ),
            point("mediation", "用好矛盾调解机制。", "调解员以真心换和气、把纠纷化在家门口", "调解成功率为{mediation.success_rate}"),
            point("proxy", "用好便民服务机制。", "材料一次收、专人全程跑、到期必答复", "全程代办占办结总量的{services.proxy_share}"),
            point("supervision", "用好监督问责机制。", "书记和班子成员各领责任清单", "党风廉政建设与业务工作同部署、同检查、同考核"),
        ),
    ),
)
