"""The checks of a report: run at every change, shown beside the text.

A blocking fault forbids signing. A warning does so until somebody passes it with a reason, a `Remark`, which
the annex prints.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from reports.checks import data, identities, last_year, numbers, parts, people, text, words
from reports.checks.base import Check, Fault
from reports.draft import Draft
from reports.models import Remark

__all__ = ["CHECKS", "Check", "Fault", "Result", "run", "stops"]

CHECKS = (
    Check("missing", "缺数", True, "写进正文的数字都要有记录，没有记录的印作 X，不能定稿。", data.missing),
    Check(
        "incomplete",
        "社区未录",
        True,
        "写进正文的数字，每个应有记录的社区都要录入或作零报告。",
        data.incomplete,
    ),
    Check("contradicted", "零报告失效", True, "作了零报告的数字，不能又有记录。", data.contradicted_zeros),
    Check(
        "identities",
        "数字互相矛盾",
        True,
        "有包含、相等关系的数字要对得上，比如新建的两新党组织不多于全部。",
        identities.identities,
    ),
    Check("parts", "缺少部分", True, "亮点、问题、原因、措施四部分都要有内容。", parts.empty_parts),
    Check(
        "reporter",
        "没有述职人",
        True,
        "报告要有述职人姓名；没有填的，取领导班子中统计日在任的党工委书记。",
        parts.reporter,
    ),
    Check("token", "名称不认识", True, "【】里的名称要是清单中有的。", text.unknown_tokens),
    Check(
        "figure_typed",
        "手填数字",
        True,
        "一条里已由记录计算的数字，不能再手填同一单位的数。",
        numbers.figure_typed,
    ),
    Check(
        "words",
        "用词与数字不符",
        True,
        "余、近、提升、仅、全部、兑现等词要与数字相符。",
        words.contradicted_words,
    ),
    Check("counted", "项数不符", True, "小节标题里写的“几个”“几项”要与下面的条数一致。", words.wrong_counts),
    Check("numbers", "手机号、身份证号", True, "正文不写个人的手机号和身份证号。", people.numbers),
    Check(
        "punctuation",
        "标点",
        True,
        "中文后面用全角标点，引号、书名号、括号成对，标点不重复。",
        text.punctuation,
    ),
    Check(
        "claims",
        "没有记录支持的断语",
        False,
        "自己写的到位、逐一、普遍、不断等断语，要有数字支持，或说明依据。",
        words.claims,
    ),
    Check(
        "unsupported",
        "没有记录支持的数",
        False,
        "手填的数字要有记录支持；台账以外的数写明出处。",
        numbers.unsupported_numbers,
    ),
    Check("years", "往年年份", False, "除本年和下一年外，写到别的年份要说明。", numbers.years),
    Check("whole_year", "没过完写全年", False, "一年还没有过完，不写“全年”，写截至哪一天。", text.whole_year),
    Check(
        "campaigns", "已结束的主题教育", False, "往年的主题教育本年没有开展的，不再写。", last_year.campaigns
    ),
    Check(
        "copied",
        "与上年雷同",
        False,
        "每一段与上年报告相同的不超过四成，按连续 14 字比对。",
        last_year.copied_paragraphs,
    ),
    Check(
        "unanswered",
        "上年的问题没有交代",
        False,
        "上年定稿报告里的问题，要列入今年的问题整改，或在今年的问题里再写。",
        last_year.unanswered_problems,
    ),
    Check("length", "全文过长", False, "全文不超过设定的字数。", parts.length),
    Check(
        "problem_share", "问题写得少", False, "问题和原因占全文的比例不低于设定的比例。", parts.problem_share
    ),
    Check("change", "变化过半", False, "写进正文的数字比上年增减超过一半的，要核对。", data.change),
    Check("names", "群众姓名", False, "正文不写群众和普通党员的姓名，确需写明的说明理由。", people.names),
)


@dataclass(frozen=True)
class Result:
    """A fault with its check and the remark that passes it, if there is one."""

    fault: Fault
    check: Check
    remark: Remark | None = None

    @property
    def stops(self) -> bool:
        """Whether it forbids signing."""
        return self.check.blocking or self.remark is None


def run(draft: Draft) -> list[Result]:
    """Run every check: the faults in the order of the checks, of the same subject only the first."""
    remarks = {(remark.check_key, remark.subject): remark for remark in draft.remarks}
    results: dict[tuple[str, str], Result] = {}
    for check in CHECKS:
        for fault in check.find(draft):
            key = (check.key, fault.subject)
            if key in results:
                continue
            remark = None
            if not check.blocking:
                remark = remarks.get(key)
            results[key] = Result(fault, check, remark)
    return list(results.values())


def stops(results: Iterable[Result]) -> list[Result]:
    """Return those that forbid signing: what blocks, and every warning that nobody passed."""
    return [result for result in results if result.stops]
