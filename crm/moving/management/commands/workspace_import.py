"""manage.py workspace_import: a workspace that another installation exported becomes one of this installation."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from crm.backup.archive import Damaged
from crm.moving import loading, seats
from crm.tenants.models import Tenant


class Command(BaseCommand):
    help = (
        "Bring a workspace's archive into this installation, beside the others. Its people are asked in by mail: its "
        "owners at once, all others by an owner from the page of people, or with --invite-all."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, nargs="?", help="the archive, as workspace_export wrote it")
        parser.add_argument("--slug", default="", help="its address here, if not the one it had")
        parser.add_argument("--invite-all", action="store_true", help="ask everybody in, not its owners alone")
        parser.add_argument("--invite-again", metavar="SLUG", help="import nothing: mail a workspace's people anew")

    def handle(self, *, file, slug, invite_all, invite_again, **options):
        if bool(file) == bool(invite_again):
            raise CommandError("Name either an archive, or a workspace after --invite-again.")
        if invite_again:
            tenant = Tenant.objects.filter(slug=invite_again).first()
            if tenant is None:
                raise CommandError(f"There is no workspace {invite_again}.")
        else:
            tenant = self.bring_in(file, slug)
        for email in seats.ask_in(tenant, everybody=invite_all):
            self.stdout.write(f"  asked in: {email}")

    def bring_in(self, file, slug):
        try:
            tenant = loading.load(file, slug=slug, tell=self.tell)
        except Damaged as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{tenant.slug}: every row and file of the archive is here. Prove its trail: audit verify")
        return tenant

    def tell(self, done, total):
        if done == total or not done % 50_000:
            self.stdout.write(f"  {done} of {total} rows")
