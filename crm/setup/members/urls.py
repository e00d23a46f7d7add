from django.urls import path

from crm.setup.members import views

urlpatterns = [
    path("settings/members/", views.Members.as_view(), name="members"),
    path("settings/members/<int:pk>/", views.MemberEdit.as_view(), name="member"),
    path("settings/members/<int:pk>/deactivation/", views.Deactivation.as_view(), name="deactivation"),
    path("settings/members/<int:pk>/reactivation/", views.Reactivation.as_view(), name="reactivation"),
    path("settings/members/teams/new/", views.TeamCreate.as_view(), name="team_create"),
    path("settings/members/teams/<int:pk>/", views.TeamEdit.as_view(), name="team"),
    path("settings/members/teams/<int:pk>/deletion/", views.TeamDeletion.as_view(), name="team_deletion"),
]
