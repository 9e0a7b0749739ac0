"""整改 of problems, and who answered for what: told only where it is on record."""

from reports.outline.base import Point

REMEDIES = Point(
    "highlights.foundations.remedies",
    (
        "问题整改。列入整改的问题{duties.remedies}项（上年述职查出的{remedies_of_report}项），"
        "改完{part.duties.remedies_done}项，没有改完的{left.duties.remedies_done}项。",
        "改上年的问题。列入整改的{duties.remedies}项里，上年述职查出的有{remedies_of_report}项，"
        "没有改完的{left.duties.remedies_done}项，改完的{part.duties.remedies_done}项。",
        "整改交账。{so_far}列入整改的问题{duties.remedies}项（{change.duties.remedies}），"
        "其中上年述职查出的{remedies_of_report}项；改完{part.duties.remedies_done}项、没有改完{left.duties.remedies_done}项。",
        "整改的结果。改完{part.duties.remedies_done}项，没有改完的{left.duties.remedies_done}项，"
        "列入整改的一共{duties.remedies}项（上年述职查出的{remedies_of_report}项）。",
    ),
)
ACCOUNTABILITY = Point(
    "highlights.mechanisms.accountability",
    (
        "监督问责。责任清单列了{duties.duties}项，到期没有完成的{left.duties.duties_done}项；"
        "签订目标责任书{duties.pledges}份（{change.duties.pledges}），责任书条目兑现率{known.duties.pledge_items_kept}。"
        "约谈{duties.talks}人次（{change.duties.talks}），约谈整改过期没有改完的{left.duties.talks_rectified}项。",
        "责任书和责任清单。签订目标责任书{duties.pledges}份（社区覆盖率{known.duties.pledge_coverage}），"
        "责任清单列了{duties.duties}项（{change.duties.duties}），到期完成的占{known.duties.duties_done}。"
        "责任书条目没有兑现的{left.duties.pledge_items_kept}项；约谈{duties.talks}人次，"
        "约谈整改过期没有改完的{left.duties.talks_rectified}项。",
        "责任和问责。约谈{duties.talks}人次（{change.duties.talks}），约谈整改到期改完的占{known.duties.talks_rectified}；"
        "责任清单列了{duties.duties}项，到期没有完成的{left.duties.duties_done}项。签订目标责任书{duties.pledges}份。",
        "责任清单和约谈。责任清单{last_year}{moved.duties.duties}项，{this_year}{duties.duties}项，"
        "到期没有完成的{left.duties.duties_done}项；签订目标责任书{duties.pledges}份。"
        "约谈{duties.talks}人次，约谈整改过期没有改完的{left.duties.talks_rectified}项。",
    ),
)
