"""The default wordings of the report, part by part, and how their text is read. No record is asked here."""

OPENINGS = (
    "{office}现有｜社区{communities.total}个（村改居{communities.former_villages}个）、自管党员{members.own}名"
    "（六十岁以上占{known.members.elderly_share}）。下面报告我{year}年{span}抓基层党建的情况。",
    "这份报告说{year}年{span}我抓基层党建做了什么、差在哪里、明年怎么办。"
    "{office}的家底是｜自管党员{members.own}名、社区{communities.total}个（村改居{communities.former_villages}个）。",
    "先报范围：{office}社区{communities.total}个，自管党员{members.own}名（六十岁以上占{known.members.elderly_share}）。"
    "时间是{year}年{span}，我按做到的、没做到的、明年要做的来说。",
    "{office}有｜{communities.total}个社区（村改居{communities.former_villages}个）、{members.own}名自管党员。"
    "{year}年{span}我抓了哪些事、哪些没有抓好，报告如下。",
    "{office}管着｜自管党员{members.own}名（六十岁以上占{known.members.elderly_share}）、社区{communities.total}个。"
    "我把{year}年{span}抓基层党建的账报给大家。",
)
HEADINGS = {
    "highlights": "履职工作的特色和亮点",
    "problems": "存在的主要问题",
    "causes": "产生问题的原因",
    "problems_and_causes": "存在的主要问题及原因",
    "measures": "下步工作思路和主要措施",
}
