from django.urls import path

from crm.setup.invitations import views

urlpatterns = [
    path("join/<str:token>/", views.Join.as_view(), name="join"),
    path("settings/members/invitations/new/", views.Invite.as_view(), name="invite"),
    path("settings/members/invitations/<int:pk>/mail/", views.InvitationMail.as_view(), name="invitation_mail"),
    path(
        "settings/members/invitations/<int:pk>/withdrawal/",
        views.InvitationWithdrawal.as_view(),
        name="invitation_withdrawal",
    ),
]
