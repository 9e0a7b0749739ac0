"""The default wording of the report, part by part, and how its text is read. Data only: no record is asked here."""

OPENING = (
    "{year}年，{office}党工委坚持把抓基层、打基础作为分内之责，围绕{communities.total}个社区、{members.own}名自管党员，"
    "年初定任务、年中看进度、年末核台账。现将我一年来履行基层党建工作责任的情况报告如下。"
)
HEADINGS = {
    "highlights": "履职工作的特色和亮点",
    "problems": "存在的主要问题",
    "causes": "产生问题的原因",
    "problems_and_causes": "存在的主要问题及原因",
    "measures": "下步工作思路和主要措施",
}
