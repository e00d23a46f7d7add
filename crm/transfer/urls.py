from django.urls import path

from crm.transfer import views

app_name = "transfer"
urlpatterns = [
    path("imports/", views.ImportList.as_view(), name="import_list"),
    path("imports/<int:pk>/", views.ImportPage.as_view(), name="import"),
    path("imports/<int:pk>/errors.csv", views.ImportErrors.as_view(), name="import_errors"),
    path("imports/<int:pk>/stop/", views.ImportStop.as_view(), name="import_stop"),
    path("imports/<int:pk>/undo/", views.ImportUndo.as_view(), name="import_undo"),
    path("imports/<int:pk>/discard/", views.ImportDiscard.as_view(), name="import_discard"),
]
