"""The site map with Django's own page for errors."""

from dangjian.urls import urlpatterns

__all__ = ["urlpatterns"]
