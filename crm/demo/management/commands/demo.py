"""manage.py demo: the three sample firms, once."""

import subprocess
import sys

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from crm.demo.logins import FIRMS, lines
from crm.demo.story import tell
from crm.demo.website import write_page
from crm.tenants.models import Tenant
from crm.tenants.scope import tenant_scope
from marketing.webforms.models import WebForm


class Command(BaseCommand):
    help = "Open the sample firms (those that are not here yet), or list who can sign in to them."

    def add_arguments(self, parser):
        parser.add_argument("--logins", action="store_true", help="only list who can sign in")
        parser.add_argument("--firm", help="open this one only, in this process")

    def handle(self, *, logins, firm, **options):
        if firm:
            self._open(next(one for one in FIRMS if one.slug == firm))
            return
        if not logins:
            self._open_all()
        for line in lines():
            self.stdout.write(line)

    def _open_all(self):
        """Each firm in a process of its own: their stories do not touch, and a machine has more than one core."""
        command = [sys.executable, sys.argv[0], "demo", "--firm"]
        running = [subprocess.Popen([*command, firm.slug]) for firm in FIRMS]  # noqa: S603  # our own command
        if any(process.wait() for process in running):
            raise CommandError("A sample firm could not be opened; the lines above say why.")

    def _open(self, firm):
        tenant = Tenant.objects.filter(slug=firm.slug).first()
        if tenant is None:
            self.stdout.write(f"Opening {firm.slug} …")
            with transaction.atomic():  # a firm is told whole or not at all: the next start tries again
                tenant = tell(firm)
        with tenant_scope(tenant):
            form = WebForm.objects.filter(token=f"{firm.slug}-visit").first()
            if form is not None:
                write_page(tenant, form)
