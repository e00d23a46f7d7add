from django.core.management.base import BaseCommand

from crm.lib.vapid import new_key


class Command(BaseCommand):
    help = "Make a key for PUSH_KEY, by which browsers' services of push know this installation."
    requires_system_checks = ()

    def handle(self, *args, **options):
        self.stdout.write(new_key())
