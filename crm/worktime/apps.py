from django.apps import AppConfig


class WorkTimeConfig(AppConfig):
    name = "crm.worktime"
    label = "worktime"
