from communities.pages import PAGES

app_name = "communities"
urlpatterns = [url for pages in PAGES for url in pages.urls()]
