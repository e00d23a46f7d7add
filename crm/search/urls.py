from django.urls import path

from crm.search import views

app_name = "search"
urlpatterns = [
    path("search/", views.Results.as_view(), name="results"),
    path("search/pick/<slug:key>/", views.Pick.as_view(), name="pick"),
]
