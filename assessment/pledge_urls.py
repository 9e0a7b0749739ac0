"""The steps of a 目标责任书."""

from django.urls import path

from assessment.pledge_views import PledgeClose, PledgeReopen

app_name = "pledges"
urlpatterns = [
    path("<int:pk>/close/", PledgeClose.as_view(), name="close"),
    path("<int:pk>/reopen/", PledgeReopen.as_view(), name="reopen"),
]
