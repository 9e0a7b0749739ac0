from django.urls import path

from meetings.pages import PAGES, MeetingPages
from meetings.views import Board

app_name = "meetings"
urlpatterns = [
    path("board/", Board.as_view(pages=MeetingPages), name="board"),
    *[url for pages in PAGES for url in pages.urls()],
]
