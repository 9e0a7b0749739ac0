"""The report's entries of the menu: URL name, label, kind of page."""

from access.roles import PageKind

REPORT_PAGES: list[tuple[str, str, PageKind]] = [
    ("report", "年度报告", PageKind.REPORT),
    ("ledger", "指标台账", PageKind.FIGURES),
    ("definitions", "口径手册", PageKind.FIGURES),
    ("targets", "下年目标", PageKind.REPORT),
    ("promises", "上年承诺", PageKind.REPORT),
    ("zerostatement-list", "零报告", PageKind.STATEMENTS),
]
