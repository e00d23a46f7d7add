from django.core.management.commands.makemigrations import Command as Makemigrations

from crm.tenants.autodetector import WallAutodetector


class Command(Makemigrations):
    autodetector = WallAutodetector
