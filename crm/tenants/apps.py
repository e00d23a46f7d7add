from django.apps import AppConfig


class TenantsConfig(AppConfig):
    name = "crm.tenants"
    label = "tenants"

    def ready(self):
        from crm.tenants import checks  # noqa: F401  # registers them
