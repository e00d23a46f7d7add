from django.urls import path

from crm.ui.views import bin as bin_views
from crm.ui.views import installed, jobs

app_name = "ui"
urlpatterns = [
    path("sw.js", installed.service_worker, name="service_worker"),
    path("offline/<slug:language>/", installed.offline, name="offline"),
    path("app.webmanifest", installed.Manifest.as_view(), name="manifest"),
    path("bin/", bin_views.Bin.as_view(), name="bin"),
    path("bin/restoration/", bin_views.BinRestore.as_view(), name="bin_restore"),
    path("bin/purge/", bin_views.BinPurge.as_view(), name="bin_purge"),
    path("bulk/<int:pk>/", jobs.BulkJobPage.as_view(), name="bulk_job"),
    path("bulk/<int:pk>/stop/", jobs.BulkJobStop.as_view(), name="bulk_stop"),
    path("bulk/<int:pk>/undo/", jobs.BulkJobUndo.as_view(), name="bulk_undo"),
]
