from django.urls import path

from reports.dashboards import views

app_name = "reports"
urlpatterns = [
    path("reports/", views.Dashboard.as_view(), name="dashboard"),
    path("reports/<slug:key>/", views.Rows.as_view(), name="rows"),
]
