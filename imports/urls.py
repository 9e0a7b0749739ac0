from django.urls import path

from imports import views

app_name = "imports"
urlpatterns = [
    path("", views.BatchList.as_view(), name="batches"),
    path("<int:pk>/", views.BatchPage.as_view(), name="batch"),
    path("learnt/", views.LearntList.as_view(), name="learnt"),
    path("<int:pk>/mapping/", views.MappingPage.as_view(), name="mapping"),
    path("<int:pk>/confirm/", views.Confirm.as_view(), name="confirm"),
    path("<int:pk>/drop/", views.Drop.as_view(), name="drop"),
    path("<int:pk>/undo/", views.Undo.as_view(), name="undo"),
    path("<int:pk>/returned.xlsx", views.Returned.as_view(), name="returned"),
    path("<str:label>/", views.Upload.as_view(), name="upload"),
    path("<str:label>/template.xlsx", views.Template.as_view(), name="template"),
]
