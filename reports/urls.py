"""The addresses of the report, its editions, the figures, targets and promises."""

from django.urls import path

from reports.pages import PAGES
from reports.views import (
    definitions,
    desk,
    editions,
    figures,
    outputs,
    promises,
    remedies,
    settings,
    signing,
    targets,
    wording,
)

app_name = "reports"
urlpatterns = [
    # the report as it stands
    path("annual/", desk.Desk.as_view(), name="report"),
    path("annual/card/<str:key>/", desk.Card.as_view(), name="card"),
    path("annual/settings/", settings.Settings.as_view(), name="settings"),
    path("annual/passages/", wording.PassageAdd.as_view(), name="passage-add"),
    path("annual/passages/<str:key>/", wording.PassageChange.as_view(), name="passage"),
    path("annual/passages/<str:key>/rounding/", wording.Rounding.as_view(), name="rounding"),
    path("annual/passages/<str:key>/cause/", wording.CauseChoice.as_view(), name="choose-cause"),
    path("annual/passages/<str:key>/assign/", wording.ProblemAssign.as_view(), name="assign"),
    path("annual/sections/<str:section>/cases/", wording.CasePick.as_view(), name="case"),
    path("annual/problems/<str:key>/", wording.ProblemPick.as_view(), name="problem"),
    path("annual/spoken/", wording.SpokenOrder.as_view(), name="spoken-order"),
    path("annual/zeros/", signing.Zero.as_view(), name="zero"),
    path("annual/remarks/", signing.Pass.as_view(), name="pass"),
    path("annual/sign/", signing.Sign.as_view(), name="sign"),
    # what leaves
    path("annual/preview/", outputs.Preview.as_view(), name="preview"),
    path("annual/read/", outputs.Read.as_view(), name="read"),
    path("annual/word/", outputs.Download.as_view(), name="word"),
    path("annual/data.xlsx", outputs.Data.as_view(), name="data"),
    path("editions/<int:pk>/", editions.EditionPage.as_view(), name="edition"),
    path("editions/<int:pk>/word/", editions.EditionFile.as_view(), name="edition-word"),
    path("editions/<int:pk>/data.xlsx", editions.EditionData.as_view(), name="edition-data"),
    path("editions/<int:pk>/compare/", editions.Compare.as_view(), name="compare"),
    # the figures
    path("figures/", figures.Ledger.as_view(), name="ledger"),
    path("figures/<str:key>/", figures.FigureRecords.as_view(), name="figure"),
    path("figures/<str:key>/export.xlsx", figures.FigureExport.as_view(), name="figure-export"),
    path("definitions/", definitions.Definitions.as_view(), name="definitions"),
    path("targets/", targets.Targets.as_view(), name="targets"),
    path("promises/", promises.Promises.as_view(), name="promises"),
    path("problems-before/", remedies.TakeProblems.as_view(), name="take-problems"),
    *(url for pages in PAGES for url in pages.urls()),
]
