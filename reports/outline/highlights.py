"""一、履职工作的特色和亮点: figures 1–38.

Each clause says what its figures count, and no more: no verdict, no praise.
"""

from reports.outline.base import Point, Section

RATES = (
    "整顿单位的专项问卷满意率由{communities.satisfaction_before}提升至{communities.satisfaction_after}"
    "（有效问卷{whole.communities.satisfaction_after}份）（整顿后的{change.communities.satisfaction_after}）"
    "／整顿单位的专项问卷满意率｜整顿前为{communities.satisfaction_before}、整顿后为{communities.satisfaction_after}"
)
RATES_AGAIN = (
    "整顿单位专项问卷里满意的由{communities.satisfaction_before}提高到{communities.satisfaction_after}"
    "（整顿后的{change.communities.satisfaction_after}）"
    "／整顿单位专项问卷里满意的｜整顿前{communities.satisfaction_before}、整顿后{communities.satisfaction_after}"
)
STUDY_AGAIN = "“{campaign}”主题教育的学习研讨办了{meetings.study}次／学习研讨办了{meetings.study}次"
STUDY = "组织“{campaign}”主题教育学习研讨{meetings.study}次／组织学习研讨{meetings.study}次"
COVERAGE = (
    "应建党组织的单位{whole.members.two_new_coverage}个中已建{part.members.two_new_coverage}个（{members.two_new_coverage}）"
    "／应建已建率为{members.two_new_coverage}，应建未建的还有{left.members.two_new_coverage}个"
)

COVERAGE_AGAIN = (
    "应建的{whole.members.two_new_coverage}个单位里{part.members.two_new_coverage}个建了党组织（{members.two_new_coverage}）"
    "／应建已建率{members.two_new_coverage}，应建未建的{left.members.two_new_coverage}个"
)

HIGHLIGHTS = (
    Section(
        "highlights.foundations",
        (
            "抓基层基础，做了{count}方面工作。",
            "基层基础，分{count}件来说。",
            "先说打基础的事，共{count}项。",
            "基层基础这一块，做了{count}件事。",
        ),
        (
            Point(
                "highlights.foundations.duty",
                (
                    "专题研究党建。{so_far}开党建专题会议{meetings.special}次（{change.meetings.special}），"
                    "其中{me}主持{known.meetings.chaired}次，{idle_months}没有开。",
                    "党建专题会。上年定下{strict.special_meetings}，{judged.special_meetings}。"
                    "{so_far}合计开党建专题会议{meetings.special}次（{change.meetings.special}），{me}主持{known.meetings.chaired}次。",
                    "集体议党建。有{active.meetings.special}个月开了党建专题会议，{so_far}共{meetings.special}次（{change.meetings.special}），"
                    "{idle_months}没有开。{me}主持{known.meetings.chaired}次。",
                    "党工委议党建。{me}主持党建专题会议{known.meetings.chaired}次，{so_far}合计{meetings.special}次（{change.meetings.special}），"
                    "{idle_months}没有开。",
                    "党建专题会月月开。{full.meetings.special}个月没有一个月空着，{so_far}合计{meetings.special}次（{change.meetings.special}）。"
                    "{me}主持{known.meetings.chaired}次。",
                ),
            ),
            Point(
                "highlights.foundations.frontline",
                (
                    "走访联系。{so_far}班子到社区{visits.frontline}次（{change.visits.frontline}），其中{me}去了{known.visits.by_secretary}次，{me}另家访{known.visits.home_visits}次；"
                    "解决群众困难{visits.difficulties_solved}件，还有{visits.difficulties_open}件困难没有解决"
                    "（往年留下的{known.visits.difficulties_earlier}件）。"
                    "班子走访居民{visits.households}户次，各类走访接访听取意见建议{visits.opinions}条。",
                    "到社区去。上年定下班子到社区{strict.monthly_visits}，{judged.monthly_visits}；"
                    "困难｜解决{visits.difficulties_solved}件、没有解决{visits.difficulties_open}件。"
                    "{so_far}班子共到社区{visits.frontline}次（{change.visits.frontline}）、走访居民{visits.households}户次，{me}到社区{known.visits.by_secretary}次（另家访{known.visits.home_visits}次）；"
                    "各类走访接访听取意见建议{visits.opinions}条。",
                    "群众的难处。{so_far}解决走访中接下的困难{visits.difficulties_solved}件（{change.visits.difficulties_solved}），"
                    "其中{me}接下的{known.visits.secretary_difficulties}件，全街道还有{visits.difficulties_open}件困难没有解决。"
                    "半数在{half.visits.days_to_solve}天内解决；班子到社区{visits.frontline}次（{change.visits.frontline}），走访居民{visits.households}户次，"
                    "各类走访接访听取意见建议{visits.opinions}条，{me}到社区{known.visits.by_secretary}次（另家访{known.visits.home_visits}次）。",
                    "联系群众。{me}到社区{known.visits.by_secretary}次、家访{known.visits.home_visits}次，班子{so_far}合计{visits.frontline}次（{change.visits.frontline}）；"
                    "困难｜解决{visits.difficulties_solved}件、没有解决{visits.difficulties_open}件。"
                    "班子走访居民{visits.households}户次，各类走访接访听取意见建议{visits.opinions}条。",
                    "走到的地方。班子走访的社区有{reached.visits.frontline}个，{so_far}合计{visits.frontline}次（{change.visits.frontline}），"
                    "其中{me}去了{known.visits.by_secretary}次，{me}另家访{known.visits.home_visits}次；"
                    "接下的困难｜解决{visits.difficulties_solved}件、没有解决{visits.difficulties_open}件。"
                    "到得最多的是{top.visits.frontline}，到得最少的是{bottom.visits.frontline}；"
                    "走访居民{visits.households}户次，各类走访接访听取意见建议{visits.opinions}条。",
                ),
            ),
            Point(
                "highlights.foundations.funding",
                (
                    "经费。{so_far}拨付党建工作经费{funding.party}万元（{change.funding.party}）。"
                    "另拨｜社区工作经费{funding.work}万元、服务群众专项经费{funding.service}万元。",
                    "党建的钱。上年定下党建工作经费{pledge.party_funding}，{so_far}拨付{funding.party}万元"
                    "（还差{short.party_funding}万元）（多拨{beyond.party_funding}万元）。"
                    "社区工作经费{funding.work}万元（{change.funding.work}），服务群众专项经费{funding.service}万元。",
                    "拨付经费。给社区的工作经费{so_far}{funding.work}万元，服务群众专项经费{funding.service}万元，党建工作经费{funding.party}万元。"
                    "党建工作经费{change.funding.party}（平均每个社区{average.funding.party}万元）。",
                    "经费投向。服务群众专项经费{funding.service}万元（{change.funding.service}），"
                    "党建工作经费{funding.party}万元（{change.funding.party}）。社区工作经费{so_far}拨付{funding.work}万元。",
                ),
            ),
            Point(
                "highlights.foundations.premises",
                (
                    "阵地和整顿。{so_far}拨付阵地建设与整顿经费{funding.premises}万元（{change.funding.premises}）。"
                    + RATES
                    + "。",
                    "整顿的结果。"
                    + RATES_AGAIN
                    + "。{so_far}用于阵地建设与整顿的经费{funding.premises}万元（{change.funding.premises}）。",
                    "阵地建设。上年定下阵地建设与整顿经费{pledge.rectification_funding}，{so_far}拨付{funding.premises}万元"
                    "（还差{short.rectification_funding}万元）（多拨{beyond.rectification_funding}万元）。"
                    + RATES
                    + "。",
                    "补阵地。阵地建设与整顿经费{last_year}{moved.funding.premises}万元，{this_year}{funding.premises}万元。"
                    + RATES_AGAIN
                    + "。",
                ),
            ),
        ),
    ),
    Section(
        "highlights.teams",
        (
            "抓队伍建设，做了{count}件事。",
            "队伍这一块，说{count}件。",
            "再说带队伍，共{count}件。",
            "带队伍这一块，做了{count}件事。",
        ),
        (
            Point(
                "highlights.teams.cadres",
                (
                    "干部学习。{so_far}"
                    + STUDY.replace("／组织", "（{change.meetings.study}）／{so_far}组织")
                    + "（{change.meetings.study}），{me}讲党课{meetings.secretary_lectures}次。"
                    "开展｜党性学习{meetings.party_spirit}次、以会代训{meetings.training}次。",
                    "讲课和研讨。{me}讲党课{meetings.secretary_lectures}次（{change.meetings.secretary_lectures}），{so_far}"
                    + STUDY_AGAIN.replace("／学习", "／{so_far}学习")
                    + "。以会代训{meetings.training}次，党性学习{meetings.party_spirit}次。",
                    "干部队伍。党性学习上年定下{pledge.party_spirit}，{so_far}办了{meetings.party_spirit}次，"
                    "{me}讲党课{meetings.secretary_lectures}次。"
                    + STUDY
                    + "，以会代训{meetings.training}次。",
                    "学习培训。{so_far}以会代训{meetings.training}次（{change.meetings.training}）、党性学习{meetings.party_spirit}次，"
                    "{me}讲党课{meetings.secretary_lectures}次。" + STUDY_AGAIN + "。",
                    "党课和研讨。{so_far}党性学习{meetings.party_spirit}次（{change.meetings.party_spirit}），{me}讲党课{meetings.secretary_lectures}次，"
                    "以会代训{meetings.training}次。" + STUDY + "。",
                ),
            ),
            Point(
                "highlights.teams.members",
                (
                    "发展党员。{so_far}接收预备党员{members.admitted}名（{change.members.admitted}）。"
                    "确定｜入党积极分子{members.activists}人、发展对象{members.candidates}人。",
                    "党员队伍。{so_far}确定入党积极分子{members.activists}人（{change.members.activists}），"
                    "接收预备党员{members.admitted}名。"
                    "备案发展对象{members.candidates}人，积极分子里两新组织职工{known.members.two_new_activists}人。",
                    "入党培养。{so_far}｜确定积极分子{members.activists}人、备案发展对象{members.candidates}人、接收预备党员{members.admitted}名。"
                    "接收人数{change.members.admitted}；自管党员中三十五岁以下的占{known.members.young_share}。",
                    "新党员。{last_year}接收预备党员{moved.members.admitted}名，{this_year}接收{members.admitted}名。"
                    "另｜备案发展对象{members.candidates}人、确定入党积极分子{members.activists}人。",
                ),
            ),
            Point(
                "highlights.teams.workers",
                (
                    "社区班子。{so_far}有{communities.elections_completed}个城市社区完成党组织和居委会换届（城市社区共{urban_now}个）。",
                    "社区换届。城市社区{urban_now}个，{so_far}两套班子都换届完的有{communities.elections_completed}个。",
                    "换届选举。党组织和居委会都完成换届的城市社区，{so_far}有{communities.elections_completed}个（城市社区共{urban_now}个）。",
                ),
            ),
            Point(
                "highlights.teams.volunteers",
                (
                    "志愿者队伍。在活动的志愿服务队伍中有党员{services.party_volunteers}名（{change.services.party_volunteers}），"
                    "队伍有{known.services.volunteer_categories}类。",
                    "党员志愿者。{known.services.volunteer_categories}类志愿服务队伍在活动，"
                    "编在里面的党员{services.party_volunteers}名（{change.services.party_volunteers}）。",
                    "志愿服务。{last_year}编进志愿服务队伍的党员{moved.services.party_volunteers}名，现在{services.party_volunteers}名。",
                ),
            ),
        ),
    ),
    Section(
        "highlights.coverage",
        (
            "抓组织覆盖，涉及{count}项建设。",
            "组织覆盖，有{count}项建设。",
            "接着说组织，共{count}项。",
            "组织这一块，说{count}项。",
        ),
        (
            Point(
                "highlights.coverage.region",
                (
                    "区域化党建。到社区报到的在职党员{services.checked_in_members}名，"
                    "在职党员{so_far}办实事好事{services.good_deeds}件（{change.services.good_deeds}），共建单位{communities.partner_units}家。"
                    "现有｜设立大党委的社区{communities.big_committees}个、兼职委员{communities.part_time_members}名。",
                    "大党委和共建。设立大党委的社区{communities.big_committees}个（社区共{communities.total}个），"
                    "在职党员{so_far}办实事好事{services.good_deeds}件。"
                    "报到的在职党员{services.checked_in_members}名，"
                    "共建单位{communities.partner_units}家（今年新吸纳{known.communities.partner_units_joined}家），"
                    "兼职委员{communities.part_time_members}名（今年新聘{known.communities.part_time_members_appointed}名）。",
                    "在职党员进社区。在职党员到社区报到{services.checked_in_members}名（{change.services.checked_in_members}），"
                    "{so_far}办实事好事{services.good_deeds}件，共建单位{communities.partner_units}家。人均办实事{known.services.deeds_per_member}件；"
                    "现有｜兼职委员{communities.part_time_members}名、设立大党委的社区{communities.big_committees}个。",
                    "共建力量。现有｜共建单位{communities.partner_units}家（{change.communities.partner_units}）、"
                    "兼职委员{communities.part_time_members}名（{change.communities.part_time_members}），"
                    "在职党员{so_far}办实事好事{services.good_deeds}件。"
                    "设立大党委的社区{communities.big_committees}个，{services.checked_in_members}名在职党员到社区报到。",
                    "报到和共建。{so_far}在职党员办实事好事{services.good_deeds}件（{change.services.good_deeds}），"
                    "到社区报到的{services.checked_in_members}名，共建单位{communities.partner_units}家。"
                    "设立大党委的社区{communities.big_committees}个，兼职委员{communities.part_time_members}名"
                    "（今年新聘{known.communities.part_time_members_appointed}名）。",
                ),
            ),
            Point(
                "highlights.coverage.two_new",
                (
                    "两新组织党建。"
                    + COVERAGE
                    + "。两新组织{members.two_new_total}个，党组织{members.two_new_party_orgs}家（今年新建{members.two_new_founded}家），"
                    "上年底前成立而没有活动的{known.meetings.two_new_idle_orgs}家；"
                    "尚不具备组建条件的{members.two_new_ineligible}个，在岗党建指导员{members.instructors}名，"
                    "两新党组织{so_far}开展活动{meetings.two_new_activities}次。",
                    "两新党组织。现有两新党组织{members.two_new_party_orgs}家（{change.members.two_new_party_orgs}），"
                    "上年底前成立而{so_far}没有活动的{known.meetings.two_new_idle_orgs}家。"
                    "{so_far}新建{members.two_new_founded}家；"
                    + COVERAGE_AGAIN
                    + "；两新组织共{members.two_new_total}个，不够组建条件的{members.two_new_ineligible}个，"
                    "党建指导员{members.instructors}名在岗，两新党组织{so_far}活动{meetings.two_new_activities}次。",
                    "两新组织组建。{so_far}新建两新党组织{members.two_new_founded}家，现有{members.two_new_party_orgs}家，"
                    "上年底前成立而没有活动的{known.meetings.two_new_idle_orgs}家。"
                    + COVERAGE
                    + "；在岗党建指导员{members.instructors}名，两新组织{members.two_new_total}个"
                    "（尚不具备组建条件的{members.two_new_ineligible}个），两新党组织{so_far}办活动{meetings.two_new_activities}次。",
                    "两新领域。两新组织{members.two_new_total}个（{change.members.two_new_total}），"
                    "尚不具备组建条件的{members.two_new_ineligible}个。"
                    + COVERAGE_AGAIN
                    + "；党组织{members.two_new_party_orgs}家（今年新建{members.two_new_founded}家），"
                    "上年底前成立而没有活动的{known.meetings.two_new_idle_orgs}家，在岗党建指导员{members.instructors}名，"
                    "两新党组织{so_far}开展活动{meetings.two_new_activities}次。",
                    "两新党建。党组织{members.two_new_party_orgs}家，{so_far}新建{members.two_new_founded}家，"
                    "上年底前成立而没有活动的{known.meetings.two_new_idle_orgs}家。"
                    + COVERAGE_AGAIN
                    + "；两新组织{members.two_new_total}个，尚不具备组建条件的{members.two_new_ineligible}个，"
                    "党建指导员{members.instructors}名，两新党组织{so_far}办活动{meetings.two_new_activities}次。",
                ),
            ),
            Point(
                "highlights.coverage.brands",
                (
                    "服务品牌。现有社区服务品牌{services.brands}个（{change.services.brands}），{so_far}新推{known.services.brands_begun}个。"
                    "{services.brand_community}的“{brand}”于{brand_year}年{services.brand_month}月推出，{services.brand_media}作了报道。",
                    "品牌建设。{services.brand_media}报道了{services.brand_community}的“{brand}”（{brand_year}年{services.brand_month}月推出）。"
                    "现有社区服务品牌{services.brands}个（{change.services.brands}）。",
                    "社区品牌。{last_year}社区服务品牌{moved.services.brands}个，现在{services.brands}个。"
                    "“{brand}”由{services.brand_community}在{brand_year}年{services.brand_month}月推出，见于{services.brand_media}。",
                ),
            ),
        ),
    ),
    Section(
        "highlights.mechanisms",
        (
            "服务群众和作风，做了{count}件事。",
            "服务和作风，说{count}件。",
            "再说服务和作风，共{count}项。",
            "服务群众和改作风，说{count}件。",
        ),
        (
            Point(
                "highlights.mechanisms.decisions",
                (
                    "民主决策机制。{so_far}运用民主决策工作法{meetings.decisions}次（{change.meetings.decisions}），"
                    "采纳意见{meetings.decision_opinions_adopted}项，"
                    "用得不到{limit.low_decisions}次的城市社区{known.meetings.low_decision_communities}个。"
                    "步骤不齐没有计入的{known.meetings.decisions_incomplete}项。",
                    "居民议事。按民主决策工作法{so_far}作出决议{meetings.decisions}次，"
                    "采纳意见{meetings.decision_opinions_adopted}项（{change.meetings.decision_opinions_adopted}），"
                    "不到{limit.low_decisions}次的城市社区{known.meetings.low_decision_communities}个。",
                    "决策机制。用民主决策工作法作过决议的社区有{reached.meetings.decisions}个，{so_far}合计{meetings.decisions}次，"
                    "用得不到{limit.low_decisions}次的城市社区{known.meetings.low_decision_communities}个。"
                    "采纳意见{meetings.decision_opinions_adopted}项。",
                    "民主决策。{last_year}运用民主决策工作法{moved.meetings.decisions}次，{this_year}{meetings.decisions}次，"
                    "用得不到{limit.low_decisions}次的城市社区{known.meetings.low_decision_communities}个。"
                    "采纳意见{meetings.decision_opinions_adopted}项，步骤不齐没有算上的{known.meetings.decisions_incomplete}项。",
                ),
            ),
            Point(
                "highlights.mechanisms.mediation",
                (
                    "矛盾调解机制。{so_far}有结果的调解案件{whole.mediation.success_rate}件中调解成功{part.mediation.success_rate}件"
                    "（成功率{mediation.success_rate}）／{so_far}调解成功率为{mediation.success_rate}，"
                    "没有调成的{left.mediation.success_rate}件。半数在{half.mediation.days_to_close}天内结案。",
                    "化解矛盾。调解成功{part.mediation.success_rate}件、没有调成{left.mediation.success_rate}件，"
                    "{so_far}成功率{mediation.success_rate}（{change.mediation.success_rate}）。"
                    "从受理到结案半数不超过{half.mediation.days_to_close}天。",
                    "纠纷调解。{last_year}调解成功率{moved.mediation.success_rate}，{this_year}{mediation.success_rate}"
                    "（{whole.mediation.success_rate}件中调成{part.mediation.success_rate}件），"
                    "没有调成的{left.mediation.success_rate}件。半数在{half.mediation.days_to_close}天内有结果。",
                    "调解纠纷。{so_far}结案{whole.mediation.success_rate}件，调成的占{mediation.success_rate}（{change.mediation.success_rate}），"
                    "没有调成的{left.mediation.success_rate}件。半数在{half.mediation.days_to_close}天内结案。",
                ),
            ),
            Point(
                "highlights.mechanisms.proxy",
                (
                    "便民服务机制。{so_far}全程代办占办结代办件的{services.proxy_share}"
                    "（{whole.services.proxy_share}件中{part.services.proxy_share}件）（{change.services.proxy_share}）。"
                    "半数在{half.services.days_to_finish}天内办结。",
                    "代办服务。全程代办占办结件的{services.proxy_share}（{change.services.proxy_share}），"
                    "{so_far}办结{whole.services.proxy_share}件、其中全程代办{part.services.proxy_share}件。"
                    "半数不超过{half.services.days_to_finish}天。",
                    "群众办事。代办件{so_far}办结{whole.services.proxy_share}件，其中全程代办占{services.proxy_share}（{part.services.proxy_share}件）。"
                    "半数在{half.services.days_to_finish}天内办完。",
                ),
            ),
            Point(
                "highlights.mechanisms.supervision",
                (
                    "党风政风教育。{so_far}开展党风政风教育{meetings.conduct_education}次（{change.meetings.conduct_education}）。",
                    "廉政教育。党风政风教育上年定下{pledge.conduct_education}，{so_far}开展{meetings.conduct_education}次。",
                    "党风政风。{last_year}开展党风政风教育{moved.meetings.conduct_education}次，{this_year}{meetings.conduct_education}次。",
                    "抓作风。{so_far}党风政风教育办了{meetings.conduct_education}次（{change.meetings.conduct_education}），"
                    "有{active.meetings.conduct_education}个月办过。",
                    "作风教育。有{active.meetings.conduct_education}个月办了党风政风教育，{so_far}合计{meetings.conduct_education}次"
                    "（{change.meetings.conduct_education}）。",
                ),
            ),
        ),
    ),
)
