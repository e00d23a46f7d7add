"""manage.py restore: prove a backup in a scratch database, or bring it back into an empty installation."""

import json
from pathlib import Path

import psycopg
from django.core.files.storage import default_storage
from django.core.management.base import BaseCommand, CommandError

from crm.backup import actions, restoring, saving
from crm.backup.archive import Damaged
from crm.runner.faults import Fault

EMPTY = """
    SELECT NOT EXISTS (SELECT FROM pg_class WHERE relname = 'tenants_user' AND relnamespace = 'public'::regnamespace)
"""


class Command(BaseCommand):
    help = (
        "Restore a backup into a scratch database, compare every table and file with its manifest, and remove it "
        "again. With --into-this-installation it stays, in the database of DATABASE_URL, which has to be empty."
    )
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("archive", nargs="?", help="the file; the newest in BACKUP_DIR unless named")
        parser.add_argument("--into-this-installation", action="store_true", dest="into", help="after a disaster")
        parser.add_argument("--load-here", action="store_true", help="(for a proof's own process)")

    def handle(self, *, archive, into, load_here, **options):
        try:
            path = Path(archive) if archive else actions.newest()
            if load_here:
                report = restoring.restore(path, actions.owner_url(), with_files=False)
                self.stdout.write(json.dumps(report.as_dict()))
            elif into:
                self.tell(path, self.bring_back(path))
            else:
                self.tell(path, actions.prove(path)[1])
        except (Fault, Damaged, psycopg.Error, OSError) as error:
            raise CommandError(str(error)) from error

    def bring_back(self, path):
        """Fill the real database and storage. Raises Fault when either holds anything."""
        with psycopg.connect(actions.owner_url()) as connection:
            if not connection.execute(EMPTY).fetchone()[0] and not _bare(connection):
                raise Fault("The database is not empty, and nothing is overwritten: name a new one in DATABASE_URL.")
        if next(saving.walk(default_storage), None):
            raise Fault("The storage has files in it, and nothing is overwritten: put them aside first.")
        return restoring.restore(path, actions.owner_url(), with_files=True)

    def tell(self, path, report):
        self.stdout.write(f"{path.name}: {report.tables} tables, {report.rows} rows, {report.files} files")
        for fault in report.faults:
            self.stderr.write(f"  {fault}")
        if report.faults:
            raise CommandError(f"{len(report.faults)} differences from the manifest: this backup is not whole.")
        self.stdout.write("Every table and file is as the manifest says.")


def _bare(connection):
    """Whether a migrated database has neither people nor workspaces yet."""
    found = connection.execute("SELECT EXISTS (SELECT FROM tenants_user) OR EXISTS (SELECT FROM tenants_tenant)")
    return not found.fetchone()[0]
