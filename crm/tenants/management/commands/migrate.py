from django.core.management.commands.migrate import Command as Migrate

from crm.tenants.autodetector import WallAutodetector


class Command(Migrate):
    """Migrations run as the database owner; the plain role may not even try."""

    autodetector = WallAutodetector

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.set_defaults(database="owner")
