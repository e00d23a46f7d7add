"""manage.py workspace prove-gone: that nothing of an erased workspace is left."""

from django.core.management.base import BaseCommand, CommandError

from crm.backup import erasing
from crm.backup.models import Erasure
from crm.tenants.models import Tenant


class Command(BaseCommand):
    help = "Look through every table with a tenant column and the storage for what is left of an erased workspace."

    def add_arguments(self, parser):
        parser.add_argument("act", choices=["prove-gone"])
        parser.add_argument("workspace", help="its address (slug) or its number, as the certificate has it")

    def handle(self, *, act, workspace, **options):
        if Tenant.objects.filter(slug=workspace).exists():
            raise CommandError(f"The workspace {workspace} is there.")
        certificates = self.certificates(workspace)
        if not certificates:
            raise CommandError(f"No certificate names {workspace}: it was never erased here.")
        for certificate in certificates:
            self.prove(certificate)

    def certificates(self, workspace):
        if workspace.isdecimal():
            return list(Erasure.objects.filter(number=int(workspace)))
        return list(Erasure.objects.filter(slug_hash=erasing.hash_of(workspace)))

    def prove(self, certificate):
        found = erasing.leftovers(certificate.number)
        for each in found:
            self.stderr.write(f"  {each.place}: {each.count}")
        if found:
            raise CommandError(f"Something of workspace {certificate.number} is left.")
        if erasing.seal_of(certificate) != certificate.hash:
            raise CommandError(f"The certificate of workspace {certificate.number} was altered.")
        self.stdout.write(
            f"workspace {certificate.number}: gone since {certificate.erased_at:%Y-%m-%d %H:%M} UTC, "
            f"{certificate.rows} rows and {certificate.files} files; certificate {certificate.hash}"
        )
