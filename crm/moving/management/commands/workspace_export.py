"""manage.py workspace_export: one workspace as an archive, to be brought into another installation."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from crm.audit import chain
from crm.audit.actions import note
from crm.events.actors import SYSTEM
from crm.moving import saving
from crm.tenants.models import Tenant
from crm.tenants.scope import tenant_scope


class Command(BaseCommand):
    help = "Write one workspace, with its files, into an archive that workspace_import takes. The workspace goes on."

    def add_arguments(self, parser):
        parser.add_argument("workspace", help="its address (slug)")
        parser.add_argument("file", type=Path, help="where the archive goes; nothing is overwritten")

    def handle(self, *, workspace, file, **options):
        tenant = Tenant.objects.filter(slug=workspace).first()
        if tenant is None:
            raise CommandError(f"There is no workspace {workspace}.")
        if file.exists():
            raise CommandError(f"{file} is there already, and nothing is overwritten.")
        with tenant_scope(tenant):
            note(SYSTEM, "workspace.exported", record=tenant, data={"by": "manage.py"})
        chain.seal()
        manifest = saving.save(tenant, file)
        rows = sum(part["rows"] for part in manifest["parts"].values())
        size = file.stat().st_size / 1e6
        self.stdout.write(f"{file}: {rows} rows, {len(manifest['files'])} files, {size:.1f} MB")
        for name in manifest["lost"]:
            self.stderr.write(f"  the file {name} is named by a row and was not there")
