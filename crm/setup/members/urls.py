from django.urls import path

from crm.setup.members import views

urlpatterns = [
    path("settings/members/", views.Members.as_view(), name="members"),
    path("settings/members/<int:pk>/", views.MemberEdit.as_view(), name="member"),
    path("settings/members/<int:pk>/reactivation/", views.Reactivation.as_view(), name="reactivation"),
]
