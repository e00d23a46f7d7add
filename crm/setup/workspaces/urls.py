from django.urls import path

from crm.setup.workspaces import views
from crm.setup.workspaces.colleagues import Colleagues

urlpatterns = [
    path("workspaces/", views.home, name="home"),
    path("start/", views.Start.as_view(), name="start"),
    path("start/address/", views.start_address, name="start_address"),
    path("start/habits/", views.start_habits, name="start_habits"),
    path("welcome/", Colleagues.as_view(), name="colleagues"),
]
