"""manage.py rekey: seal what is stored encrypted with the present SECRET_KEY, so that the one before can go."""

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

SEALED = ("secret", "seed")  # of authenticator apps, and of recovery codes


class Command(BaseCommand):
    help = "Encrypt the secrets of second factors anew, with the present SECRET_KEY. Run it before the old key goes."

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
        self.stdout.write(f"{count} second factors sealed with the present key")
