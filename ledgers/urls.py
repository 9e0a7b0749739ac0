from django.urls import path

from ledgers.views import SheetOfList, SheetOfRecord

app_name = "ledgers"
urlpatterns = [
    path("<slug:key>/", SheetOfList.as_view(), name="list"),
    path("<slug:key>/file.docx", SheetOfList.as_view(as_word=True), name="list-word"),
    path("<slug:key>/<int:pk>/", SheetOfRecord.as_view(), name="record"),
    path("<slug:key>/<int:pk>/file.docx", SheetOfRecord.as_view(as_word=True), name="record-word"),
]
