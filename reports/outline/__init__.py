"""The default wording of the report, part by part, and how its text is read. Data only: no record is asked here."""

OPENING = (
    "{office}现有｜社区{communities.total}个、自管党员{members.own}名。"
    "上年定下的{targets_set}项目标做到{targets_kept}项（没有做到的是{missed_targets}）。"
    "现将我{year}年{span}履行基层党建工作责任的情况报告如下。"
)
HEADINGS = {
    "highlights": "履职工作的特色和亮点",
    "problems": "存在的主要问题",
    "causes": "产生问题的原因",
    "problems_and_causes": "存在的主要问题及原因",
    "measures": "下步工作思路和主要措施",
}
