from django.urls import path

from reports.pages import PAGES
from reports.views import definitions, figures, report, targets

app_name = "reports"
urlpatterns = [
    path("annual/", report.Preview.as_view(), name="report"),
    path("annual/settings/", report.Settings.as_view(), name="settings"),
    path("annual/word/", report.Download.as_view(), name="word"),
    path("figures/", figures.Ledger.as_view(), name="ledger"),
    path("figures/<str:key>/", figures.FigureRecords.as_view(), name="figure"),
    path("figures/<str:key>/export.xlsx", figures.FigureExport.as_view(), name="figure-export"),
    path("definitions/", definitions.Definitions.as_view(), name="definitions"),
    path("targets/", targets.Targets.as_view(), name="targets"),
    *(url for pages in PAGES for url in pages.urls()),
]
