from django.urls import path

from imports import answer_views, delivery_views, list_views, row_views, start_views, views

app_name = "imports"
urlpatterns = [
    path("", list_views.BatchList.as_view(), name="batches"),
    path("<int:pk>/", views.BatchPage.as_view(), name="batch"),
    path("start/", start_views.Start.as_view(), name="start"),
    path("start/all.xlsx", start_views.WholeTemplate.as_view(), name="whole-template"),
    path("together/", delivery_views.Together.as_view(), name="together"),
    path("together/<int:pk>/", delivery_views.DeliveryPage.as_view(), name="delivery"),
    path("together/<int:pk>/kinds/", delivery_views.DeliveryKinds.as_view(), name="delivery-kinds"),
    path("together/<int:pk>/confirm/", delivery_views.DeliveryConfirm.as_view(), name="delivery-confirm"),
    path("together/<int:pk>/drop/", delivery_views.DeliveryDrop.as_view(), name="delivery-drop"),
    path("together/<int:pk>/undo/", delivery_views.DeliveryUndo.as_view(), name="delivery-undo"),
    path("learnt/", list_views.LearntList.as_view(), name="learnt"),
    path("<int:pk>/mapping/", answer_views.MappingPage.as_view(), name="mapping"),
    path("<int:pk>/rows/", row_views.AllRows.as_view(), name="rows"),
    path("<int:pk>/correct/", answer_views.Correct.as_view(), name="correct"),
    path("<int:pk>/confirm/", views.Confirm.as_view(), name="confirm"),
    path("<int:pk>/drop/", views.Drop.as_view(), name="drop"),
    path("<int:pk>/undo/", views.Undo.as_view(), name="undo"),
    path("<int:pk>/returned.xlsx", views.Returned.as_view(), name="returned"),
    path("<str:label>/", views.Upload.as_view(), name="upload"),
    path("<str:label>/template.xlsx", views.Template.as_view(), name="template"),
]
