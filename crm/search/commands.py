"""What the palette can do besides finding records: open a page, make something, change the theme, sign out.

Pages come from settings.NAVIGATION and records from their types, both narrowed to what the member may; nothing is
declared twice.
"""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from crm.access.policy import can
from crm.records import registry
from crm.records.finding import words_of
from crm.ui.nav import menu


@dataclass(frozen=True, slots=True)
class Command:
    """One thing to do. `how`: go (a page), drawer, post (`name` and `value` are sent), keys (the sheet of keys)."""

    label: str
    icon: str
    url: str = ""
    how: str = "go"
    name: str = ""
    value: str = ""
    kind: str = ""  # what stands beside it
    keys: tuple[str, ...] = ()  # that do the same


def actions(member):
    """What can be done from anywhere."""
    making = [
        Command(
            str(kind.label_new),
            icon="plus",
            url=kind.create_url(),
            how="drawer",
            keys=("N", kind.press.upper()) if kind.press else (),
        )
        for kind in registry.all_types()
        if kind.form and can(member, kind.right("create"))
    ]
    theme = reverse("setup:theme")
    return [
        *making,
        Command(_("Dark theme"), icon="moon", url=theme, how="post", name="theme", value="dark"),
        Command(_("Light theme"), icon="sun", url=theme, how="post", name="theme", value="light"),
        Command(_("Keyboard shortcuts"), icon="keyboard", how="keys"),
        Command(_("Switch workspace"), icon="selector", url="/workspaces/"),
        Command(_("Sign out"), icon="logout", url=reverse("account_logout"), how="post"),
    ]


def pages(member):
    """The pages of the menus, those of settings under their own heading's name."""
    main = [
        Command(str(item.label), item.icon, item.url, keys=("G", item.press.upper()) if item.press else ())
        for item in menu("main", member)
    ]
    settings = [Command(str(item.label), item.icon, item.url, kind=_("Settings")) for item in menu("settings", member)]
    return [*main, *settings]


def menu_first(found):
    """The pages of the main menu alone: those of settings are found by typing."""
    return [one for one in found if not one.kind]


def matching(commands, text):
    """Those whose words begin as the words of the text do, in any order and spelling."""
    wanted = words_of(text)
    return [one for one in commands if all(_begins(one, word) for word in wanted)]


def _begins(command, word):
    said = f" {' '.join(words_of(f'{command.label} {command.kind}'))}"
    return f" {word}" in said
