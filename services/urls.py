from services.pages import PAGES

app_name = "services"
urlpatterns = [url for pages in PAGES for url in pages.urls()]
