from django.apps import AppConfig


class LocalisationConfig(AppConfig):
    name = "crm.l10n"
    label = "l10n"
