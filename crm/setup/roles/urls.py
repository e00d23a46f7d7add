from django.urls import path

from crm.setup.roles import views

urlpatterns = [
    path("settings/roles/", views.Roles.as_view(), name="roles"),
    path("settings/roles/<int:pk>/", views.RoleRights.as_view(), name="role"),
    path("settings/roles/<int:pk>/restoration/", views.RoleRestoration.as_view(), name="role_restoration"),
]
