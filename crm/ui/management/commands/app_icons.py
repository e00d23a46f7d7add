from django.core.management.base import BaseCommand

from crm.ui.appicons import draw


class Command(BaseCommand):
    help = "Draw the icons of the installed app (static/icons/) from static/logo.svg."
    requires_system_checks = ()

    def handle(self, *args, **options):
        self.stdout.write(", ".join(draw()))
