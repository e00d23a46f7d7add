"""The shell's menus, declared in settings.NAVIGATION: {menu: [{label, icon, url_name, needs, group}, …]}.

Only pages that exist are declared. What a member may not use is left out, so nobody meets a closed door.
"""

from dataclasses import dataclass

from django.conf import settings

from crm.access.authority import OWNER
from crm.access.policy import can
from crm.lib.addresses import addresses


@dataclass(frozen=True, slots=True)
class NavItem:
    label: str
    icon: str
    url: str
    group: str = ""
    tab: bool = False  # also stands in the phone's tab bar
    press: str = ""  # the key that leads there, after g
    active: bool = False


@dataclass(frozen=True, slots=True)
class NavGroup:
    label: str
    items: tuple[NavItem, ...]


def _item(entry, url, *, active):
    return NavItem(
        label=entry["label"],
        icon=entry["icon"],
        url=url,
        group=entry.get("group", ""),
        tab=entry.get("tab", False),
        press=entry.get("press", ""),
        active=active,
    )


def _may(member, needs):
    """`needs` is a right, "" for all, or "owner": what belongs to that role, and is no right to be handed out."""
    if needs == OWNER:
        return member.role.key == OWNER
    return not needs or can(member, needs)


def place(name, member, path):
    """The address of the entry that a page belongs to, the longest that its path stands under: /acme/people/7/ belongs
    to /acme/people/. "" where the menu has none."""
    entries = settings.NAVIGATION.get(name, ())
    above = [pair for pair in zip(entries, addresses(*_names(entries)), strict=True) if path.startswith(pair[1])]
    return max((url for entry, url in above if _may(member, entry["needs"])), key=len, default="")


def menu(name, member, path=""):
    """The entries of one menu that this member may use, in declared order; the one the page belongs to is active."""
    entries, current = settings.NAVIGATION.get(name, ()), place(name, member, path)
    return tuple(
        _item(entry, url, active=url == current)
        for entry, url in zip(entries, addresses(*_names(entries)), strict=True)
        if _may(member, entry["needs"])
    )


def _names(entries):
    return [entry["url_name"] for entry in entries]


def grouped(items):
    """Entries under their group's title, groups in order of first appearance."""
    groups = {}
    for item in items:
        groups.setdefault(item.group, []).append(item)
    return tuple(NavGroup(label, tuple(members)) for label, members in groups.items())
