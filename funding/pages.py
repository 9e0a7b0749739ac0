"""The pages of payments."""

from funding.models import Payment
from records.pages import RecordPages


class PaymentPages(RecordPages):
    model = Payment
    columns = ["date", "community", "kind", "amount", "source", "project", "doc_no"]
    sections = [("经费", ["date", "community", "kind", "amount", "source", "project", "doc_no"])]
    filters = ["date", "community", "kind", "source"]
    search = ["project", "doc_no"]
    totals = ["amount"]
    keep = ["date", "community", "kind", "source"]
    intro = "按拨付日期计入当年；金额可写 1.2万。"


PAGES = [PaymentPages]
