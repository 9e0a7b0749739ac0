from meetings.pages import PAGES

app_name = "meetings"
urlpatterns = [url for pages in PAGES for url in pages.urls()]
