from django.urls import path

from crm.runner import health

app_name = "runner"
urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
]
