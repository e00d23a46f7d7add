from django.urls import path

from crm.setup.teams import views

urlpatterns = [
    path("settings/teams/new/", views.TeamCreate.as_view(), name="team_create"),
    path("settings/teams/<int:pk>/", views.TeamEdit.as_view(), name="team"),
    path("settings/teams/<int:pk>/deletion/", views.TeamDeletion.as_view(), name="team_deletion"),
]
