from visits.pages import PAGES

app_name = "visits"
urlpatterns = [url for pages in PAGES for url in pages.urls()]
