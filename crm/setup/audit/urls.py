from django.urls import path

from crm.setup.audit import views

urlpatterns = [
    path("settings/audit/", views.Audit.as_view(), name="audit"),
    path("settings/audit/export/", views.AuditExport.as_view(), name="audit_export"),
]
