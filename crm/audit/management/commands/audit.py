"""manage.py audit verify | heads | seal | prune: proving and keeping the audit trail."""

from datetime import UTC, date, datetime, time

from django.core.management.base import BaseCommand, CommandError
from django.db import connections, transaction

from crm.audit import chain
from crm.tenants.models import Tenant
from crm.tenants.scope import tenant_scope


class Command(BaseCommand):
    help = "Prove that nobody changed the audit trail; print its newest seals; seal now; remove what is too old."

    def add_arguments(self, parser):
        parser.add_argument("act", choices=("verify", "heads", "seal", "prune"))
        parser.add_argument("--workspace", default="", help="address of one workspace; all of them without it")
        parser.add_argument(
            "--head", action="append", default=[], help="verify: a seal seen earlier, as heads printed it"
        )
        parser.add_argument("--before", type=date.fromisoformat, help="prune: entries before this day (UTC) go")

    def handle(self, *, act, workspace, head, before, **options):
        tenants = Tenant.objects.order_by("slug")
        tenants = list(tenants.filter(slug=workspace) if workspace else tenants)
        if workspace and not tenants:
            raise CommandError(f"There is no workspace {workspace}.")
        if act == "prune" and not before:
            raise CommandError("prune needs --before, a day as 2024-03-31.")
        getattr(self, act)(tenants, head=head, before=before)

    def verify(self, tenants, *, head, **options):
        published, broken = _published(head, tenants), 0
        for tenant in tenants:
            with tenant_scope(tenant):
                report = chain.verify(published.get(tenant.slug, ()))
            at = f", head {report.head[0]}:{report.head[1]}" if report.head else ""
            self.stdout.write(
                f"{tenant.slug}: {report.count} sealed entries{at}: {'BROKEN' if report.faults else 'ok'}"
            )
            for fault in report.faults:
                self.stderr.write(f"  {tenant.slug}: {fault}")
            broken += bool(report.faults)
        if broken:
            raise CommandError(f"The audit trail of {broken} of {len(tenants)} workspaces cannot be trusted.")

    def heads(self, tenants, **options):
        slugs = {tenant.pk: tenant.slug for tenant in tenants}
        for tenant_id, number, hash_ in chain.heads():
            if tenant_id in slugs:
                self.stdout.write(f"{slugs[tenant_id]}:{number}:{hash_}")

    def seal(self, tenants, **options):
        self.stdout.write(f"{len(chain.seal())} workspaces had entries to seal")

    def prune(self, tenants, *, before, **options):
        moment = datetime.combine(before, time.min, UTC)
        for tenant in tenants:
            with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
                cursor.execute("SELECT audit_prune(%s, %s)", [tenant.pk, moment])
                self.stdout.write(f"{tenant.slug}: {cursor.fetchone()[0]} entries removed")


def _published(heads, tenants):
    """{slug: [(number, hash)]} of "slug:number:hash". Raises CommandError."""
    found, slugs = {}, {tenant.slug for tenant in tenants}
    for head in heads:
        slug, _, rest = head.partition(":")
        number, _, hash_ = rest.partition(":")
        if slug not in slugs or not number.isdecimal() or len(hash_) != len(chain.START):
            raise CommandError(f"--head {head} is not slug:number:hash of one of these workspaces.")
        found.setdefault(slug, []).append((int(number), hash_))
    return found
