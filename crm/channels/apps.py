from django.apps import AppConfig


class ChannelsConfig(AppConfig):
    name = "crm.channels"
    label = "channels"
