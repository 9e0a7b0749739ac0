"""The site map with the test-only app beside the others."""

from django.urls import include, path

from dangjian.urls import handler400, handler500
from dangjian.urls import urlpatterns as portal

__all__ = ["handler400", "handler500", "urlpatterns"]

urlpatterns = [*portal, path("shelf/", include("tests.shelf.urls"))]
