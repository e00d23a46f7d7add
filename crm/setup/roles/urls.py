from django.urls import path

from crm.setup.roles import views

urlpatterns = [
    path("settings/roles/", views.Roles.as_view(), name="roles"),
    path("settings/roles/new/", views.RoleCreate.as_view(), name="role_create"),
    path("settings/roles/comparison/", views.Comparison.as_view(), name="role_comparison"),
    path("settings/roles/log/", views.Log.as_view(), name="role_log"),
    path("settings/roles/<int:pk>/", views.RoleRights.as_view(), name="role"),
    path("settings/roles/<int:pk>/name/", views.RoleName.as_view(), name="role_name"),
    path("settings/roles/<int:pk>/restoration/", views.RoleRestoration.as_view(), name="role_restoration"),
    path("settings/roles/<int:pk>/deletion/", views.RoleDeletion.as_view(), name="role_deletion"),
    path("settings/roles/<int:pk>/viewing/", views.RoleViewing.as_view(), name="role_viewing"),
    path("viewing/end/", views.ViewingEnd.as_view(), name="viewing_end"),
]
