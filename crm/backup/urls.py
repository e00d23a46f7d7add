from django.urls import path

from crm.backup import ending_views, views

app_name = "backup"
urlpatterns = [
    path("settings/backups/", views.Runs.as_view(), name="runs"),
    path("settings/backups/backup/", views.BackUp.as_view(), name="back_up"),
    path("settings/backups/proof/", views.Prove.as_view(), name="prove"),
    path("settings/ending/", ending_views.Ending.as_view(), name="ending"),
    path("settings/ending/undo/", ending_views.Undo.as_view(), name="ending_undo"),
]
