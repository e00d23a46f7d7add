"""manage.py backup: save the database and the files, now."""

from django.core.management.base import BaseCommand, CommandError

from crm.backup import actions
from crm.runner.faults import Fault


class Command(BaseCommand):
    help = "Write a backup of the database and the files into BACKUP_DIR, and remove those whose time is over."

    def handle(self, **options):
        try:
            run = actions.back_up()
        except Fault as fault:
            raise CommandError(str(fault)) from fault
        self.stdout.write(
            f"{actions.folder() / run.name}: {run.rows} rows, {run.files} files, {run.bytes / 1e6:.1f} MB"
        )
