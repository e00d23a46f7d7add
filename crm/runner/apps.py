from django.apps import AppConfig


class RunnerConfig(AppConfig):
    name = "crm.runner"
    label = "runner"
