from importlib import import_module

from django.apps import AppConfig
from django.conf import settings


class RecordsConfig(AppConfig):
    name = "crm.records"
    label = "records"

    def ready(self):
        for path in settings.RECORD_TYPES:
            import_module(path)
