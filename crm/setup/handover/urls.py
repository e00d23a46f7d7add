from django.urls import path

from crm.setup.handover import views

urlpatterns = [
    path("settings/members/<int:pk>/handover/", views.Start.as_view(), name="handover"),
    path("settings/members/<int:pk>/handover/progress/", views.Progress.as_view(), name="handover_progress"),
    path("settings/members/<int:pk>/deactivation/", views.Deactivation.as_view(), name="deactivation"),
    path("settings/leaving/", views.Leaving.as_view(), name="leaving"),
]
