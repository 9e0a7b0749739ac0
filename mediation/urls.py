from mediation.pages import PAGES

app_name = "mediation"
urlpatterns = [url for pages in PAGES for url in pages.urls()]
