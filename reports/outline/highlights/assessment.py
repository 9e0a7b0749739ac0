"""月调查, 季督导, 半年考, 年述评, 民主评议: a point that stands only where any of it is on record."""

from reports.outline.base import Point

ASSESSMENT = Point(
    "highlights.mechanisms.assessment",
    (
        "督查问题。{so_far}督查发现问题{duties.problems_found}个（{change.duties.problems_found}），"
        "要整改的{whole.duties.problems_closed}个中已整改{part.duties.problems_closed}个（整改率{duties.problems_closed}），"
        "还没有整改的{left.duties.problems_closed}个。"
        "{so_far}月调查{duties.surveys}次、季督导{duties.supervisions}次、"
        "半年考{duties.half_reviews}次、年述评{duties.self_reviews}次。"
        "民主评议有效票{whole.duties.review_good_share}张中评“好”的占{duties.review_good_share}。",
        "督查整改。{last_year}督查问题整改率{moved.duties.problems_closed}，{this_year}{duties.problems_closed}"
        "（要整改的{whole.duties.problems_closed}个中整改{part.duties.problems_closed}个），"
        "没有整改的{left.duties.problems_closed}个。{so_far}新发现问题{duties.problems_found}个，"
        "已结束月调查{duties.surveys}次、季督导{duties.supervisions}次、半年考{duties.half_reviews}次、"
        "年述评{duties.self_reviews}次。"
        "民主评议{whole.duties.review_good_share}张有效票中“好”票占{duties.review_good_share}。",
        "民主评议。民主评议有效票{whole.duties.review_good_share}张中“好”票占{duties.review_good_share}"
        "（{change.duties.review_good_share}）。"
        "{so_far}月调查{duties.surveys}次、季督导{duties.supervisions}次、"
        "半年考{duties.half_reviews}次、年述评{duties.self_reviews}次，"
        "发现问题{duties.problems_found}个，要整改的{whole.duties.problems_closed}个中已整改的占{duties.problems_closed}，"
        "没有整改的{left.duties.problems_closed}个。",
        "督导考核。{so_far}结束月调查{duties.surveys}次、季督导{duties.supervisions}次、"
        "半年考{duties.half_reviews}次、年述评{duties.self_reviews}次。"
        "督查发现问题{duties.problems_found}个，"
        "已整改{part.duties.problems_closed}个、还没有整改{left.duties.problems_closed}个（整改率{duties.problems_closed}）。"
        "民主评议{whole.duties.review_good_share}张有效票，评“好”的占{duties.review_good_share}。",
    ),
)
