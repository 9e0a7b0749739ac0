"""基层基础: meetings on Party building, visits, funding, premises."""

from reports.outline.base import Point, Section
from reports.outline.highlights.accountability import REMEDIES

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

FOUNDATIONS = Section(
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
                "{so_far}合计开党建专题会议{meetings.special}次（{change.meetings.special}），"
                "{me}主持{known.meetings.chaired}次。",
                "集体议党建。有{active.meetings.special}个月开了党建专题会议，{so_far}共{meetings.special}次"
                "（{change.meetings.special}），"
                "{idle_months}没有开。{me}主持{known.meetings.chaired}次。",
                "党工委议党建。{me}主持党建专题会议{known.meetings.chaired}次，{so_far}合计{meetings.special}次"
                "（{change.meetings.special}），"
                "{idle_months}没有开。",
                "党建专题会月月开。{full.meetings.special}个月没有一个月空着，{so_far}合计{meetings.special}次"
                "（{change.meetings.special}）。"
                "{me}主持{known.meetings.chaired}次。",
            ),
        ),
        Point(
            "highlights.foundations.frontline",
            (
                "走访联系。{so_far}班子到社区{visits.frontline}次（{change.visits.frontline}），"
                "其中{me}去了{known.visits.by_secretary}次，{me}另家访{known.visits.home_visits}次；"
                "解决群众困难{visits.difficulties_solved}件，还有{visits.difficulties_open}件困难没有解决"
                "（往年留下的{known.visits.difficulties_earlier}件）。"
                "班子走访居民{visits.households}户次，各类走访接访听取意见建议{visits.opinions}条。",
                "到社区去。上年定下班子到社区{strict.monthly_visits}，{judged.monthly_visits}；"
                "困难｜解决{visits.difficulties_solved}件、没有解决{visits.difficulties_open}件。"
                "{so_far}班子共到社区{visits.frontline}次（{change.visits.frontline}）、走访居民{visits.households}户次，"
                "{me}到社区{known.visits.by_secretary}次（另家访{known.visits.home_visits}次）；"
                "各类走访接访听取意见建议{visits.opinions}条。",
                "群众的难处。{so_far}解决走访中接下的困难{visits.difficulties_solved}件（{change.visits.difficulties_solved}），"
                "其中{me}接下的{known.visits.secretary_difficulties}件，全街道还有{visits.difficulties_open}件困难没有解决。"
                "半数在{half.visits.days_to_solve}天内解决；"
                "班子到社区{visits.frontline}次（{change.visits.frontline}），走访居民{visits.households}户次，"
                "各类走访接访听取意见建议{visits.opinions}条，{me}到社区{known.visits.by_secretary}次"
                "（另家访{known.visits.home_visits}次）。",
                "联系群众。{me}到社区{known.visits.by_secretary}次、家访{known.visits.home_visits}次，"
                "班子{so_far}合计{visits.frontline}次（{change.visits.frontline}）；"
                "困难｜解决{visits.difficulties_solved}件、没有解决{visits.difficulties_open}件。"
                "班子走访居民{visits.households}户次，各类走访接访听取意见建议{visits.opinions}条。",
                "走到的地方。班子走访的社区有{reached.visits.frontline}个，{so_far}合计{visits.frontline}次"
                "（{change.visits.frontline}），"
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
        REMEDIES,
    ),
)
