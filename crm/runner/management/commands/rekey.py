"""manage.py rekey: seal what is stored encrypted with the present SECRET_KEY, so that the one before can go."""

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import InvalidToken
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from crm.api.webhooks.models import Webhook
from crm.api.webhooks.signing import sealed_anew
from crm.tenants.models import Tenant
from crm.tenants.scope import tenant_scope

SEALED = ("secret", "seed")  # of authenticator apps, and of recovery codes


class Command(BaseCommand):
    help = "Encrypt secrets of second factors and webhooks anew, with the present SECRET_KEY, before the old key goes."

    @transaction.atomic
    def handle(self, **options):
        adapter, count = get_adapter(), 0
        for each in Authenticator.objects.select_for_update().order_by("pk"):
            names = [name for name in SEALED if each.data.get(name)]
            codes = each.data.get("migrated_codes") or []
            if not (names or codes):
                continue
            try:
                each.data |= {name: adapter.encrypt(adapter.decrypt(each.data[name])) for name in names}
                if codes:
                    each.data["migrated_codes"] = [adapter.encrypt(adapter.decrypt(code)) for code in codes]
            except Exception as error:
                raise CommandError(f"Second factor {each.pk} was sealed with a key that is not here.") from error
            each.save(update_fields=["data"])
            count += 1
        webhooks = _seal_webhooks()
        self.stdout.write(f"{count} second factors and {webhooks} webhooks sealed with the present key")


def _seal_webhooks():
    """Those of all workspaces. Returns how many."""
    count = 0
    for tenant in Tenant.objects.order_by("pk"):
        with tenant_scope(tenant):
            for each in Webhook.objects.exclude(paused=Webhook.Paused.SECRET).select_for_update().order_by("pk"):
                try:
                    each.secret = sealed_anew(each.secret)
                except InvalidToken as error:
                    raise CommandError(f"Webhook {each.pk} was sealed with a key that is not here.") from error
                each.save(update_fields=["secret"])
                count += 1
    return count
