from tests.shelf.pages import LoanPages

app_name = "shelf"
urlpatterns = LoanPages.urls()
