from django.core.checks import Tags
from django.core.management.commands.migrate import Command as Migrate

from crm.tenants.autodetector import WallAutodetector
from crm.tenants.states import relatives_kept


class Command(Migrate):
    """Migrations run as the database owner; the plain role may not even try."""

    autodetector = WallAutodetector
    requires_system_checks = []  # the wall's checks describe the tables as they are afterwards

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.set_defaults(database="owner")

    def handle(self, *args, **options):
        with relatives_kept():
            super().handle(*args, **options)
        if not (options["app_label"] or options["plan"] or options["check_unapplied"]):
            self.check(tags=[Tags.database], databases=[options["database"]])
