from django.urls import path

from crm.setup.profile import views

urlpatterns = [
    path("settings/profile/", views.Profile.as_view(), name="profile"),
    path("settings/theme/", views.Theme.as_view(), name="theme"),
]
