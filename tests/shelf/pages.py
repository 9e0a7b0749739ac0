from records.pages import RecordPages
from tests.shelf.models import Loan


class LoanPages(RecordPages):
    model = Loan
    columns = ["date", "community", "title", "kind", "copies", "published", "worn"]
    sections = [("借阅", ["date", "community", "title", "kind", "copies", "published", "worn", "note"])]
    filters = ["date", "community", "kind", "published", "worn"]
    search = ["title"]
    totals = ["copies"]
    keep = ["date", "community"]
    intro = "读书角借出的图书。"


PAGES = [LoanPages]
