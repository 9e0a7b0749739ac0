"""The report's entries of the menu: URL name, label, roles."""

from access.roles import Role

REPORT_PAGES: list[tuple[str, str, set[str]]] = [
    ("report", "年度报告", {Role.SECRETARY}),
    ("ledger", "指标台账", {Role.SECRETARY, Role.CLERK}),
    ("definitions", "口径手册", {Role.SECRETARY, Role.CLERK}),
    ("targets", "下年目标", {Role.SECRETARY}),
    ("promises", "上年承诺", {Role.SECRETARY}),
    ("zerostatement-list", "零报告", {Role.SECRETARY, Role.CLERK}),
]
