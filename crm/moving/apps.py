from django.apps import AppConfig


class MovingConfig(AppConfig):
    name = "crm.moving"
    label = "moving"
