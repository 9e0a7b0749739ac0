from funding.pages import PAGES

app_name = "funding"
urlpatterns = [url for pages in PAGES for url in pages.urls()]
