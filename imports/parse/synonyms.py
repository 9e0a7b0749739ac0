"""Under which other headings each of our columns may stand, and how sure it is that it does."""

from imports.parse.headings_by_field import HEADINGS
from imports.parse.headings_of_people import OF_PEOPLE
from imports.parse.headings_of_work import OF_WORK

HEADINGS_OF = {**OF_PEOPLE, **OF_WORK}
Column = tuple[str, str]  # the label of a model and the name of its column

# Headings that say other things as well: read only where no surer column is there; other values are errors.
BY_CONTENT: dict[Column, str] = {
    ("members.member", "kind"): "党籍状态 政治面貌",
}

# The same, but read only where half of the cells below are understood: else it is another column.
WHERE_IT_FITS: dict[Column, str] = {
    ("funding.payment", "community"): "单位 使用单位 拨付单位 收款单位",
    ("mediation.mediationcase", "community"): "所属网格 网格",
    ("mediation.mediationcase", "result"): "化解情况 调解情况",
    ("meetings.meeting", "org"): "单位 主办单位",
    ("members.twonewunit", "community"): "所属网格 网格",
    ("services.servicecase", "community"): "所属网格 网格",
    ("services.volunteerteam", "community"): "所属网格 网格",
    ("visits.visit", "community"): "走访地点 所属网格 网格",
}

# Read only where none of the headings above stands.
BEHIND: dict[str, str] = {
    "phone": "联系电话 电话 联系方式 固定电话",
    "topic": "会议名称",
}

# The same, and told: what stands there is not quite what the column means.
LAST: dict[str, str] = {
    "date": "发生日期 发生时间",
}

# Headings that may mean a column of ours or something else, with what is asked about them.
ASKED: dict[Column, dict[str, str]] = {
    ("members.twonewunit", "full_members"): {
        "党员人数": "里面含不含预备党员？这一栏只数正式党员",
        "党员数": "里面含不含预备党员？这一栏只数正式党员",
    },
}


def synonyms_of(label: str, name: str) -> list[str]:
    """Return the other headings of a column, given the label of its model and its name."""
    return [*HEADINGS.get(name, "").split(), *HEADINGS_OF.get(label, {}).get(name, "").split()]
