from django.urls import path

from crm.setup.security import views

urlpatterns = [path("settings/security/", views.Security.as_view(), name="security")]
