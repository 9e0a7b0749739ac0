"""组织覆盖: the region, the two-new organisations, the brands of service."""

from reports.outline.base import Point, Section

RATE = (
    "应建党组织的单位{whole.members.two_new_coverage}个中已建{part.members.two_new_coverage}个（{members.two_new_coverage}）"
    "／应建已建率为{members.two_new_coverage}，应建未建的还有{left.members.two_new_coverage}个"
)

RATE_AGAIN = (
    "应建的{whole.members.two_new_coverage}个单位里{part.members.two_new_coverage}个建了党组织（{members.two_new_coverage}）"
    "／应建已建率{members.two_new_coverage}，应建未建的{left.members.two_new_coverage}个"
)

COVERAGE = Section(
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
                "在职党员{so_far}办实事好事{services.good_deeds}件（{change.services.good_deeds}），"
                "共建单位{communities.partner_units}家。"
                "现有｜设立大党委的社区{communities.big_committees}个、兼职委员{communities.part_time_members}名。",
                "大党委和共建。设立大党委的社区{communities.big_committees}个（社区共{communities.total}个），"
                "在职党员{so_far}办实事好事{services.good_deeds}件。"
                "报到的在职党员{services.checked_in_members}名，"
                "共建单位{communities.partner_units}家（今年新吸纳{known.communities.partner_units_joined}家），"
                "兼职委员{communities.part_time_members}名（今年新聘{known.communities.part_time_members_appointed}名）。",
                "在职党员进社区。在职党员到社区报到{services.checked_in_members}名（{change.services.checked_in_members}），"
                "{so_far}办实事好事{services.good_deeds}件，共建单位{communities.partner_units}家。"
                "人均办实事{known.services.deeds_per_member}件；"
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
                + RATE
                + "。两新组织{members.two_new_total}个，党组织{members.two_new_party_orgs}家"
                "（今年新建{members.two_new_founded}家），"
                "上年底前成立而没有活动的{known.meetings.two_new_idle_orgs}家；"
                "尚不具备组建条件的{members.two_new_ineligible}个，在岗党建指导员{members.instructors}名，"
                "两新党组织{so_far}开展活动{meetings.two_new_activities}次。",
                "两新党组织。现有两新党组织{members.two_new_party_orgs}家（{change.members.two_new_party_orgs}），"
                "上年底前成立而{so_far}没有活动的{known.meetings.two_new_idle_orgs}家。"
                "{so_far}新建{members.two_new_founded}家；"
                + RATE_AGAIN
                + "；两新组织共{members.two_new_total}个，不够组建条件的{members.two_new_ineligible}个，"
                "党建指导员{members.instructors}名在岗，两新党组织{so_far}活动{meetings.two_new_activities}次。",
                "两新组织组建。{so_far}新建两新党组织{members.two_new_founded}家，现有{members.two_new_party_orgs}家，"
                "上年底前成立而没有活动的{known.meetings.two_new_idle_orgs}家。"
                + RATE
                + "；在岗党建指导员{members.instructors}名，两新组织{members.two_new_total}个"
                "（尚不具备组建条件的{members.two_new_ineligible}个），两新党组织{so_far}办活动{meetings.two_new_activities}次。",
                "两新领域。两新组织{members.two_new_total}个（{change.members.two_new_total}），"
                "尚不具备组建条件的{members.two_new_ineligible}个。"
                + RATE_AGAIN
                + "；党组织{members.two_new_party_orgs}家（今年新建{members.two_new_founded}家），"
                "上年底前成立而没有活动的{known.meetings.two_new_idle_orgs}家，在岗党建指导员{members.instructors}名，"
                "两新党组织{so_far}开展活动{meetings.two_new_activities}次。",
                "两新党建。党组织{members.two_new_party_orgs}家，{so_far}新建{members.two_new_founded}家，"
                "上年底前成立而没有活动的{known.meetings.two_new_idle_orgs}家。"
                + RATE_AGAIN
                + "；两新组织{members.two_new_total}个，尚不具备组建条件的{members.two_new_ineligible}个，"
                "党建指导员{members.instructors}名，两新党组织{so_far}办活动{meetings.two_new_activities}次。",
            ),
        ),
        Point(
            "highlights.coverage.brands",
            (
                "服务品牌。现有社区服务品牌{services.brands}个（{change.services.brands}），"
                "{so_far}新推{known.services.brands_begun}个。"
                "{services.brand_community}的“{brand}”于{brand_year}年{services.brand_month}月推出，"
                "{services.brand_media}作了报道。",
                "品牌建设。{services.brand_media}报道了{services.brand_community}的“{brand}”"
                "（{brand_year}年{services.brand_month}月推出）。"
                "现有社区服务品牌{services.brands}个（{change.services.brands}）。",
                "社区品牌。{last_year}社区服务品牌{moved.services.brands}个，现在{services.brands}个。"
                "“{brand}”由{services.brand_community}在{brand_year}年{services.brand_month}月推出，"
                "见于{services.brand_media}。",
            ),
        ),
    ),
)
