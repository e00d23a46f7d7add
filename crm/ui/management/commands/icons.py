from django.core.management.base import BaseCommand, CommandError

from crm.ui.icons import SPRITE, draw_sprite, used_names


class Command(BaseCommand):
    help = "Draw static/icons.svg from the icon names that templates and Python use."
    requires_system_checks = ()

    def handle(self, *args, **options):
        names = used_names()
        try:
            SPRITE.write_text(draw_sprite(names), encoding="utf-8")
        except FileNotFoundError as missing:
            raise CommandError(f"Tabler has no such icon: {missing.filename}") from None
        self.stdout.write(f"{SPRITE.name}: {len(names)} icons")
