from django.apps import AppConfig


class TransferConfig(AppConfig):
    name = "crm.transfer"
    label = "transfer"
