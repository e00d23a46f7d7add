"""manage.py demo: the three sample firms, once."""

from django.core.management.base import BaseCommand

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

    def handle(self, *, logins, **options):
        if not logins:
            for firm in FIRMS:
                self._open(firm)
        for line in lines():
            self.stdout.write(line)

    def _open(self, firm):
        tenant = Tenant.objects.filter(slug=firm.slug).first()
        if tenant is None:
            self.stdout.write(f"Opening {firm.slug} …", ending="\n")
            tenant = tell(firm)
        with tenant_scope(tenant):
            form = WebForm.objects.filter(token=f"{firm.slug}-visit").first()
            if form is not None:
                write_page(tenant, form)
