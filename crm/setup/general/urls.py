from django.urls import path

from crm.setup.general import views

urlpatterns = [
    path("", views.Landing.as_view(), name="landing"),
    path("settings/general/", views.General.as_view(), name="general"),
]
