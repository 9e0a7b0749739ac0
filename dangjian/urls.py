"""The site map."""

from django.contrib import admin
from django.contrib.auth.views import LogoutView
from django.urls import include, path

from accounts.views import ConfirmReach, Login, PasswordChange, Unlock
from portal import health, home, views

handler400 = "portal.views.bad_request"
handler500 = "portal.views.server_error"

urlpatterns = [
    path("", home.Home.as_view(), name="home"),
    path("login/", Login.as_view(), name="login"),
    path("logout/", LogoutView.as_view(), name="logout"),
    path("password/", PasswordChange.as_view(), name="password_change"),
    path("accounts/reach/<int:pk>/confirm/", ConfirmReach.as_view(), name="confirm-reach"),
    path("accounts/unlock/<int:pk>/", Unlock.as_view(), name="unlock"),
    path("text-size/<str:size>/", views.text_size, name="text-size"),
    path("manual/", views.manual, name="manual"),
    path("manual/operations/", views.operations_manual, name="operations-manual"),
    path("healthz", health.healthz, name="healthz"),  # as well as `readyz` answered by `Probes` already
    path("readyz", health.readyz, name="readyz"),
    path("accounts/", admin.site.urls),
    path("communities/", include("communities.urls")),
    path("members/", include("members.urls")),
    path("meetings/", include("meetings.urls")),
    path("funding/", include("funding.urls")),
    path("visits/", include("visits.urls")),
    path("mediation/", include("mediation.urls")),
    path("services/", include("services.urls")),
    path("duties/", include("duties.urls")),
    path("assessment/", include("assessment.urls")),
    path("pledges/", include("assessment.pledge_urls")),
    path("sheets/", include("ledgers.urls")),
    path("reports/", include("reports.urls")),
    path("imports/", include("imports.urls")),
]
