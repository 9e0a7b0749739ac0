from django.urls import path

from assessment.views import RoundEnd, ScoreSheet, YearBoard

app_name = "assessment"
urlpatterns = [
    path("", YearBoard.as_view(), name="board"),
    path("rounds/<int:pk>/", ScoreSheet.as_view(), name="sheet"),
    path("rounds/<int:pk>/end/", RoundEnd.as_view(), name="end"),
]
