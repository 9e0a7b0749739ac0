from duties.pages import PAGES

app_name = "duties"
urlpatterns = [url for pages in PAGES for url in pages.urls()]
