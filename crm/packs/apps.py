from django.apps import AppConfig


class PacksConfig(AppConfig):
    name = "crm.packs"
    label = "packs"
