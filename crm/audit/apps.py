from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "crm.audit"
    label = "audit"

    def ready(self):
        from crm.audit import checks, signins  # both need the models

        checks.connect()
        signins.connect()
