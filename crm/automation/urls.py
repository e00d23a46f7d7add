from django.urls import path

from crm.automation import views

app_name = "automation"
urlpatterns = [
    path("settings/runs/", views.RunList.as_view(), name="runs"),
    path("settings/runs/steps/<int:pk>/retry/", views.StepRetry.as_view(), name="step_retry"),
    path("settings/failures/", views.FailureList.as_view(), name="failures"),
    path("settings/failures/retry/", views.FailureRetryAll.as_view(), name="failure_retry_all"),
    path("settings/failures/<int:pk>/dismissal/", views.FailureDismissal.as_view(), name="failure_dismissal"),
    path("settings/failures/<int:pk>/retry/", views.FailureRetry.as_view(), name="failure_retry"),
]
