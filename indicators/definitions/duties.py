"""Indicators of 责任清单, 目标责任书, 约谈 and 整改, and the measures of two targets."""

from communities.models import Community
from duties.models import Duty, Pledge, PledgeItem, Remedy, Talk
from indicators.criteria import Criterion, Presence, RecordSet
from indicators.definitions.communities import STANDING
from indicators.definitions.conditions import filled_in, in_year
from indicators.kinds import CountIndicator, Kind, RatioIndicator

ANY_DUTY = Presence("duties", "当年或以前任一责任清单", lambda s: s.all(Duty).filter(year__lte=s.year))
ANY_PLEDGE = Presence("pledges", "任一目标责任书", lambda s: s.all(Pledge))
ANY_TALK = Presence("talks", "任一约谈", lambda s: s.all(Talk))
ANY_REMEDY = Presence("remedies", "当年或以前任一问题整改", lambda s: s.all(Remedy).filter(year__lte=s.year))

OF_YEAR = Criterion("不是当年的", lambda rows, s: rows.of_year(s.year))
OF_PLEDGES_OF_YEAR = Criterion("不是当年责任书的", lambda rows, s: rows.of_year(s.year))
WHERE_PLEDGES_ARE = Criterion(
    "街道当年和以前都没有目标责任书",
    lambda rows, s: rows.filter(
        subdistrict__in=s.of_subdistricts(Pledge).filter(year__lte=s.year).values("subdistrict")
    ),
)
WITH_PLEDGE = Criterion(
    "统计日还没有签当年的目标责任书",
    lambda rows, s: rows.filter(
        pk__in=s.of_subdistricts(Pledge)
        .of_year(s.year)
        .signed_by(s.day)
        .of_communities()
        .values("holder__org__community")
    ),
)

DUTIES = (OF_YEAR,)
DUE = (*DUTIES, in_year("完成时限在统计日以后", "due"))
PLEDGING = (*STANDING, WHERE_PLEDGES_ARE)
JUDGED = (
    OF_PLEDGES_OF_YEAR,
    Criterion("责任书还没有考核", lambda rows, s: rows.closed_by(s.today)),
    Criterion("还不能判断", lambda rows, s: rows.with_verdict()),
)
RECTIFYING = (
    filled_in("没有整改期限", "due"),
    Criterion(
        "期限在统计日以后，或往年已完成",
        lambda rows, s: rows.due_or_open(s.period.start, s.period.end),
    ),
)
REMEDIES = (OF_YEAR,)

NO_DUTY = "没有到期的责任清单"
NO_PLEDGE = "没有目标责任书"
NO_TALK = "没有到期的约谈整改"
NO_REMEDY = "没有问题整改"

INDICATORS = [
    CountIndicator(
        key="duties.duties",
        label="责任清单",
        unit="项",
        kind=Kind.STOCK,
        definition="当年责任清单的条数，班子成员和党组织任职人的都算。",
        source="本系统约定：一条记录算一项，按所填年度",
        record_set=RecordSet("当年的责任清单", Duty, DUTIES),
        presence=ANY_DUTY,
        optional="没有责任清单",
    ),
    RatioIndicator(
        key="duties.duties_done",
        label="责任清单到期完成率",
        unit="%",
        definition="完成时限到统计日为止的当年责任清单：统计日以前完成的 ÷ 全部到期的。",
        source="本系统约定：以完成日期为准，晚于时限、早于统计日完成的也算完成",
        part=RecordSet(
            "完成的到期责任",
            Duty,
            (*DUE, Criterion("统计日还没有完成", lambda rows, s: rows.done_by(s.day))),
        ),
        whole=RecordSet("到期的责任", Duty, DUE),
        optional=NO_DUTY,
    ),
    CountIndicator(
        key="duties.pledges",
        label="签订目标责任书",
        unit="份",
        definition="当年签订的目标责任书份数（按签订日期）。",
        source="本系统约定：一条记录算一份，按签订日期",
        record_set=RecordSet("当年签订的目标责任书", Pledge, (in_year("签订日期不在当年", "signed_on"),)),
        presence=ANY_PLEDGE,
        optional=NO_PLEDGE,
    ),
    RatioIndicator(
        key="duties.pledge_coverage",
        label="社区目标责任书覆盖率",
        unit="%",
        definition="统计日的社区中，党组织任职人签了当年目标责任书的 ÷ 全部社区。",
        source="本系统约定：社区党组织任一任职人签了就算；街道从来没有责任书的，不算这一项",
        part=RecordSet("签了目标责任书的社区", Community, (*PLEDGING, WITH_PLEDGE)),
        whole=RecordSet("社区", Community, PLEDGING),
        optional=NO_PLEDGE,
        standing=True,
    ),
    RatioIndicator(
        key="duties.pledge_items_kept",
        label="目标责任书兑现率",
        unit="%",
        definition="当年目标责任书已经考核的：兑现的条目 ÷ 判断过的条目，还不能判断的不算。",
        source="本系统约定：有指标的按考核时的数值，其余的按考核时选的结果",
        part=RecordSet(
            "兑现的条目",
            PledgeItem,
            (*JUDGED, Criterion("没有兑现", lambda rows, s: rows.as_promised())),
        ),
        whole=RecordSet("判断过的条目", PledgeItem, JUDGED),
        optional="没有考核过的目标责任书",
    ),
    CountIndicator(
        key="duties.talks",
        label="约谈",
        unit="人次",
        definition="当年提醒谈话、约谈、通报批评和组织处理的人次（按约谈日期）。",
        source="本系统约定：一条记录算一人次，只计数，不列姓名",
        record_set=RecordSet("当年的约谈", Talk, (in_year("约谈日期不在当年"),)),
        presence=ANY_TALK,
        optional="没有约谈",
    ),
    RatioIndicator(
        key="duties.talks_rectified",
        label="约谈整改完成率",
        unit="%",
        definition="整改期限在当年、到统计日为止的约谈，加上以前到期、年初还没有改完的：统计日以前改完的 ÷ 全部。",
        source="本系统约定：以整改完成日期为准，没有期限的不算",
        part=RecordSet(
            "改完的约谈整改",
            Talk,
            (*RECTIFYING, Criterion("统计日还没有改完", lambda rows, s: rows.rectified_by(s.day))),
        ),
        whole=RecordSet("到期的约谈整改", Talk, RECTIFYING),
        optional=NO_TALK,
    ),
    CountIndicator(
        key="duties.remedies",
        label="问题整改",
        unit="项",
        kind=Kind.STOCK,
        definition="列入当年整改的问题数：上年述职、上级点评、巡察督查和自查的都算。",
        source="本系统约定：一条记录算一项，按所填整改年度",
        record_set=RecordSet("列入当年整改的问题", Remedy, REMEDIES),
        presence=ANY_REMEDY,
        optional=NO_REMEDY,
    ),
    RatioIndicator(
        key="duties.remedies_done",
        label="问题整改完成率",
        unit="%",
        definition="列入当年整改的问题：统计日以前完成的 ÷ 全部。",
        source="本系统约定：以完成日期为准，不论期限到没到",
        part=RecordSet(
            "完成整改的问题",
            Remedy,
            (*REMEDIES, Criterion("统计日还没有完成", lambda rows, s: rows.done_by(s.day))),
        ),
        whole=RecordSet("列入当年整改的问题", Remedy, REMEDIES),
        optional=NO_REMEDY,
    ),
]
