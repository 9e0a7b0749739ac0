"""The site map with the test-only app beside the others."""

from django.urls import include, path

from dangjian.urls import urlpatterns as portal

urlpatterns = [*portal, path("shelf/", include("tests.shelf.urls"))]
