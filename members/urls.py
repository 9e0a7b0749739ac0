from members.pages import PAGES

app_name = "members"
urlpatterns = [url for pages in PAGES for url in pages.urls()]
