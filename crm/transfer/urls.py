from django.urls import path

from crm.transfer import views
from crm.transfer.exporting import views as exporting

app_name = "transfer"
urlpatterns = [
    path("imports/", views.ImportList.as_view(), name="import_list"),
    path("imports/<int:pk>/", views.ImportPage.as_view(), name="import"),
    path("imports/<int:pk>/errors.csv", views.ImportErrors.as_view(), name="import_errors"),
    path("imports/<int:pk>/stop/", views.ImportStop.as_view(), name="import_stop"),
    path("imports/<int:pk>/undo/", views.ImportUndo.as_view(), name="import_undo"),
    path("imports/<int:pk>/discard/", views.ImportDiscard.as_view(), name="import_discard"),
    path("lists/<slug:key>/export/", exporting.ExportCreate.as_view(), name="export_create"),
    path("exports/<int:pk>/", exporting.ExportPage.as_view(), name="export"),
    path("exports/<int:pk>/file/", exporting.ExportFile.as_view(), name="export_file"),
    path("exports/<int:pk>/discard/", exporting.ExportDiscard.as_view(), name="export_discard"),
]
