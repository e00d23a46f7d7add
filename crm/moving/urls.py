from django.urls import path

from crm.moving import views

app_name = "moving"
urlpatterns = [
    path("settings/archive/", views.ArchivePage.as_view(), name="archive"),
    path("settings/archive/<int:pk>/", views.ArchivePage.as_view(http_method_names=["get"]), name="one"),
    path("settings/archive/<int:pk>/file/", views.ArchiveFile.as_view(), name="file"),
    path("settings/archive/<int:pk>/discard/", views.ArchiveDiscard.as_view(), name="discard"),
]
