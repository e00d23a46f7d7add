"""What the shell needs on every page. Nothing here asks the database until a template shows it."""

from functools import cached_property

from django.conf import settings
from django.utils.module_loading import import_string

from crm.access.policy import can
from crm.l10n.state import current
from crm.records.registry import all_types
from crm.ui.nav import grouped, menu


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
    def theme(self):
        """light, dark, or auto: the device decides, and theme.js applies it before the first paint."""
        theme = self.member.theme if self.member else self.request.COOKIES.get("theme")
        return theme if theme in {"light", "dark"} else "auto"

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

    @property
    def in_settings(self):
        return any(page.active for page in self.settings_pages)

    @cached_property
    def create(self):
        """The record types that the member may create."""
        return [kind for kind in all_types() if kind.form and can(self.member, kind.right("create"))]

    @cached_property
    def unread(self):
        if not (self.member and settings.UNREAD_COUNT):
            return 0
        return import_string(settings.UNREAD_COUNT)(self.member)


def shell(request):
    return {"shell": Shell(request), "member": getattr(request, "member", None)}
