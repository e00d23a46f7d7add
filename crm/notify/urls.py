from django.urls import path

from crm.notify import views

app_name = "notify"
urlpatterns = [
    path("notices/", views.NoticeList.as_view(), name="notice_list"),
    path("notices/bell/", views.Bell.as_view(), name="bell"),
    path("notices/reading/", views.Reading.as_view(), name="reading"),
    path("notices/<int:pk>/", views.NoticeOpen.as_view(), name="notice"),
]
