"""What the shell needs on every page. Nothing here asks the database until a template shows it."""

from functools import cached_property
from hashlib import blake2b

from django.conf import settings
from django.utils.module_loading import import_string

from crm.access.policy import can
from crm.l10n.dates import today
from crm.l10n.state import current
from crm.records.registry import all_types
from crm.ui.installed import PAPER
from crm.ui.keys import key_groups
from crm.ui.nav import grouped, menu, place
from crm.ui.saved.menus import pins


class Shell:
    def __init__(self, request):
        self.request = request
        self.member = getattr(request, "member", None)

    @property
    def language(self):
        return current().language

    @property
    def direction(self):
        return current().direction

    @property
    def locale_tag(self):
        return current().tag

    @property
    def time_zone(self):
        return current().time_zone

    @cached_property
    def mark(self):
        """Two pages with the same mark have the same menus and keys: what the frame writes once, and keeps."""
        if not self.member:
            return self.language
        role = self.member.role
        rights = blake2b(repr((role.key, role.rights, role.grants)).encode(), digest_size=8).hexdigest()
        return f"{self.language} {self.member.tenant.slug} {rights}"

    @property
    def today(self):
        return today()

    @property
    def theme(self):
        """light, dark, or auto: the device decides, and theme.js applies it before the first paint."""
        theme = self.member.theme if self.member else self.request.COOKIES.get("theme")
        return theme if theme in {"light", "dark"} else "auto"

    papers = PAPER

    @property
    def paper(self):
        """The colour of the page's ground, for what the device draws around it."""
        return PAPER.get(self.theme, PAPER["light"])

    @property
    def density(self):
        return self.member.density if self.member else "default"

    @property
    def sidebar(self):
        """How the sidebar stands: open, rail or pinned (kept open on a narrow window too)."""
        state = self.request.COOKIES.get("sidebar", "open")
        return state if state in {"open", "rail", "pinned"} else "open"

    @cached_property
    def nav(self):
        return menu("main", self.member, self.request.path)

    @cached_property
    def nav_groups(self):
        return grouped(self.nav)

    @cached_property
    def at(self):
        """The address of the page in the menu that this one belongs to."""
        return place("main", self.member, self.request.path)

    @cached_property
    def pins(self):
        """The views that the member pinned, as entries of the sidebar."""
        return pins(self.request) if self.member else []

    @property
    def tabs(self):
        return [item for item in self.nav if item.tab]

    @cached_property
    def settings_pages(self):
        return menu("settings", self.member, self.request.path)

    @property
    def settings_groups(self):
        return grouped(self.settings_pages)

    @property
    def settings_url(self):
        return self.settings_pages[0].url if self.settings_pages else ""

    @cached_property
    def at_settings(self):
        """The address of the page of settings that this one belongs to; "" elsewhere."""
        return place("settings", self.member, self.request.path)

    @cached_property
    def failed_work(self):
        """How much work waits for somebody to look at it, for those who may change settings."""
        if not (self.member and settings.FAILED_COUNT and can(self.member, "settings")):
            return 0
        return import_string(settings.FAILED_COUNT)()

    @cached_property
    def backup_warning(self):
        """What is wrong with the proof of backups, for those who may change settings."""
        if not (self.member and settings.BACKUP_WARNING and can(self.member, "settings")):
            return None
        return import_string(settings.BACKUP_WARNING)()

    @cached_property
    def create(self):
        """The record types that the member may create."""
        return [kind for kind in all_types() if kind.form and can(self.member, kind.right("create"))]

    @property
    def keys(self):
        """The sheet of keys, which is what the keys do: crm.ui.keys.KeyGroup, …"""
        return key_groups(self.nav, self.create)

    @cached_property
    def unread(self):
        if not (self.member and settings.UNREAD_COUNT):
            return 0
        return import_string(settings.UNREAD_COUNT)(self.member)


def shell(request):
    return {"shell": Shell(request), "member": getattr(request, "member", None)}
